"""Whatever happens in whatever order, both sides see what the database has: nothing lost, doubled or out of order.

Clients behave as static/js/chat.js does: what they write is kept until it is acknowledged, sent again under the same id, and they
ask for what follows the last number they have. What they send and what they are answered may be lost at every step. They say how
far they have read, which is written down later than it is said, and they wait over plain HTTP.

CHAT_INTERLEAVINGS says how many stories are tried, in parts of at most a thousand that run side by side; `make test-stories`
tries 5,000.
"""

import os
from collections import deque
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from reporting.cases.lifecycle import NotPossible
from reporting.chat import actions, catching_up, frames, store
from reporting.chat.actions import parts, reading
from reporting.chat.enums import Reason, Sender, Status
from reporting.chat.gate import NotYours, Seat, staff_seat, visitors_seat
from reporting.chat.models import Agent, Conversation
from reporting.chat.release import leave_desk
from reporting.chat.wake import Fresh

from .factories import an_agent_there, an_id, an_owner

STORIES = int(os.environ.get("CHAT_INTERLEAVINGS", "100"))
PART = 1000
PARTS = [min(PART, STORIES - begun) for begun in range(0, STORIES, PART)]
# What becomes of something sent: it never arrives, its answer never comes back, or all goes well.
fates = st.sampled_from(["lost", "answer lost", "well", "well"])


@dataclass
class Client:
    """One browser: what it shows, what it still has to send, and the wake-ups on their way to it."""

    name: str
    seen: list[tuple[int, str]] = field(default_factory=list)
    unsent: deque = field(default_factory=deque)
    written: list[str] = field(default_factory=list)
    acknowledged: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    inbox: deque = field(default_factory=deque)
    shut: bool = False
    # Up to where the other side has read, as far as this one knows.
    other_read: int = 0
    # Waiting for what follows a number: that, the answer that brought nothing, and whether anything woke it since.
    waits: tuple[int, dict] | None = None
    woken: bool = False

    @property
    def last(self) -> int:
        return self.seen[-1][0] if self.seen else 0

    def write(self) -> None:
        client_id = an_id()
        self.written.append(client_id)
        self.unsent.append(client_id)

    def hear(self, answer: dict) -> None:
        self.other_read = max(self.other_read, answer["read"])
        for message in answer["messages"]:
            if message["seq"] > self.last:
                self.seen.append((message["seq"], message["text"]))
        removed = dict(zip(answer.get("removed", []), answer.get("removed_words", []), strict=True))
        self.seen = [(seq, removed.get(seq, text)) for seq, text in self.seen]

    def settle(self, answer: dict) -> None:
        if self.unsent and self.unsent[0] == answer["client_id"]:
            self.unsent.popleft()
            (self.acknowledged if answer["type"] == "stored" else self.refused).add(answer["client_id"])


class Story(RuleBasedStateMachine):
    """A visitor with up to three browsers one after the other, and two members of staff."""

    staff_users: tuple = ()

    @initialize()
    def begin(self):
        self.cookie = an_id()
        self.chat = actions.start(owner=an_owner(self.cookie), client_id=an_id(), text="first words")
        self.visitor = Client("visitor")
        self.earlier: list[Client] = []
        self.staff = [Client(user.first_name) for user in self.staff_users]
        for user in self.staff_users:
            Agent.objects.filter(user=user).update(limit=10)
            Conversation.objects.filter(taken_by=user).exclude(pk=self.chat.pk).update(status=Status.ENDED)
        store.wake_with_after_commit = self.wake
        reading.tell_read_after_commit = self.tell_read
        # What else changes, such as a removal, wakes whoever waits and brings nothing.
        parts.wake_after_commit = self.wake_all
        self.on_their_way: list[actions.Reading] = []
        self.has_read = {Sender.VISITOR: 0, Sender.STAFF: 0}

    def teardown(self):
        if not hasattr(self, "chat"):
            return
        self.what_was_read_is_written_down()
        for client in self.clients:
            while client.unsent and not client.shut:
                self.send(client, "well")
            self.fetch(client, "well")
        self.both_sides_see_what_the_database_has()
        self.both_sides_know_how_far_the_other_has_read()
        self.nobody_shows_what_was_removed()
        self.everything_written_is_somewhere()

    @property
    def clients(self) -> list[Client]:
        return [self.visitor, *self.staff]

    # --- what a network does

    def wake(self, stored: list[Fresh]) -> None:
        for fresh in stored:
            for client in self.clients:
                client.inbox.append(fresh)
                client.woken = True

    def wake_all(self, conversation: Conversation) -> None:
        for client in self.clients:
            client.woken = True

    def tell_read(self, public_id: str, side: Sender, seq: int) -> None:
        for client in self.clients:
            client.inbox.append((side, seq))
            client.woken = True

    def seat_of(self, client: Client) -> Seat:
        if client is self.visitor:
            return visitors_seat({"chat": self.cookie}, self.chat.public_id)
        return staff_seat(self.staff_users[self.staff.index(client)], self.chat.public_id)

    def send(self, client: Client, fate: str) -> None:
        """The first of what the client has to send."""
        if not client.unsent or client.shut or fate == "lost":
            return
        client_id = client.unsent[0]
        try:
            answer = self.say(client, client_id)
        except NotYours:
            client.shut = True
            return
        if fate == "well":
            client.settle(answer)

    def say(self, client: Client, client_id: str) -> dict:
        text = f"{client.name} {client_id}"
        if client is not self.visitor:
            return frames.answer(self.seat_of(client), {"v": 1, "type": "say", "client_id": client_id, "text": text})
        said = actions.Said(self.chat.public_id, an_owner(self.cookie), client_id, text)
        # Twice in one lot, as when a client sends again before it was answered.
        results = actions.visitors_say([said, said])
        if isinstance(results[0], actions.NoSuchChat):
            raise NotYours
        if isinstance(results[0], Exception):
            return frames.refused(client_id, frames.why_not(results[0]))
        return frames.stored(results[0])

    def side_of(self, client: Client) -> Sender:
        return Sender.VISITOR if client is self.visitor else Sender.STAFF

    def read(self, client: Client) -> None:
        """All that the client shows, said as over a socket: kept for a moment before it is written down."""
        if client.shut:
            return
        try:
            said = frames.reading_in(self.seat_of(client), {"v": 1, "type": "read", "seq": client.last})
        except NotYours:
            client.shut = True
            return
        if said:
            self.on_their_way.append(said)

    def counts(self, said: actions.Reading) -> bool:
        """When it is written down: the browser that the chat is open in by then, or whoever answers by then."""
        if said.side == Sender.VISITOR:
            return said.owner == an_owner(self.cookie)
        return said.by == self.taken_by()

    def fetch(self, client: Client, fate: str) -> None:
        if client.shut or fate == "lost":
            return
        try:
            while True:
                answer = frames.messages_after(self.seat_of(client), client.last)
                if fate != "well":
                    return
                client.hear(answer)
                if answer["last"] <= client.last:
                    return
        except NotYours:
            client.shut = True

    # --- what people do

    @rule()
    def visitor_writes(self):
        self.visitor.write()

    @rule(who=st.integers(0, 1))
    def staff_write(self, who):
        self.staff[who].write()

    @rule(who=st.integers(0, 2), fate=fates)
    def something_is_sent(self, who, fate):
        self.send(self.clients[who], fate)

    @rule(who=st.integers(0, 2), fate=fates)
    def someone_asks(self, who, fate):
        self.fetch(self.clients[who], fate)

    @rule(who=st.integers(0, 2), fate=fates, elsewhere=st.booleans())
    def a_wake_up_comes(self, who, fate, elsewhere):
        """As the consumer takes it: what was just stored is passed on as it is where that is all that is lacking; when it
        comes from another process, it is read first."""
        client = self.clients[who]
        if not client.inbox or client.shut:
            return
        fresh = client.inbox.popleft()
        if fate == "lost":
            return
        if isinstance(fresh, tuple):
            side, seq = fresh
            if side != self.side_of(client):
                client.other_read = max(client.other_read, seq)
            return
        if fresh.seq <= client.last:
            return
        if elsewhere:
            fresh = catching_up.read_after({self.chat.public_id: client.last})[self.chat.public_id]
        owner = an_owner(self.cookie) if client is self.visitor else None
        if messages := frames.to_pass_on(fresh, client.last, owner):
            user = None if client is self.visitor else self.staff_users[who - 1]
            client.hear(frames.as_messages(Seat(fresh.conversation, user), messages))
        else:
            self.fetch(client, fate)

    @rule(who=st.integers(0, 2))
    def a_page_is_loaded_anew(self, who):
        client = self.clients[who]
        client.seen.clear()
        client.inbox.clear()
        client.waits = None
        self.fetch(client, "well")
        # Opening it is reading.
        self.read(client)
        self.what_was_read_is_written_down()

    @rule(who=st.integers(0, 2))
    def something_is_read(self, who):
        self.read(self.clients[who])

    @rule()
    def what_was_read_is_written_down(self):
        for each in self.on_their_way:
            if self.counts(each):
                self.has_read[each.side] = max(self.has_read[each.side], each.seq)
        # Twice, as when two tabs say so.
        actions.read_all([*self.on_their_way, *self.on_their_way])
        self.on_their_way.clear()

    @rule(who=st.integers(0, 2))
    def someone_begins_to_wait(self, who):
        client = self.clients[who]
        if client.shut or client.waits:
            return
        try:
            answer = frames.messages_after(self.seat_of(client), client.last)
        except NotYours:
            client.shut = True
            return
        if answer["messages"]:
            client.hear(answer)
        else:
            client.waits, client.woken = (client.last, answer), False

    @rule(who=st.integers(0, 2), fate=fates)
    def a_wait_is_over(self, who, fate):
        """The question is as old as the wait: meanwhile a socket may have brought all of it."""
        client = self.clients[who]
        if client.shut or not client.waits:
            return
        (after, _first), client.waits = client.waits, None
        try:
            answer = frames.messages_after(self.seat_of(client), after)
        except NotYours:
            client.shut = True
            return
        if fate == "well":
            client.hear(answer)

    @rule(who=st.integers(0, 1))
    def one_takes_it(self, who):
        self.attempt(actions.take, by=self.staff_users[who], instead_of=self.taken_by())

    @rule(who=st.integers(0, 1))
    def one_hands_it_over(self, who):
        by, to = self.staff_users[who], self.staff_users[1 - who]
        self.attempt(actions.hand_over, by=by, to=to, client_id=an_id(), note="Note")

    @rule(who=st.integers(0, 1))
    def one_puts_it_on_hold(self, who):
        self.attempt(actions.hold, by=self.staff_users[who])

    @rule(who=st.integers(0, 1))
    def one_signs_out(self, who):
        leave_desk(self.staff_users[who])
        Agent.objects.filter(user=self.staff_users[who]).update(ready=True)

    @rule()
    def the_visitor_goes_on_elsewhere(self):
        if len(self.earlier) == 2:
            return
        code = actions.new_resume_code(conversation=self.fresh_chat())
        earlier, self.earlier = self.visitor, [*self.earlier, self.visitor]
        self.cookie = an_id()
        actions.resume(code=code, owner=an_owner(self.cookie))
        self.visitor = Client("visitor", inbox=deque(earlier.inbox))

    @rule(who=st.integers(0, 1), which=st.integers(1, 12))
    def one_removes_a_message(self, who, which):
        said = self.chat.messages.exclude(sender=Sender.SYSTEM).filter(seq=which)
        if said.exists():
            self.attempt(actions.remove_message, by=self.staff_users[who], seq=which, reason=Reason.ABUSE)

    @rule(by_staff=st.booleans(), sure=st.integers(0, 4))
    def someone_ends_it(self, by_staff, sure):
        if sure == 4:  # now and then, or few stories would be long
            self.attempt(actions.end, by=self.staff_users[0] if by_staff else None)

    def attempt(self, action, **values) -> None:
        try:
            action(conversation=self.fresh_chat(), **values)
        except NotPossible:
            return

    def fresh_chat(self) -> Conversation:
        return Conversation.objects.get(pk=self.chat.pk)

    def taken_by(self) -> int | None:
        return self.fresh_chat().taken_by_id

    # --- what holds at any time

    @invariant()
    def both_sides_see_what_the_database_has(self):
        if not hasattr(self, "chat"):
            return
        stored = list(self.chat.messages.order_by("seq"))
        assert [message.seq for message in stored] == list(range(1, len(stored) + 1))
        for client in self.clients:
            # A part of it without a gap: what a page begins with, and what follows.
            assert [seq for seq, _text in client.seen] == [message.seq for message in stored[: len(client.seen)]]
            for message, (_seq, text) in zip(stored, client.seen, strict=False):
                # That something was removed may still be on its way.
                assert message.words == text or message.removed

    def nobody_shows_what_was_removed(self):
        removed = {message.seq for message in self.chat.messages.exclude(removed="")}
        for client in self.clients:
            if not client.shut:
                assert {seq for seq, text in client.seen if text == Reason.ABUSE.words} == removed

    @invariant()
    def nobody_is_said_to_have_read_what_they_never_had(self):
        if not hasattr(self, "chat"):
            return
        chat = self.fresh_chat()
        assert self.has_read == {side: chat.read_up_to(side) for side in self.has_read}
        assert max(self.has_read.values()) <= chat.last_seq
        for client in self.clients:
            assert client.other_read <= self.has_read[self.other_side_of(client)]

    @invariant()
    def whoever_waits_is_woken_when_there_is_something_to_tell(self):
        if not hasattr(self, "chat"):
            return
        for client in self.clients:
            if client.waits and not client.woken and not client.shut:
                after, first = client.waits
                now = frames.messages_after(self.seat_of(client), after)
                # How long one still waits in the queue changes with the clock.
                assert now | {"queue": None} == first | {"queue": None}

    def both_sides_know_how_far_the_other_has_read(self):
        for client in self.clients:
            if not client.shut:
                assert client.other_read == self.has_read[self.other_side_of(client)]

    def other_side_of(self, client: Client) -> Sender:
        return Sender.STAFF if client is self.visitor else Sender.VISITOR

    def everything_written_is_somewhere(self):
        stored = list(
            self.chat.messages.exclude(sender=Sender.SYSTEM).order_by("seq").values_list("client_id", flat=True)
        )
        assert len(stored) == len(set(stored))
        for client in [*self.clients, *self.earlier]:
            assert client.acknowledged <= set(stored)
            assert not client.refused & set(stored)
            kept = client.acknowledged | client.refused | set(client.unsent)
            assert kept == set(client.written)
            own = [client_id for client_id in stored if client_id in client.written]
            assert own == [client_id for client_id in client.written if client_id in own]


@pytest.mark.parametrize("stories", PARTS, ids=[f"part {number}" for number, _ in enumerate(PARTS, 1)])
def test_both_sides_see_what_the_database_has_whatever_happens(stories, db, monkeypatch, settings):
    settings.CHAT_ALWAYS_OPEN = True
    monkeypatch.setattr(store, "wake_with_after_commit", store.wake_with_after_commit)
    monkeypatch.setattr(reading, "tell_read_after_commit", reading.tell_read_after_commit)
    monkeypatch.setattr(parts, "wake_after_commit", parts.wake_after_commit)
    Story.staff_users = tuple(an_agent_there(first_name=name) for name in ("Connie", "Dana"))
    run_state_machine_as_test(Story, settings=how_long(stories))


def how_long(stories: int) -> settings:
    return settings(
        max_examples=stories,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
