"""Waiting over plain HTTP for what is said next: `GET …/messages/?after=7&wait=25` (docs/chat-protocol.md).

The page itself answers: at once when something follows, and otherwise when it has something else to say or the time is over. So
who may read, and every header, is as it is there, and it is asked again at the end. In between no thread is held: one of
these waits on the event loop, as a socket does, to be woken by the same words.
"""

import asyncio
import contextlib
import json
import logging
import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from channels.layers import get_channel_layer

from .enums import Sender
from .wake import group_of

MOST_SECONDS = 25
# Of one conversation, in one process. One more is answered at once.
MOST_AT_ONCE = 8
# Seconds: where nothing can wake us we look.
LOOK_EVERY = 2
REACHED_WITHIN = 2
ADDRESS = re.compile(r"/(?:(?P<door>[a-z-]{2,7})/)?chat/(?P<public_id>[-\w]{1,40})/messages/", re.ASCII)
SECONDS = re.compile(r"[0-9]{1,4}")

log = logging.getLogger("fairstreet.chat")


@dataclass(frozen=True)
class Wish:
    """To wait at most so long at a conversation."""

    public_id: str
    side: Sender
    seconds: int


def wish_of(scope) -> Wish | None:
    """None where there is nothing to wait for, or what was asked for is not right: then the page says so."""
    address = ADDRESS.fullmatch(scope["path"])
    if scope["type"] != "http" or scope["method"] != "GET" or address is None or has_body(scope):
        return None
    seconds = seconds_in(scope["query_string"])
    side = Sender.STAFF if address["door"] == "desk" else Sender.VISITOR
    return Wish(address["public_id"], side, min(seconds, MOST_SECONDS)) if seconds else None


def has_body(scope) -> bool:
    names = {name for name, value in scope["headers"] if value != b"0"}
    return bool(names & {b"content-length", b"transfer-encoding"})


def seconds_in(query: bytes) -> int:
    if not query.isascii():
        return 0
    try:
        given = parse_qs(query.decode("ascii"), max_num_fields=10).get("wait", [""])[-1]
    except ValueError:
        return 0
    return int(given) if SECONDS.fullmatch(given) else 0


@dataclass
class Kept:
    """What a page answered."""

    start: dict = field(default_factory=dict)
    body: bytes = b""

    async def take(self, message: dict) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body += message.get("body", b"")

    def says_the_same_as(self, other: "Kept") -> bool:
        return (self.start["status"], self.body) == (other.start["status"], other.body)

    @property
    def brings_nothing(self) -> bool:
        return self.start["status"] == 200 and json.loads(self.body)["messages"] == []

    async def pass_on(self, send) -> None:
        await send(self.start)
        await send({"type": "http.response.body", "body": self.body})


class Ear:
    """Hears when a conversation is woken. Deaf when the channel layer cannot be reached."""

    def __init__(self, wish: Wish):
        self.group, self.side = group_of(wish.public_id), wish.side
        self.layer = get_channel_layer()
        self.channel = ""
        self.hearing: asyncio.Task | None = None

    async def __aenter__(self) -> "Ear":
        try:
            async with asyncio.timeout(REACHED_WITHIN):
                self.channel = await self.layer.new_channel()
                await self.layer.group_add(self.group, self.channel)
            self.hearken()
        except Exception as problem:  # whatever a layer raises: then we look instead
            self.deafen(problem)
        return self

    async def __aexit__(self, *problem) -> None:
        if self.hearing:
            # It is what takes the channel away, too, but only once it has begun.
            await asyncio.sleep(0)
            self.hearing.cancel()
            await asyncio.gather(self.hearing, return_exceptions=True)
        if self.channel:
            with contextlib.suppress(Exception):  # it is gone, and so is what it knew of us
                await self.layer.group_discard(self.group, self.channel)

    def hearken(self) -> None:
        self.hearing = asyncio.get_running_loop().create_task(self.news())

    def deafen(self, problem: BaseException) -> None:
        log.warning(
            "Whoever waits for words in a chat cannot be woken, and looks instead: %s", type(problem).__name__
        )
        self.hearing = None

    async def news(self) -> None:
        """Comes back when there may be something to tell: not that someone writes, nor what one's own side has read."""
        while True:
            message = await self.layer.receive(self.channel)
            if message["type"] != "chat.writing" and message.get("side") != self.side:
                return

    async def listen(self, seconds: float, gone: asyncio.Task) -> None:
        """Until there is news, the time is over, or they are `gone`."""
        if self.hearing is None:
            await asyncio.wait({gone}, timeout=min(seconds, LOOK_EVERY))
            return
        await asyncio.wait({gone, self.hearing}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if self.hearing.done():
            if problem := self.hearing.exception():
                self.deafen(problem)
            else:
                self.hearken()


class Waiting:
    """Between the network and `pages`, the application that answers at once."""

    def __init__(self, pages):
        self.pages = pages
        self.waiting: Counter[str] = Counter()

    async def __call__(self, scope, receive, send) -> None:
        wish = wish_of(scope)
        if wish is None or self.waiting[wish.public_id] >= MOST_AT_ONCE:
            await self.pages(scope, receive, send)
            return
        self.waiting[wish.public_id] += 1
        try:
            await self.serve(wish, unattended(scope), receive, send)
        finally:
            self.waiting -= Counter([wish.public_id])

    async def serve(self, wish: Wish, scope, receive, send) -> None:
        gone = asyncio.get_running_loop().create_task(hung_up(receive))
        try:
            # Listening first, so that nothing is said between the first look and it.
            async with Ear(wish) as ear:
                answer = await self.answer(wish, scope, ear, gone)
            if not gone.done():
                await answer.pass_on(send)
        finally:
            gone.cancel()

    async def answer(self, wish: Wish, scope, ear: Ear, gone: asyncio.Task) -> Kept:
        clock = asyncio.get_running_loop().time
        until = clock() + wish.seconds
        first = answer = await self.look(scope)
        while first.brings_nothing and answer.says_the_same_as(first) and not gone.done() and clock() < until:
            await ear.listen(until - clock(), gone)
            if not gone.done():
                answer = await self.look(scope)
        return answer

    async def look(self, scope) -> Kept:
        kept = Kept()
        await self.pages(scope, no_body, kept.take)
        return kept


def unattended(scope):
    """Waiting is no sign that anyone is there: it keeps nobody signed in."""
    return scope | {"headers": [*scope["headers"], (b"unattended", b"yes")]}


async def no_body() -> dict:
    return {"type": "http.request", "body": b"", "more_body": False}


async def hung_up(receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
