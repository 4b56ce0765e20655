from functools import partial

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.http import QueryDict
from django.http.cookie import parse_cookie
from django.utils import translation

from . import frames
from .gate import NotYours, staff_seat_of_socket, visitors_seat
from .wake import group_of

# Close codes of the protocol. What one may not see is closed like what does not exist.
CODES = {frames.Malformed: 4400, NotYours: 4404}


class ChatConsumer(AsyncWebsocketConsumer):
    """A socket at one conversation. It keeps no words: only up to which number it has passed them on."""

    sit = None  # the gate: from cookies and the conversation's id to a seat, or NotYours

    async def connect(self):
        self.public_id = self.scope["url_route"]["kwargs"]["public_id"]
        self.cookies = cookies_of(self.scope)
        self.language = language_of(self.scope)
        self.after, self.shut = None, False
        await self.guarded(self.let_in)

    async def receive(self, text_data=None, bytes_data=None):
        await self.guarded(self.take_frame, text_data)

    async def chat_wake(self, message):
        await self.guarded(self.pass_on)

    async def disconnect(self, code):
        await self.channel_layer.group_discard(group_of(self.public_id), self.channel_name)

    async def guarded(self, work, *args) -> None:
        """The one place where a socket is turned away."""
        if self.shut:
            return
        try:
            await work(*args)
        except tuple(CODES) as refusal:
            self.shut = True
            await self.close(CODES[type(refusal)])

    async def let_in(self) -> None:
        await self.seated(lambda seat: None)
        await self.channel_layer.group_add(group_of(self.public_id), self.channel_name)
        await self.accept()

    async def take_frame(self, text: str | None) -> None:
        frame = frames.read_frame(text)
        if frame["type"] == "fetch":
            self.after = frame.get("after")
        await self.reply(await self.seated(partial(frames.answer, frame=frame)))

    async def pass_on(self) -> None:
        # A client that has not yet said where it stands will ask.
        if self.after is not None:
            await self.reply(await self.seated(partial(frames.messages_after, after=self.after)))

    async def reply(self, answer: dict) -> None:
        if answer.get("messages"):
            self.after = answer["messages"][-1]["seq"]
        await self.send(frames.write_frame(answer))

    @database_sync_to_async
    def seated(self, work):
        """Do `work` with a seat that was asked for anew."""
        with translation.override(self.language):
            return work(self.sit(self.cookies, self.public_id))


class VisitorConsumer(ChatConsumer):
    sit = staticmethod(visitors_seat)


class StaffConsumer(ChatConsumer):
    sit = staticmethod(staff_seat_of_socket)


def language_of(scope) -> str:
    """The language of the page that opened the socket, which has no address of its own in each."""
    asked = QueryDict(scope.get("query_string", b"")).get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def cookies_of(scope) -> dict[str, str]:
    headers = dict(scope.get("headers", []))
    return parse_cookie(headers.get(b"cookie", b"").decode("latin1"))
