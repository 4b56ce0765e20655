"""Waiting over plain HTTP for what is said next: it comes at once, to whoever may still read it, and holds nothing meanwhile."""

import asyncio
import json
import time

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.layers import channel_layers
from django.contrib.sessions.models import Session
from django.test import Client
from redis.exceptions import ConnectionError as RedisGone

from reporting.chat import actions, waiting
from reporting.chat.layer import InProcessLayer
from reporting.chat.models import Conversation
from reporting.chat.waiting import Waiting, wish_of
from reporting.kinds import Kind

from . import schema
from .factories import a_chat, a_taken_chat, an_agent, an_id, an_owner
from .test_sockets import _sockets_of_their_own, signed_in  # noqa: F401 — a fixture

SOON = 15  # seconds: far from the 25 that one may wait


@sync_to_async
def page(scope) -> tuple[int, dict, bytes]:
    headers = {name.decode().title(): value.decode() for name, value in scope["headers"]}
    address = f"{scope['path']}?{scope['query_string'].decode()}"
    response = Client().get(address, headers=headers)
    return response.status_code, dict(response.items()), response.content


class Pages:
    """Django's pages, as an application, with a count of how often each was asked."""

    def __init__(self):
        self.asked = 0
        self.unattended: list[bytes | None] = []

    async def __call__(self, scope, receive, send):
        self.unattended.append(dict(scope["headers"]).get(b"unattended"))
        status, headers, body = await page(scope)
        sent = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": sent})
        await send({"type": "http.response.body", "body": body})
        self.asked += 1


def scope_of(path: str, query: str = "after=0&wait=25", cookie: str = "", **more) -> dict:
    headers = [(b"accept", b"application/json"), (b"cookie", cookie.encode())]
    return {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": headers} | more


class Asker(ApplicationCommunicator):
    """Someone who waits."""

    def __init__(
        self, waiting_room: Waiting, chat: Conversation, *, after: int, wait: int = 25, cookie: str = "chat=mine"
    ):
        door = "" if cookie.startswith("chat=") else "/desk"
        path = f"{door}/chat/{chat.public_id}/messages/"
        super().__init__(waiting_room, scope_of(path, f"after={after}&wait={wait}", cookie))
        self.hears = "to_staff" if door else "to_visitor"
        self.pages = waiting_room.pages

    async def ask(self) -> "Asker":
        """Until the page has been looked at once."""
        before = self.pages.asked
        await self.send_input({"type": "http.request", "body": b"", "more_body": False})
        async with asyncio.timeout(SOON):
            while self.pages.asked == before:
                await asyncio.sleep(0.02)
        return self

    async def is_waiting(self) -> bool:
        return await self.receive_nothing(0.2)

    async def answer(self, seconds: float = SOON) -> dict:
        self.start = await self.receive_output(seconds)
        body = await self.receive_output(seconds)
        assert self.start["status"] == 200
        frame = json.loads(body["body"])
        assert schema.problems(frame, self.hears) == []
        return frame

    async def status(self) -> int:
        return (await self.receive_output(SOON))["status"]

    async def hang_up(self) -> None:
        await self.send_input({"type": "http.disconnect"})
        await self.wait(SOON)


@pytest.fixture
def room():
    return Waiting(Pages())


@pytest.fixture
def chat():
    return a_taken_chat(token="mine", by=an_agent(first_name="Connie"))


def answers(chat, text: str = "We are here") -> None:
    chat = Conversation.objects.get(pk=chat.pk)
    actions.say(conversation=chat, client_id=an_id(), text=text, by=chat.taken_by)


@pytest.mark.django_db(transaction=True)
class TestWhoWaits:
    def test_hears_within_a_second_of_its_being_said(self, room, chat):
        async def story():
            asker = await Asker(room, chat, after=2).ask()
            assert await asker.is_waiting()
            await sync_to_async(answers)(chat)
            said = time.monotonic()
            answer = await asker.answer()
            return answer, time.monotonic() - said

        answer, took = async_to_sync(story)()
        assert [message["text"] for message in answer["messages"]] == ["We are here"]
        assert took < 1

    def test_is_answered_at_once_when_something_follows_already(self, room, chat):
        async def story():
            return await (await Asker(room, chat, after=1).ask()).answer()

        assert [message["seq"] for message in async_to_sync(story)()["messages"]] == [2]
        assert room.pages.asked == 1

    def test_is_answered_with_nothing_when_the_time_is_over(self, room, chat):
        async def story():
            asker = await Asker(room, chat, after=2, wait=1).ask()
            assert await asker.is_waiting()
            return await asker.answer()

        answer = async_to_sync(story)()
        assert (answer["messages"], answer["last"]) == ([], 2)
        assert room.pages.asked == 2

    def test_staff_hear_the_visitor_too(self, room, chat):
        cookie = signed_in(chat.taken_by)

        async def story():
            asker = await Asker(room, chat, after=2, cookie=cookie).ask()
            assert await asker.is_waiting()
            await sync_to_async(actions.say)(conversation=chat, client_id=an_id(), text="Thank you")
            return await asker.answer()

        assert async_to_sync(story)()["messages"][0]["text"] == "Thank you"

    def test_hears_that_the_other_side_has_read_and_not_that_ones_own_side_has(self, room, chat):
        async def story():
            asker = await Asker(room, chat, after=2).ask()
            read = sync_to_async(actions.read)
            await read(conversation=chat, seq=2)
            assert await asker.is_waiting()
            await read(conversation=chat, seq=1, by=chat.taken_by)
            return await asker.answer()

        answer = async_to_sync(story)()
        assert (answer["messages"], answer["read"]) == ([], 1)
        assert room.pages.asked == 2

    def test_is_not_answered_because_someone_writes(self, room, chat):
        async def story():
            asker = await Asker(room, chat, after=2).ask()
            writing = {"type": "chat.writing", "side": "staff"}
            await waiting.get_channel_layer().group_send(f"chat.{chat.public_id}", writing)
            waits = await asker.is_waiting()
            await asker.hang_up()
            return waits

        assert async_to_sync(story)()
        assert room.pages.asked == 1

    def test_misses_nothing_that_is_said_between_the_first_look_and_the_wait(self, room, chat, monkeypatch):
        look, once = room.look, [True]

        async def look_and_then_someone_speaks(scope):
            kept = await look(scope)
            if once:
                once.pop()
                await sync_to_async(answers)(chat)
            return kept

        monkeypatch.setattr(room, "look", look_and_then_someone_speaks)

        async def story():
            return await (await Asker(room, chat, after=2).ask()).answer()

        assert len(async_to_sync(story)()["messages"]) == 1

    def test_has_the_headers_of_the_page(self, room, chat):
        async def story():
            asker = await Asker(room, chat, after=0).ask()
            await asker.answer()
            return dict(asker.start["headers"])

        headers = async_to_sync(story)()
        assert headers[b"content-type"] == b"application/json"
        assert b"no-store" in headers[b"cache-control"]
        assert headers[b"x-content-type-options"] == b"nosniff"


@pytest.mark.django_db(transaction=True)
class TestWhoMayNotAnyMore:
    def test_whoever_signs_out_is_not_told_what_is_said_after(self, room, chat):
        cookie = signed_in(chat.taken_by)

        async def story():
            asker = await Asker(room, chat, after=2, cookie=cookie).ask()
            assert await asker.is_waiting()
            await sync_to_async(Session.objects.all().delete)()
            await sync_to_async(actions.say)(conversation=chat, client_id=an_id(), text="Secret")
            return await asker.status()

        assert async_to_sync(story)() == 302

    def test_nor_when_the_time_is_over(self, room, chat):
        cookie = signed_in(chat.taken_by)

        async def story():
            asker = await Asker(room, chat, after=2, wait=1, cookie=cookie).ask()
            await sync_to_async(chat.taken_by.groups.clear)()
            return await asker.status()

        assert async_to_sync(story)() == 302

    def test_nor_whoever_may_not_read_the_case_that_it_became(self, room, chat):
        cookie = signed_in(chat.taken_by)

        def becomes_restricted():
            client = Client()
            client.force_login(chat.taken_by)
            form = {"kind": Kind.DOMESTIC_ABUSE, "what_happened": "He is back.", "prefers": "none", "shared": "on"}
            client.post(f"/desk/chat/{chat.public_id}/case/", form)
            actions.end(conversation=chat)

        async def story():
            asker = await Asker(room, chat, after=chat.last_seq, cookie=cookie).ask()
            assert await asker.is_waiting()
            await sync_to_async(becomes_restricted)()
            answer = await asker.receive_output(SOON)
            if answer["status"] == 200:  # it became a case, which is told to whoever made it; then it ended
                asker = await Asker(room, chat, after=chat.last_seq, cookie=cookie).ask()
                answer = await asker.receive_output(SOON)
            return answer["status"]

        assert async_to_sync(story)() == 404

    def test_a_visitor_who_left_hears_that_it_is_not_here(self, room, chat):
        async def story():
            asker = await Asker(room, chat, after=2).ask()
            await sync_to_async(actions.leave)(owner=an_owner("mine"))
            answer = await asker.receive_output(SOON)
            body = await asker.receive_output(SOON)
            return answer["status"], json.loads(body["body"])

        status, frame = async_to_sync(story)()
        assert (status, frame["type"]) == (404, "not_here")

    def test_another_browser_is_not_made_to_wait(self, room, chat):
        async def story():
            return await (await Asker(room, chat, after=0, cookie="chat=another").ask()).status()

        assert async_to_sync(story)() == 404

    def test_waiting_keeps_nobody_signed_in(self, room, chat):
        cookie = signed_in(chat.taken_by)

        async def story():
            await (await Asker(room, chat, after=0, cookie=cookie).ask()).answer()

        async_to_sync(story)()
        assert room.pages.unattended == [b"yes"]


@pytest.mark.django_db(transaction=True)
class TestNothingIsLeftBehind:
    @pytest.fixture(autouse=True)
    def _within_one_process(self, monkeypatch):
        monkeypatch.setitem(channel_layers.backends, "default", InProcessLayer())

    def test_of_someone_who_hangs_up(self, room, chat):
        async def story():
            asker = await Asker(room, chat, after=2).ask()
            layer = waiting.get_channel_layer()
            before = len(layer.slots), sum(room.waiting.values())
            await asker.hang_up()
            return before, (len(layer.slots), dict(layer.groups), dict(room.waiting))

        assert async_to_sync(story)() == ((1, 1), (0, {}, {}))

    def test_of_someone_who_was_answered(self, room, chat):
        async def story():
            asker = await Asker(room, chat, after=2).ask()
            await sync_to_async(answers)(chat)
            await asker.answer()
            await asker.wait(SOON)
            layer = waiting.get_channel_layer()
            return len(layer.slots), dict(layer.groups), dict(room.waiting)

        assert async_to_sync(story)() == (0, {}, {})

    def test_so_many_of_one_chat_wait_and_the_next_is_answered_at_once(self, room, chat):
        async def story():
            askers = [await Asker(room, chat, after=2).ask() for _ in range(waiting.MOST_AT_ONCE)]
            one_more = await (await Asker(room, chat, after=2).ask()).answer()
            other = await Asker(room, other_chat, after=1).ask()
            waits = [await each.is_waiting() for each in (askers[0], askers[-1], other)]
            for each in (*askers, other):
                await each.hang_up()
            return one_more, waits

        other_chat = a_chat(token="mine too")
        Conversation.objects.filter(pk=other_chat.pk).update(owner=an_owner("mine"), status="ended")
        one_more, waits = async_to_sync(story)()
        assert one_more["messages"] == []
        assert waits == [True] * 3


class Broken(InProcessLayer):
    async def new_channel(self, prefix=""):
        raise RedisGone


class BreaksLater(InProcessLayer):
    async def receive(self, channel):
        await asyncio.sleep(0.1)
        raise RedisGone


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("layer", [Broken, BreaksLater])
def test_where_nothing_can_wake_it_looks_every_now_and_then(room, chat, monkeypatch, layer):
    monkeypatch.setattr(waiting, "get_channel_layer", layer)
    monkeypatch.setattr(waiting, "LOOK_EVERY", 0.3)

    async def story():
        asker = await Asker(room, chat, after=2).ask()
        assert await asker.is_waiting()
        await sync_to_async(answers)(chat)
        return await asker.answer()

    assert len(async_to_sync(story)()["messages"]) == 1
    assert room.pages.asked < 10


class TestWhatIsAWish:
    @pytest.mark.parametrize(
        ("path", "side"),
        [
            ("/chat/ABC/messages/", "visitor"),
            ("/pl/chat/ABC/messages/", "visitor"),
            ("/desk/chat/ABC/messages/", "staff"),
        ],
    )
    def test_to_wait_at_a_chat_and_never_too_long(self, path, side):
        for asked, given in (("1", 1), ("25", 25), ("9999", 25)):
            wish = wish_of(scope_of(path, f"after=0&wait={asked}"))
            assert (wish.public_id, wish.side, wish.seconds) == ("ABC", side, given)

    @pytest.mark.parametrize(
        "scope",
        [
            scope_of("/chat/ABC/messages/", "after=0"),
            scope_of("/chat/ABC/messages/", "after=0&wait=0"),
            scope_of("/chat/ABC/messages/", "after=0&wait=-1"),
            scope_of("/chat/ABC/messages/", "after=0&wait=x"),
            scope_of("/chat/ABC/messages/", "after=0&wait=" + "9" * 5000),
            scope_of("/chat/ABC/messages/", "wait=٣"),
            scope_of("/chat/ABC/messages/", "wait=%D9%A3"),
            scope_of("/chat/ABC/messages/", "&".join(f"wait={n}" for n in range(1000))),
            scope_of("/chat/ABC/messages/", method="POST"),
            scope_of("/chat/ABC/messages/", headers=[(b"content-length", b"5")]),
            scope_of("/chat/ABC/messages/", headers=[(b"transfer-encoding", b"chunked")]),
            scope_of("/chat/ABC/"),
            scope_of("/chat/" + "A" * 50 + "/messages/"),
            scope_of("/chat/A.B/messages/"),
            scope_of("/chat/é/messages/"),
            scope_of("/chat/ABC/messages/\n"),
            scope_of("/somewhere/chat/chat/ABC/messages/"),
        ],
        ids=lambda scope: f"{scope['path']}?{scope['query_string'][:20]}",
    )
    def test_all_else_goes_to_the_page(self, scope):
        assert wish_of(scope) is None

    @pytest.mark.parametrize("query", ["after=0&wait=x", "after=0&wait=-1", "after=x&wait=5", "wait=5"])
    def test_a_wish_that_is_not_right_is_malformed(self, db, query):
        client = Client()
        client.cookies["chat"] = "mine"
        answer = client.get(f"/chat/{a_chat(token='mine').public_id}/messages/?{query}")
        assert (answer.status_code, answer.json()["type"]) == (400, "malformed")
