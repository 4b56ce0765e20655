import asyncio
import contextlib
from functools import partial

from channels.consumer import get_handler_name
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.http import QueryDict
from django.http.cookie import parse_cookie
from django.utils import translation

from . import actions, frames
from .catching_up import reader
from .enums import Sender
from .gate import NotYours, Seat, staff_seat_of_socket, visitors_seat
from .pace import Line, TooFast, paces
from .postbox import postbox
from .readings import readings
from .visitors import owner_of
from .wake import Fresh, group_of
from .watch import watch


class Silent(Exception):
    """Whoever opened the socket never said where they stand."""


class TooSlow(Exception):
    """They do not take what is sent. They come back and ask for what follows; nobody waits for them."""


# Close codes of the protocol. What one may not see is closed like what does not exist.
CODES = {frames.Malformed: 4400, NotYours: 4404, Silent: 4408, TooSlow: 4413, TooFast: 4429}
# Seconds.
HELLO_WITHIN = 20
SEND_WITHIN = 10


class ChatConsumer(AsyncWebsocketConsumer):
    """A socket at one conversation. It keeps no words: only up to which number it has passed them on."""

    sit = None  # the gate: from cookies and the conversation's id to a seat, or NotYours
    side = None
    owner = None  # whose chat it must be; None at the desk

    async def dispatch(self, message):
        # Channels' own goes through a thread first, to close old connections; `seated` does that where it uses one.
        await getattr(self, get_handler_name(message))(message)

    async def connect(self):
        self.public_id = self.scope["url_route"]["kwargs"]["public_id"]
        self.cookies = cookies_of(self.scope)
        self.language = language_of(self.scope)
        self.after, self.shut, self.alarm, self.user = None, False, None, None
        await self.guarded(self.let_in)

    async def receive(self, text_data=None, bytes_data=None):
        await self.guarded(self.take_frame, text_data)

    async def chat_wake(self, message):
        await self.guarded(self.pass_on, message.get("seq"), message.get("fresh"))

    async def chat_writing(self, message):
        # Only to the other side, and only to a client that said where it stands.
        if self.after is not None and message["side"] != self.side:
            await self.guarded(self.reply, frames.WRITING)

    async def chat_read(self, message):
        if self.after is not None and message["side"] != self.side:
            await self.guarded(self.reply, frames.read_up_to(message["seq"]))

    async def disconnect(self, code):
        self.shut = True
        if self.alarm:
            self.alarm.cancel()
        await self.channel_layer.group_discard(group_of(self.public_id), self.channel_name)

    async def guarded(self, work, *args) -> None:
        """The one place where a socket is turned away."""
        if self.shut:
            return
        try:
            await work(*args)
        except tuple(CODES) as refusal:
            self.shut = True
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(SEND_WITHIN):
                    await self.close(CODES[type(refusal)])

    async def let_in(self) -> None:
        await self.seated(lambda seat: None)
        await self.channel_layer.group_add(group_of(self.public_id), self.channel_name)
        await self.accept()
        self.in_a_while(HELLO_WITHIN, self.no_hello)

    def in_a_while(self, seconds: float, work) -> None:
        loop = asyncio.get_running_loop()
        self.alarm = loop.call_later(seconds, lambda: loop.create_task(self.guarded(work)))

    async def no_hello(self) -> None:
        raise Silent

    async def take_frame(self, text: str | None) -> None:
        frame = frames.read_frame(text)
        if frame["type"] in self.quiet:
            # A client that has not said where it stands has neither read anything nor anything to answer.
            if self.after is None:
                raise frames.Malformed
            await self.quiet[frame["type"]](self, frame)
        else:
            await self.reply(await self.answer(frame))

    async def answer(self, frame: dict) -> dict:
        answer = await self.seated(partial(frames.answer, frame=frame))
        if frame["type"] == "fetch":
            self.hello(frame["after"])
        return answer

    def hello(self, after: int) -> None:
        self.after = after
        if self.alarm:
            self.alarm.cancel()
            self.alarm = None

    async def tell_writing(self, _frame: dict) -> None:
        message = {"type": "chat.writing", "side": self.side.value}
        await self.channel_layer.group_send(group_of(self.public_id), message)

    async def note_read(self, frame: dict) -> None:
        if reading := await self.seated(partial(frames.reading_in, frame=frame)):
            readings().add(reading)

    # Frames that are not answered.
    quiet = {"writing": tell_writing, "read": note_read}

    async def pass_on(self, seq: int | None, fresh: Fresh | None) -> None:
        """Up to which number something was said, where that is why we were woken, and what, where it was at this process."""
        # A client that has not yet said where it stands will ask.
        if self.after is None or (seq is not None and seq <= self.after):
            return
        if seq is not None and fresh is None:
            fresh = await reader().what_follows(self.public_id, self.after)
        messages = frames.to_pass_on(fresh, self.after, self.owner) if fresh else []
        if messages:
            with translation.override(self.language):
                answer = frames.as_messages(Seat(fresh.conversation, self.user), messages)
        else:
            answer = await self.seated(partial(frames.messages_after, after=self.after))
        await self.reply(answer)

    async def reply(self, answer: dict) -> None:
        if answer.get("messages"):
            self.after = answer["messages"][-1]["seq"]
        try:
            async with asyncio.timeout(SEND_WITHIN):
                await self.send(frames.write_frame(answer))
        except TimeoutError:
            raise TooSlow from None

    @database_sync_to_async
    def seated(self, work):
        """Do `work` with a seat that was asked for anew."""
        with translation.override(self.language):
            seat = self.sit(self.cookies, self.public_id)
            self.user = seat.user
            return work(seat)


class VisitorConsumer(ChatConsumer):
    sit = staticmethod(visitors_seat)
    side = Sender.VISITOR

    async def let_in(self) -> None:
        self.owner = owner_of(self.cookies)
        await super().let_in()

    async def connect(self):
        self.line = None
        await super().connect()

    async def receive(self, text_data=None, bytes_data=None):
        self.line = self.line or Line(paces().of(self.public_id), self.take_in_turn)
        await self.guarded(self.line.come, text_data)

    async def take_in_turn(self, text: str | None) -> None:
        try:
            await self.guarded(self.take_frame, text)
        except Exception:
            # Channels would see to it, but not for what had to wait.
            await self.close(1011)
            raise

    async def disconnect(self, code):
        if self.line:
            self.line.leave()
        await super().disconnect(code)

    async def answer(self, frame: dict) -> dict:
        """What visitors say goes down together with what others say at that moment; the lot looks whose chat it is."""
        if frame["type"] != "say":
            return await super().answer(frame)
        client_id, text = frames.said_in(frame)
        try:
            with translation.override(self.language):
                client_id, text = frames.checked(client_id, text)
            said = actions.Said(self.public_id, self.owner, client_id, text)
            return frames.stored(await postbox().say(said))
        except actions.NoSuchChat:
            raise NotYours from None
        except frames.REFUSALS as problem:
            with translation.override(self.language):
                return frames.refused(client_id, frames.why_not(problem))


class StaffConsumer(ChatConsumer):
    """Whether this person may still sit here is also asked every few seconds, however quiet the chat is (`watch`)."""

    sit = staticmethod(staff_seat_of_socket)
    side = Sender.STAFF

    async def let_in(self) -> None:
        await super().let_in()
        watch().add(self)

    async def disconnect(self, code):
        watch().remove(self)
        await super().disconnect(code)

    async def send_away(self) -> None:
        raise NotYours


def language_of(scope) -> str:
    """The language of the page that opened the socket, which has no address of its own in each."""
    asked = QueryDict(scope.get("query_string", b"")).get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def cookies_of(scope) -> dict[str, str]:
    headers = dict(scope.get("headers", []))
    return parse_cookie(headers.get(b"cookie", b"").decode("latin1"))
