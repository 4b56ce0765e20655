"""A browser's end of a socket. (Channels' own communicator cannot be imported without its Daphne server.)"""

import json

from asgiref.testing import ApplicationCommunicator

from . import schema

SECONDS = 10


class Socket(ApplicationCommunicator):
    def __init__(self, application, path: str, headers: list[tuple[bytes, bytes]], query: bytes = b""):
        scope = {"type": "websocket", "path": path, "query_string": query, "headers": headers, "subprotocols": []}
        super().__init__(application, scope)
        self.hears = "to_staff" if path.startswith("/ws/desk/") else "to_visitor"

    async def connect(self) -> int | None:
        """None when let in, else the code that the door was closed with."""
        await self.send_input({"type": "websocket.connect"})
        answer = await self.receive_output(SECONDS)
        if answer["type"] == "websocket.close":
            return answer.get("code", 1000)
        assert answer["type"] == "websocket.accept"
        return None

    async def write(self, text: str) -> None:
        await self.send_input({"type": "websocket.receive", "text": text})

    async def write_bytes(self, content: bytes) -> None:
        await self.send_input({"type": "websocket.receive", "bytes": content})

    async def read(self) -> str:
        answer = await self.receive_output(SECONDS)
        assert answer["type"] == "websocket.send", answer
        assert schema.problems(json.loads(answer["text"]), self.hears) == []
        return answer["text"]

    async def closed_with(self) -> int | None:
        answer = await self.receive_output(SECONDS)
        assert answer["type"] == "websocket.close", answer
        return answer.get("code")

    async def receive_nothing(self, timeout: float = 0.1) -> bool:
        return await super().receive_nothing(timeout)

    async def disconnect(self) -> None:
        await self.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.wait(SECONDS)
