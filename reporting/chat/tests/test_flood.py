"""Many chats and many messages at once: nobody is refused, nothing is lost, and nobody else waits for long."""

import asyncio
import json
from datetime import datetime, timedelta
from time import perf_counter, process_time

import pytest
import time_machine
from asgiref.sync import async_to_sync
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from reporting.chat import actions, pace
from reporting.chat.models import ChatMessage, Conversation
from reporting.chat.networks import APART, FREELY, network_of
from reporting.chat.opening import next_place, place_in_queue, queue_of
from reporting.chat.pace import A_SECOND, AT_ONCE, LONGEST, Pace, Paces, TooFast
from reporting.chat.retention import forget_chats, forget_networks
from reporting.chat.views import MOST_SAID
from reporting.worktime import ENGLAND

from . import schema
from .factories import a_chat, a_taken_chat, an_agent, an_agent_there, an_id, an_owner
from .test_sockets import _sockets_of_their_own, connected, hears, sends  # noqa: F401 — a fixture

pytestmark = pytest.mark.django_db

MONDAY_AT_TEN = datetime(2026, 11, 23, 10, 0, tzinfo=ENGLAND)
FLOOD = 500
ELSEWHERE, SOMEWHERE = "203.0.113.9", "198.51.100.7"


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY_AT_TEN, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


def from_one_place(network: str = "one place") -> Conversation:
    return actions.start(owner=an_owner(), client_id=an_id(), text="Hello", network=network)


def places(*chats) -> list[int]:
    return [place_in_queue(chat) for chat in chats]


class TestTheQueue:
    def test_after_five_hundred_chats_from_one_address_a_newcomer_is_next_but_a_few_and_starts_at_once(self, clock):
        an_agent_there()
        for _ in range(FLOOD):
            from_one_place("the flood")
        clock.shift(60)
        browser = Client(REMOTE_ADDR=ELSEWHERE)
        browser.get("/chat/")
        begun = process_time()
        with CaptureQueriesContext(connection) as counted:
            browser.post("/chat/", {"text": "Help me", "name": "", "client_id": an_id()})
        took = process_time() - begun
        newcomer = ChatMessage.objects.get(text="Help me").conversation
        assert place_in_queue(newcomer) == FREELY + 1
        assert "number 4" in queue_of(newcomer)["words"]
        assert len(counted) < 30
        # Of the processor, for what else the machine does is not ours.
        assert took < 1

    def test_all_of_a_flood_start_and_keep_their_order(self, clock):
        chats = [from_one_place() for _ in range(8)]
        assert places(*chats) == [1, 2, 3, 4, 5, 6, 7, 8]
        assert all(chat.is_live for chat in chats)

    def test_three_visitors_of_a_library_stand_where_they_came(self, clock):
        library = []
        for _ in range(FREELY):
            library.append(from_one_place())
            clock.shift(1)
        other = a_chat()
        assert places(*library, other) == [1, 2, 3, 4]

    def test_the_fourth_stands_behind_whoever_came_in_the_next_minutes(self, clock):
        library = [from_one_place() for _ in range(FREELY + 1)]
        clock.shift(APART - timedelta(seconds=1))
        soon = a_chat()
        clock.shift(2)
        later = a_chat()
        assert places(library[-1], soon, later) == [5, 4, 6]

    def test_who_was_answered_is_held_against_nobody(self, clock):
        for _ in range(FREELY):
            actions.take(conversation=from_one_place(), by=an_agent())
        assert from_one_place().queued_at == MONDAY_AT_TEN

    def test_beginning_and_leaving_again_and_again_wins_no_place(self, clock):
        for _ in range(FREELY):
            actions.end(conversation=from_one_place())
        assert from_one_place().queued_at == MONDAY_AT_TEN + APART

    def test_after_an_hour_nothing_is_held_against_a_place(self, clock):
        for _ in range(10):
            from_one_place()
        clock.shift(timedelta(hours=1, seconds=1))
        chat = from_one_place()
        assert chat.queued_at == chat.started_at

    def test_who_would_begin_now_is_told_the_wait_of_their_own_place(self, clock):
        for _ in range(20):
            from_one_place()
        assert next_place() == FREELY + 1


class TestWhereTheyComeFrom:
    def seen(self, address: str) -> str:
        return network_of(RequestFactory().get("/", REMOTE_ADDR=address))

    def kept(self, address: str, forwarded_for: str) -> str:
        browser = Client(REMOTE_ADDR=address, headers={"X-Forwarded-For": forwarded_for})
        browser.post("/chat/", {"text": "Help", "name": "", "client_id": an_id()})
        return Conversation.objects.latest("pk").network

    def test_only_a_keyed_hash_is_kept_and_only_for_a_day(self, clock):
        an_agent_there()
        Client(REMOTE_ADDR=SOMEWHERE).post("/chat/", {"text": "Help", "name": "", "client_id": an_id()})
        chat = Conversation.objects.get()
        assert len(chat.network) == 64
        assert SOMEWHERE not in str(vars(chat))
        clock.shift(timedelta(hours=23))
        assert forget_networks() == 0
        clock.shift(timedelta(hours=2))
        assert forget_networks() == 1
        chat.refresh_from_db()
        assert chat.network == ""

    def test_it_goes_with_the_words_at_the_latest(self, clock):
        chat = from_one_place()
        actions.end(conversation=chat)
        clock.shift(timedelta(days=91))
        assert forget_chats() == 1
        chat.refresh_from_db()
        assert chat.network == ""

    def test_a_proxy_is_believed_only_where_there_is_one(self, clock, settings):
        an_agent_there()
        settings.BEHIND_PROXY = True
        assert self.kept("192.0.2.1", f"10.0.0.1, {SOMEWHERE}") == self.seen(SOMEWHERE)
        settings.BEHIND_PROXY = False
        assert self.kept("192.0.2.1", f"10.0.0.1, {SOMEWHERE}") == self.seen("192.0.2.1")

    def test_a_line_is_known_whatever_address_its_devices_give_themselves(self):
        assert self.seen("2001:db8:1:2::1") == self.seen("2001:db8:1:2:ffff::9") != self.seen("2001:db8:1:3::1")
        assert self.seen(f"::ffff:{SOMEWHERE}") == self.seen(SOMEWHERE)

    @pytest.mark.parametrize("address", ["127.0.0.1", "::1", "", "unix", "999.1.1.1"])
    def test_a_call_from_nowhere_is_nobodys(self, address):
        assert self.seen(address) == ""


class TestThePace:
    def test_who_types_never_waits(self):
        own = Pace()
        assert [own.turn() for _ in range(AT_ONCE)] == [0] * AT_ONCE

    def test_more_at_once_waits_a_little_each_and_at_most_so_long(self, monkeypatch):
        monkeypatch.setattr(pace, "monotonic", lambda: 100.0)
        own = Pace(at=100.0)
        waits = [own.turn() for _ in range(AT_ONCE + LONGEST * A_SECOND)]
        assert waits == sorted(waits)
        assert waits[AT_ONCE] == 1 / A_SECOND
        assert waits[-1] == LONGEST
        with pytest.raises(TooFast):
            own.turn()
        monkeypatch.setattr(pace, "monotonic", lambda: 101.0)
        assert own.turn() < LONGEST

    def test_coming_back_does_not_begin_anew(self, monkeypatch):
        monkeypatch.setattr(pace, "MOST_KEPT", 2)
        paces = Paces()
        first = paces.of("one")
        paces.of("two")
        assert paces.of("one") is first
        paces.of("three")
        assert list(paces.kept) == ["one", "three"]


class TestASocketThatSendsALot:
    @pytest.fixture(autouse=True)
    def _quickly(self, monkeypatch):
        monkeypatch.setattr(pace, "A_SECOND", 40)
        monkeypatch.setattr(pace, "AT_ONCE", 5)

    async def say(self, visitor, number: int) -> None:
        await visitor.write(
            json.dumps({"v": 1, "type": "say", "client_id": f"many-{number:04}", "text": str(number)})
        )

    def test_all_of_it_is_stored_in_its_order_only_slower(self):
        conversation = a_taken_chat(token="mine")

        async def story():
            async with connected(conversation, token="mine") as visitor:
                await sends(visitor, type="fetch", after=0)
                begun = perf_counter()
                for number in range(30):
                    await self.say(visitor, number)
                stored = []
                while len(stored) < 30:
                    frame = await hears(visitor)
                    if frame["type"] == "stored":
                        stored.append(frame["client_id"])
                return stored, perf_counter() - begun

        stored, took = async_to_sync(story)()
        assert stored == [f"many-{number:04}" for number in range(30)]
        assert [m.text for m in conversation.messages.order_by("seq")][2:] == [str(number) for number in range(30)]
        assert took >= (30 - 5) / 40 * 0.9

    def test_who_sends_on_regardless_is_closed_and_may_come_back(self, monkeypatch):
        monkeypatch.setattr(pace, "A_SECOND", 5)
        monkeypatch.setattr(pace, "LONGEST", 3)
        conversation = a_taken_chat(token="mine")

        async def flood():
            async with connected(conversation, token="mine") as visitor:
                for number in range(300):
                    await self.say(visitor, number)
                while (answer := await visitor.receive_output(10))["type"] != "websocket.close":
                    pass
                return answer["code"]

        async def story():
            code = await flood()
            await asyncio.sleep(0.6)
            async with connected(conversation, token="mine") as again:
                return code, await sends(again, type="say", client_id="afterwards", text="Sorry")

        code, answer = async_to_sync(story)()
        assert code == 4429
        assert answer["type"] == "stored"
        said = [int(m.text) for m in conversation.messages.filter(client_id__startswith="many").order_by("seq")]
        assert said == list(range(len(said)))
        assert len(said) < 300

    def test_it_does_not_hold_up_what_another_visitor_says(self):
        flooding, other = a_taken_chat(token="mine"), a_taken_chat(token="other")

        async def story():
            async with (
                connected(flooding, token="mine") as visitor,
                connected(other, token="other") as newcomer,
            ):
                for number in range(300):
                    await self.say(visitor, number)
                begun = perf_counter()
                answer = await sends(newcomer, type="say", client_id="the-newcomer", text="Help")
                return answer, perf_counter() - begun

        answer, took = async_to_sync(story)()
        assert answer["type"] == "stored"
        assert took < 3

    def test_what_breaks_while_it_waits_closes_the_socket(self, monkeypatch):
        monkeypatch.setattr(pace, "A_SECOND", 1)
        monkeypatch.setattr(pace, "AT_ONCE", 1)
        conversation = a_taken_chat(token="mine")

        def broken(said):
            raise RuntimeError("broken")

        async def story():
            async with connected(conversation, token="mine") as visitor:
                await sends(visitor, type="fetch", after=0)
                monkeypatch.setattr(actions, "visitors_say", broken)
                await self.say(visitor, 1)
                return await visitor.closed_with()

        assert async_to_sync(story)() == 1011


class TestAPageThatSendsALot:
    @pytest.fixture(autouse=True)
    def _counted_by_our_clock(self, settings):
        # Redis forgets by its own clock, which a test cannot move on.
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

    @pytest.fixture
    def visitor(self):
        client = Client()
        client.cookies["chat"] = "mine"
        return client

    def say(self, visitor, chat, text, **more):
        return visitor.post(f"/chat/{chat.public_id}/say/", {"text": text, "client_id": an_id()}, **more)

    def test_it_is_asked_to_wait_and_what_was_typed_is_kept(self, visitor, clock):
        chat = a_taken_chat(token="mine")
        for number in range(MOST_SAID):
            assert self.say(visitor, chat, f"Words {number}").status_code == 302
        slowed = self.say(visitor, chat, "And this <b>too</b>")
        assert slowed.status_code == 429
        assert "Wait a few seconds" in slowed.content.decode()
        assert "And this &lt;b&gt;too&lt;/b&gt;" in slowed.content.decode()
        assert chat.messages.from_visitor().count() == MOST_SAID + 1
        clock.shift(11)
        assert self.say(visitor, chat, "And this too").status_code == 302

    def test_a_script_is_told_to_keep_it_and_come_again(self, visitor, clock):
        chat = a_taken_chat(token="mine")
        for number in range(MOST_SAID):
            self.say(visitor, chat, f"Words {number}")
        slowed = self.say(visitor, chat, "More", headers={"Accept": "application/json"})
        assert (slowed.status_code, slowed.json()["type"], slowed["Retry-After"]) == (429, "wait", "10")
        assert schema.is_a(slowed.json(), "by_http_alone")

    def test_another_chat_is_not_slowed_by_it(self, visitor, clock):
        chat = a_taken_chat(token="mine")
        for number in range(MOST_SAID + 1):
            self.say(visitor, chat, f"Words {number}")
        other = Client()
        other.cookies["chat"] = "other"
        assert self.say(other, a_taken_chat(token="other"), "Hello").status_code == 302


class TestTheDeskInAFlood:
    def at_desk(self) -> Client:
        client = Client()
        client.force_login(an_agent())
        return client

    def test_the_list_shows_who_came_from_elsewhere_and_says_how_many_more_there_are(self, clock):
        for _ in range(40):
            from_one_place()
        clock.shift(60)
        newcomer = a_chat(text="Help me")
        page = self.at_desk().get("/desk/chat/")
        assert newcomer in page.context["waiting"]
        assert len(page.context["waiting"]) == FREELY + 1 + 3
        assert "34 more from the same place" in page.content.decode()
        assert "(41)" in page.content.decode()

    def test_all_of_them_are_there_a_page_at_a_time(self, clock):
        chats = {from_one_place().pk for _ in range(60)}
        desk = self.at_desk()
        first = desk.get("/desk/chat/waiting/")
        second = desk.get("/desk/chat/waiting/", {"after": first.context["after"]})
        assert {row.pk for page in (first, second) for row in page.context["rows"]} == chats
        assert desk.get("/desk/chat/waiting/", {"after": "\x00_9"}).status_code == 200

    def test_a_flood_costs_no_query_more(self, clock):
        desk = self.at_desk()

        def queries() -> int:
            with CaptureQueriesContext(connection) as counted:
                desk.get("/desk/chat/")
            return len(counted)

        for _ in range(5):
            from_one_place()
        desk.get("/desk/chat/")
        few = queries()
        for _ in range(50):
            from_one_place()
        assert queries() == few
