"""Whatever happens in whatever order, both sides see what the database has: nothing lost, doubled or out of order.

Clients behave as static/js/chat.js does: what they write is kept until it is acknowledged, sent again under the same id, and they
ask for what follows the last number they have. What they send and what they are answered may be lost at every step.

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
from reporting.chat import actions, frames, store
from reporting.chat.enums import Sender, Status
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

    @property
    def last(self) -> int:
        return self.seen[-1][0] if self.seen else 0

    def write(self) -> None:
        client_id = an_id()
        self.written.append(client_id)
        self.unsent.append(client_id)

    def hear(self, answer: dict) -> None:
        for message in answer["messages"]:
            if message["seq"] > self.last:
                self.seen.append((message["seq"], message["text"]))

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
        store.wake_after_commit = self.wake

    def teardown(self):
        if not hasattr(self, "chat"):
            return
        for client in self.clients:
            while client.unsent and not client.shut:
                self.send(client, "well")
            self.fetch(client, "well")
        self.both_sides_see_what_the_database_has()
        self.everything_written_is_somewhere()

    @property
    def clients(self) -> list[Client]:
        return [self.visitor, *self.staff]

    # --- what a network does

    def wake(self, conversation, fresh: Fresh | None = None) -> None:
        for client in self.clients:
            client.inbox.append(fresh)

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

    @rule(who=st.integers(0, 2), fate=fates)
    def a_wake_up_comes(self, who, fate):
        """As the consumer takes it: what was just stored is passed on as it is where that is all that is lacking."""
        client = self.clients[who]
        if not client.inbox or client.shut:
            return
        fresh = client.inbox.popleft()
        if fate == "lost" or (fresh and fresh.is_known(client.last)):
            return
        owner = an_owner(self.cookie) if client is self.visitor else None
        if fresh and frames.can_pass_on(fresh, client.last, owner):
            user = None if client is self.visitor else self.staff_users[who - 1]
            client.hear(frames.as_messages(Seat(fresh.conversation, user), fresh.messages))
        else:
            self.fetch(client, fate)

    @rule(who=st.integers(0, 2))
    def a_page_is_loaded_anew(self, who):
        client = self.clients[who]
        client.seen.clear()
        client.inbox.clear()
        self.fetch(client, "well")

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
        stored = list(self.chat.messages.order_by("seq").values_list("seq", "text"))
        assert [seq for seq, _text in stored] == list(range(1, len(stored) + 1))
        for client in self.clients:
            # A part of it without a gap: what a page begins with, and what follows.
            assert client.seen == stored[: len(client.seen)]

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
    monkeypatch.setattr(store, "wake_after_commit", store.wake_after_commit)
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
