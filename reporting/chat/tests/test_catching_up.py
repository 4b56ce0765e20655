"""What another process stored comes to the sockets of this one, read for several of them at a time."""

import asyncio

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from channels.layers import get_channel_layer
from django.db.models import Q

from reporting.chat import actions, catching_up, frames, wake
from reporting.chat.enums import Status
from reporting.chat.gate import Seat
from reporting.chat.models import ChatMessage, Conversation

from .factories import a_chat, a_taken_chat, an_agent, an_id
from .test_sockets import _sockets_of_their_own, connected, hears, sends, signed_in  # noqa: F401 — a fixture

pytestmark = pytest.mark.django_db


def says(conversation, text: str) -> ChatMessage:
    return actions.say(conversation=conversation, client_id=an_id(), text=text)


class TestReading:
    def test_of_each_chat_it_has_what_follows_and_no_more(self):
        one, other, quiet = a_chat(), a_chat(), a_chat()
        for text in ("2", "3", "4"):
            says(one, text)
        says(other, "b")
        found = catching_up.read_after({one.public_id: 2, other.public_id: 1, quiet.public_id: 1, "NOWHERE": 0})
        assert {key: [m.text for m in fresh.messages] for key, fresh in found.items()} == {
            one.public_id: ["3", "4"],
            other.public_id: ["b"],
            quiet.public_id: [],
        }

    def test_what_is_said_while_it_reads_comes_with_its_own_waking_and_what_it_changed(self, monkeypatch):
        chat = a_taken_chat()

        def ended_meanwhile(*args, **kwargs):
            monkeypatch.undo()
            actions.end(conversation=Conversation.objects.get(pk=chat.pk))
            return Q(*args, **kwargs)

        monkeypatch.setattr(catching_up, "Q", ended_meanwhile)
        fresh = catching_up.read_after({chat.public_id: 1})[chat.public_id]
        assert [message.seq for message in fresh.messages] == [2]
        assert fresh.conversation.status == Status.OPEN
        seat = Seat(fresh.conversation)
        assert [message["seq"] for message in frames.messages_after(seat, 0)["messages"]] == [1, 2]
        (end,) = catching_up.read_after({chat.public_id: 2})[chat.public_id].messages
        assert end.seq == 3

    def test_someone_far_behind_gets_a_batch(self, monkeypatch):
        monkeypatch.setattr(catching_up, "BATCH", 2)
        chat = a_chat()
        for text in ("2", "3", "4"):
            says(chat, text)
        assert [m.seq for m in catching_up.read_after({chat.public_id: 0})[chat.public_id].messages] == [1, 2]

    def test_many_cost_as_many_queries_as_one(self, django_assert_num_queries):
        chats = [a_taken_chat() for _ in range(20)]
        for chat in chats:
            actions.say(conversation=chat, client_id=an_id(), text="Hello", by=chat.taken_by)
        afters = {chat.public_id: 2 for chat in chats}
        with django_assert_num_queries(2):
            catching_up.read_after({chats[0].public_id: 2})
        with django_assert_num_queries(2):
            found = catching_up.read_after(afters)
            assert {message.by.display_name for fresh in found.values() for message in fresh.messages}

    def test_who_asks_while_it_reads_is_in_the_next_lot(self, monkeypatch):
        chats = [a_chat() for _ in range(30)]
        lots = []
        read_after = catching_up.read_after
        monkeypatch.setattr(catching_up, "read_after", lambda lot: lots.append(len(lot)) or read_after(lot))

        async def story():
            reader = catching_up.Reader()
            asked = [reader.what_follows(chat.public_id, after) for chat in chats for after in (0, 1)]
            first = await asyncio.gather(*asked[:20])
            return first + await asyncio.gather(*asked[20:])

        found = async_to_sync(story)()
        assert [fresh.conversation for fresh in found] == [chat for chat in chats for _ in range(2)]
        assert lots == [10, 20]

    def test_whoever_asks_is_told_when_it_cannot_be_read_and_others_are_answered_later(self, monkeypatch):
        chat = a_chat()

        async def story():
            reader = catching_up.Reader()
            with monkeypatch.context() as broken:
                broken.setattr(catching_up, "read_after", lambda _lot: 1 / 0)
                problems = await asyncio.gather(
                    *(reader.what_follows(chat.public_id, 0) for _ in range(2)), return_exceptions=True
                )
            return problems, await reader.what_follows(chat.public_id, 0)

        problems, fresh = async_to_sync(story)()
        assert [type(problem) for problem in problems] == [ZeroDivisionError] * 2
        assert [message.seq for message in fresh.messages] == [1]


@pytest.fixture
def woken(monkeypatch) -> list[dict]:
    """What is stored wakes as from another process: without the words. Each wake-up that came."""
    came = []

    def tell(messages):
        for public_id, message in messages.items():
            came.append(wake.for_others(message))
            async_to_sync(get_channel_layer().group_send)(wake.group_of(public_id), came[-1])

    monkeypatch.setattr(wake, "tell", tell)
    return came


@pytest.fixture
def looked_up(monkeypatch) -> list[int]:
    """From which number each socket looked for itself."""
    numbers = []
    messages_after = frames.messages_after

    def look(seat, after):
        numbers.append(after)
        return messages_after(seat, after)

    monkeypatch.setattr(frames, "messages_after", look)
    return numbers


in_the_database = sync_to_async


@pytest.mark.django_db(transaction=True)
class TestSockets:
    def test_both_sides_have_it_and_neither_looks_for_itself(self, woken, looked_up):
        agent = an_agent()
        chat, cookies = a_taken_chat(token="mine", by=agent), signed_in(agent)

        async def story():
            mine, theirs = connected(chat, token="mine"), connected(chat, cookie=cookies, desk=True)
            async with mine as visitor, theirs as staff:
                for side in (visitor, staff):
                    await sends(side, type="fetch", after=2)
                await in_the_database(says)(chat, "From elsewhere")
                return await hears(visitor), await hears(staff)

        for side in async_to_sync(story)():
            assert [message["text"] for message in side["messages"]] == ["From elsewhere"]
        assert woken[-1] == {"type": "chat.wake", "seq": 3}
        assert looked_up == [2, 2]

    def test_what_came_with_an_earlier_waking_is_not_said_twice(self, woken):
        chat = a_taken_chat(token="mine")

        async def story():
            async with connected(chat, token="mine") as visitor:
                await sends(visitor, type="fetch", after=2)
                await in_the_database(says)(chat, "Three")
                first = await hears(visitor)
                await get_channel_layer().group_send(wake.group_of(chat.public_id), woken[-1])
                return first, await visitor.receive_nothing()

        first, nothing = async_to_sync(story)()
        assert [message["seq"] for message in first["messages"]] == [3]
        assert nothing

    def test_who_has_left_meanwhile_is_turned_away(self, woken):
        chat = a_taken_chat(token="mine")

        async def story():
            async with connected(chat, token="mine") as visitor:
                await sends(visitor, type="fetch", after=2)
                # Behind its back, as when the waking was lost.
                await in_the_database(Conversation.objects.filter(pk=chat.pk).update)(owner="")
                await in_the_database(says)(chat, "Not for this browser any more")
                return await visitor.closed_with()

        assert async_to_sync(story)() == 4404
