"""Between the network and Django's threads.

A page is made on one of a few threads, and a thread must never wait for a slow phone. So the body of a request is
read here, bounded in size and time, before a thread is taken; and the answer is collected here and sent from the
event loop, so that the thread is free as soon as the page is made. A body or an answer larger than
`IN_MEMORY` goes through a temporary file.
"""

import asyncio
import tempfile

IN_MEMORY = 1024 * 1024
PIECE = 64 * 1024
# A whole body may take this long, and any one piece of it this long.
BODY_SECONDS = 600
PIECE_SECONDS = 30


class Refused(Exception):
    def __init__(self, status: int, words: str):
        self.status, self.words = status, words


class Gone(Exception):
    """The other side hung up."""


class Edge:
    def __init__(self, app, *, max_bytes: int):
        self.app, self.max_bytes = app, max_bytes

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            check_head(scope, self.max_bytes)
            body, size = await read_body(receive, self.max_bytes)
        except Refused as refusal:
            await refuse(send, refusal)
            return
        except Gone:
            return
        with body:
            scope = scope | {"headers": with_length(scope["headers"], size)}
            answer = Answer()
            with answer:
                await self.app(scope, replay(body), answer.take)
                await answer.pass_on(send)


def check_head(scope, max_bytes: int) -> None:
    """What would raise further in is answered here."""
    if not scope["query_string"].isascii():
        raise Refused(400, "That address has letters in it that it cannot have.")
    for name, value in scope["headers"]:
        if name == b"content-length" and (not value.isdigit() or int(value) > max_bytes):
            raise Refused(413 if value.isdigit() else 400, "That is too large to send in one go.")


async def read_body(receive, max_bytes: int):
    body = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 — closed by the caller
    size, more = 0, True
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while more:
                async with asyncio.timeout(PIECE_SECONDS):
                    message = await receive()
                if message["type"] == "http.disconnect":
                    raise Gone
                piece = message.get("body", b"")
                size, more = size + len(piece), message.get("more_body", False)
                if size > max_bytes:
                    raise Refused(413, "That is too large to send in one go.")
                body.write(piece)
    except TimeoutError:
        body.close()
        raise Refused(408, "That took too long to arrive.") from None
    except (Refused, Gone):
        body.close()
        raise
    body.seek(0)
    return body, size


def with_length(headers, size: int):
    """The headers with the length that the body turned out to have, also when it came in chunks."""
    left_out = {b"content-length", b"transfer-encoding"}
    kept = [(name, value) for name, value in headers if name not in left_out]
    return [*kept, (b"content-length", str(size).encode())] if size else kept


def replay(body):
    async def receive():
        piece = body.read(PIECE)
        return {"type": "http.request", "body": piece, "more_body": len(piece) == PIECE}

    return receive


class Answer:
    """What the application sends, kept until it is done, then passed on at the reader's own pace."""

    def __init__(self):
        self.start = None
        self.body = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 — closed by __exit__

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self.body.close()

    async def take(self, message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body.write(message.get("body", b""))

    async def pass_on(self, send) -> None:
        left = self.body.tell()
        # What is not kept whole comes without its length, and would go out in chunks.
        known = not left or any(name == b"content-length" for name, _value in self.start["headers"])
        await send(self.start if known else self.start | {"headers": with_length(self.start["headers"], left)})
        self.body.seek(0)
        while True:
            piece = self.body.read(PIECE)
            left -= len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": left > 0})
            if left <= 0:
                return


async def refuse(send, refusal: Refused) -> None:
    words = refusal.words.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(words)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": words})
