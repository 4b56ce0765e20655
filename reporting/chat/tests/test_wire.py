"""What a socket does besides passing on words: that one writes, silence, slow readers, and who may stay."""

import asyncio
import json

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client

from reporting.cases.lifecycle import NotPossible
from reporting.chat import actions, consumers, postbox, watch
from reporting.chat.enums import Status
from reporting.chat.models import ChatMessage, Conversation
from reporting.chat.store import Clash
from reporting.staff.models import User

from .factories import a_chat, a_taken_chat, an_agent, an_id, an_owner
from .test_sockets import _sockets_of_their_own, connected, hears, sends, signed_in, socket  # noqa: F401 — a fixture

pytestmark = pytest.mark.django_db


def said(conversation, text: str = "Hello", **values) -> actions.Said:
    given = {"public_id": conversation.public_id, "owner": conversation.owner, "client_id": an_id(), "text": text}
    return actions.Said(**given | values)


class TestWriting:
    def test_the_other_side_is_told_that_one_writes_and_never_what(self):
        agent = an_agent()
        conversation = a_taken_chat(by=agent, token="mine")
        cookie = signed_in(agent)

        async def story():
            async with (
                connected(conversation, token="mine") as visitor,
                connected(conversation, token="mine") as other_tab,
                connected(conversation, cookie=cookie, desk=True) as desk,
            ):
                for each in (visitor, other_tab, desk):
                    await sends(each, type="fetch", after=2)
                await visitor.write(json.dumps({"v": 1, "type": "writing", "text": "He is at the d"}))
                told = await hears(desk)
                assert await visitor.receive_nothing()
                assert await other_tab.receive_nothing()
                return told

        assert async_to_sync(story)() == {"v": 1, "type": "writing"}

    def test_not_before_one_said_where_one_stands(self):
        conversation = a_chat(token="mine")

        async def story():
            async with connected(conversation, token="mine") as visitor:
                await visitor.write('{"v":1,"type":"writing"}')
                return await visitor.closed_with()

        assert async_to_sync(story)() == 4400


def test_who_opens_a_socket_and_says_nothing_is_closed(monkeypatch):
    monkeypatch.setattr(consumers, "HELLO_WITHIN", 1)
    conversation = a_chat(token="mine")

    async def story():
        async with connected(conversation, token="mine") as silent, connected(conversation, token="mine") as greeter:
            await sends(greeter, type="fetch", after=0)
            closed = await silent.closed_with()
            assert await greeter.receive_nothing(timeout=0.5)
            return closed

    assert async_to_sync(story)() == 4408


def test_a_slow_reader_is_dropped_and_misses_nothing_when_it_comes_back(monkeypatch):
    monkeypatch.setattr(consumers, "SEND_WITHIN", 0.05)
    conversation = a_chat(token="mine")
    consumer = consumers.VisitorConsumer()
    taken = []

    async def stuck(message):
        if message["type"] == "websocket.send":
            await asyncio.sleep(5)
        taken.append(message)

    async def story():
        consumer.base_send, consumer.shut, consumer.after = stuck, False, None
        await consumer.guarded(consumer.reply, {"type": "messages", "messages": []})

    async_to_sync(story)()
    assert taken == [{"type": "websocket.close", "code": 4413}]
    assert consumer.shut
    assert conversation.messages.count() == 1


def test_who_may_stay_is_asked_within_five_seconds():
    assert watch.EVERY < 5


class TestWhoMayStay:
    @pytest.fixture(autouse=True)
    def _often(self, monkeypatch):
        monkeypatch.setattr(watch, "EVERY", 0.1)

    def closed_after(self, change) -> int | None:
        agent = an_agent()
        conversation = a_taken_chat(by=agent)
        cookie = signed_in(agent)

        async def story():
            async with connected(conversation, cookie=cookie, desk=True) as desk:
                await sends(desk, type="fetch", after=2)
                await asyncio.sleep(0.3)
                assert await desk.receive_nothing()
                await sync_to_async(change)(agent, conversation)
                return await desk.closed_with()

        return async_to_sync(story)()

    def test_not_who_signed_out(self):
        assert self.closed_after(lambda agent, chat: Session.objects.all().delete()) == 4404

    def test_not_who_lost_the_role(self):
        assert self.closed_after(lambda agent, chat: agent.groups.clear()) == 4404

    def test_not_who_left_the_house(self):
        assert self.closed_after(lambda agent, chat: User.objects.update(is_active=False)) == 4404

    def test_not_who_may_not_read_the_case_that_it_became(self):
        def becomes_restricted(agent, chat):
            client = Client()
            client.force_login(agent)
            form = {"kind": "domestic_abuse", "what_happened": "He is back.", "prefers": "none", "shared": "on"}
            client.post(f"/desk/chat/{chat.public_id}/case/", form)
            Conversation.objects.filter(pk=chat.pk).update(status=Status.ENDED)

        assert self.closed_after(becomes_restricted) == 4404

    def test_not_even_when_the_database_was_gone_for_a_moment(self, monkeypatch, caplog):
        allowed_at = watch.allowed_at

        async def gone_once(*args):
            monkeypatch.setattr(watch, "allowed_at", allowed_at)
            raise OperationalError

        monkeypatch.setattr(watch, "allowed_at", gone_once)
        assert self.closed_after(lambda agent, chat: agent.groups.clear()) == 4404
        assert "could not be looked up" in caplog.text

    def test_it_stops_looking_when_nobody_is_there(self):
        agent = an_agent()
        conversation = a_taken_chat(by=agent)
        cookie = signed_in(agent)

        async def story():
            async with connected(conversation, cookie=cookie, desk=True) as desk:
                await sends(desk, type="fetch", after=0)
                assert watch.watch().looking
            await asyncio.sleep(0.3)
            return watch.watch().looking

        assert async_to_sync(story)() is None


class TestSeveralAtOnce:
    def test_each_is_stored_in_its_chat_in_the_order_it_came(self):
        first, second = a_chat(), a_chat()
        results = actions.visitors_say([said(first, "1"), said(second, "a"), said(first, "2"), said(second, "b")])
        assert [message.seq for message in results] == [2, 2, 3, 3]
        assert [m.text for m in first.messages.order_by("seq")][1:] == ["1", "2"]
        assert Conversation.objects.get(pk=second.pk).last_seq == 3

    def test_what_cannot_be_stored_keeps_nothing_else_from_it(self):
        ended, going_on = a_chat(), a_chat()
        actions.end(conversation=ended)
        earlier = said(going_on, "Said before")
        (kept,) = actions.visitors_say([earlier])
        lot = [
            said(going_on, "New"),
            said(ended, "Too late"),
            said(going_on, "Not mine", owner=an_owner()),
            said(going_on, "Left for good", owner=""),
            said(going_on, "Nowhere", public_id="NOWHERE"),
            said(going_on, "Said otherwise", client_id=earlier.client_id),
            earlier,
        ]
        results = actions.visitors_say(lot)
        assert results[0].seq == 3
        expected = [NotPossible, actions.NoSuchChat, actions.NoSuchChat, actions.NoSuchChat, Clash]
        assert [type(result) for result in results[1:6]] == expected
        assert results[6] == kept
        assert going_on.messages.count() == 3

    def test_what_was_stored_before_it_ended_is_acknowledged_again(self):
        conversation = a_chat()
        words = said(conversation)
        (first,) = actions.visitors_say([words])
        actions.end(conversation=conversation)
        assert actions.visitors_say([words]) == [first]

    def test_the_same_twice_in_one_lot_is_stored_once(self):
        words = said(a_chat())
        first, again = actions.visitors_say([words, words])
        assert first == again
        assert ChatMessage.objects.filter(text="Hello").count() == 1

    def test_many_cost_as_many_queries_as_one(self, django_assert_num_queries):
        few, many = [said(a_chat())], [said(a_chat()) for _ in range(30)]
        # Which chats, the words, the numbers; and the test's own savepoint around them.
        with django_assert_num_queries(5):
            actions.visitors_say(few)
        with django_assert_num_queries(5):
            actions.visitors_say(many)

    def test_where_one_was_said_before_it_is_looked_up_and_no_error_of_the_database_tells_of_it(
        self, django_assert_num_queries
    ):
        again = said(a_chat())
        actions.visitors_say([again])
        lot = [said(a_chat()), again, said(a_chat())]
        # The first try is taken back: to the test's own savepoint.
        with django_assert_num_queries(5 + 6):
            results = actions.visitors_say(lot)
        assert [result.seq for result in results] == [2, 2, 2]
        assert ChatMessage.objects.filter(client_id=again.client_id).count() == 1

    def test_each_chat_counts_what_was_said_in_it(self):
        quiet, busy, in_danger = a_chat(), a_chat(), a_chat()
        lot = [said(quiet), said(busy), said(busy), said(in_danger, "He has a knife"), said(busy)]
        actions.visitors_say(lot)
        found = Conversation.objects.order_by("pk").values_list("last_seq", "danger")
        assert list(found) == [(2, False), (4, False), (2, True)]

    def test_a_connection_that_was_lost_is_made_again_and_the_words_are_stored(self, monkeypatch):
        words, tries = said(a_chat()), []
        visitors_say = actions.visitors_say

        def lose_it_once(lot):
            tries.append(lot)
            if len(tries) == 1:
                raise OperationalError("the server closed the connection unexpectedly")
            return visitors_say(lot)

        monkeypatch.setattr(actions, "visitors_say", lose_it_once)
        closed = []
        monkeypatch.setattr(postbox, "close_old_connections", lambda: closed.append(len(tries)))
        monkeypatch.setattr(postbox, "connections", postbox.Connections())
        assert async_to_sync(postbox.Postbox().say)(words).text == "Hello"
        assert closed == [0, 1], "looked after before the first, and again when it failed"

    def test_whether_the_database_is_there_is_asked_once_a_second(self, monkeypatch):
        asked = []
        monkeypatch.setattr(postbox, "close_old_connections", lambda: asked.append(1))
        kept = postbox.Connections()
        for moment in (100.0, 100.9, 101.1):
            monkeypatch.setattr(postbox, "monotonic", lambda moment=moment: moment)
            kept.look_after()
        assert len(asked) == 2

    def test_one_that_breaks_down_keeps_no_other_from_being_written(self, monkeypatch):
        good, bad = said(a_chat(), "Good"), said(a_chat(), "Bad")
        visitors_say = actions.visitors_say

        def break_down(lot):
            if any(each.text == "Bad" for each in lot):
                raise RuntimeError("bad")
            return visitors_say(lot)

        monkeypatch.setattr(actions, "visitors_say", break_down)

        async def story():
            box = postbox.Postbox()
            return await asyncio.gather(box.say(good), box.say(bad), return_exceptions=True)

        stored, failed = async_to_sync(story)()
        assert (stored.text, type(failed)) == ("Good", RuntimeError)

    def test_what_comes_in_while_one_lot_is_written_makes_the_next(self, monkeypatch):
        conversation = a_chat()
        lots = []
        visitors_say = actions.visitors_say
        monkeypatch.setattr(actions, "visitors_say", lambda lot: lots.append(len(lot)) or visitors_say(lot))

        async def story():
            box = postbox.Postbox()
            await asyncio.gather(*(box.say(said(conversation, str(number))) for number in range(50)))

        async_to_sync(story)()
        assert sum(lots) == 50
        assert len(lots) < 10


@pytest.mark.django_db(transaction=True)
def test_a_socket_that_lacks_more_than_was_just_said_reads_all_of_it():
    conversation = a_taken_chat(token="mine")

    async def story():
        async with connected(conversation, token="mine") as visitor:
            await sends(visitor, type="fetch", after=2)
            # Behind its back, as after a wake-up that was lost.
            await sync_to_async(ChatMessage.objects.create)(
                conversation=conversation, seq=3, client_id="unheard-of", sender="visitor", text="Unheard"
            )
            await sync_to_async(Conversation.objects.filter(pk=conversation.pk).update)(last_seq=3)
            await sync_to_async(actions.say)(conversation=conversation, client_id=an_id(), text="Heard")
            return await hears(visitor)

    assert [message["text"] for message in async_to_sync(story)()["messages"]] == ["Unheard", "Heard"]
