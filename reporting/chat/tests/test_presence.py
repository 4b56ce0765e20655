"""Who is there to answer, how long one waits, and what becomes of a chat whose answerer went."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from reporting.cases.lifecycle import NotPossible
from reporting.chat import actions, presence
from reporting.chat.enums import Presence, Sender, Status
from reporting.chat.models import AWAY_AFTER, GONE_AFTER, USUAL_LIMIT, Agent, Conversation
from reporting.chat.opening import Opening, likely_wait, opening, place_in_queue, queue_of, said_wait
from reporting.chat.presence import Room
from reporting.chat.release import release_left_behind
from reporting.staff.groups import set_up_groups
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .factories import a_chat, a_taken_chat, an_agent, an_agent_there, an_id

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)


@pytest.fixture(autouse=True)
def any_hour(settings):
    settings.CHAT_ALWAYS_OPEN = True


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def signed_in(user) -> Client:
    set_up_groups()
    client = Client()
    client.force_login(user)
    return client


def left_at(conversation) -> tuple:
    conversation.refresh_from_db()
    return conversation.status, conversation.taken_by


class TestOpen:
    def test_only_while_someone_is_there(self, clock):
        assert opening() is Opening.NOBODY
        agent = an_agent_there()
        assert opening() is Opening.OPEN
        presence.stop_taking(agent)
        assert opening() is Opening.NOBODY

    def test_only_while_someone_has_room(self, clock):
        agent = an_agent_there()
        taken = [a_taken_chat(by=agent) for _ in range(USUAL_LIMIT)]
        assert opening() is Opening.FULL
        actions.end(conversation=taken[0], by=agent)
        assert opening() is Opening.OPEN

    def test_only_in_hours(self, settings):
        settings.CHAT_ALWAYS_OPEN = False
        with time_machine.travel("2026-11-22 12:00", tick=False):  # a Sunday
            an_agent_there()
            assert opening() is Opening.OUT_OF_HOURS

    def test_someone_whose_browser_is_gone_is_not_there(self, clock):
        an_agent_there()
        clock.shift(GONE_AFTER)
        assert opening() is Opening.NOBODY

    def test_someone_who_touches_nothing_is_away_until_they_do(self, clock):
        agent = an_agent_there()
        for _ in range(AWAY_AFTER // timedelta(minutes=1)):
            clock.shift(timedelta(minutes=1))
            presence.seen(agent, used=False)
        assert opening() is Opening.NOBODY
        assert Agent.objects.get(user=agent).presence == Presence.AWAY
        presence.seen(agent, used=True)
        assert opening() is Opening.OPEN

    def test_someone_who_lost_the_role_is_not_there(self, clock):
        an_agent_there().groups.clear()
        assert opening() is Opening.NOBODY

    def test_it_costs_the_same_however_many_there_are(self, clock, django_assert_num_queries):
        for _ in range(5):
            a_taken_chat(by=an_agent_there())
        with django_assert_num_queries(3):
            presence.room()


class TestWait:
    def test_the_place_is_counted_from_who_waited_longest(self, clock):
        first = a_chat()
        clock.shift(1)
        second, third = a_chat(), a_chat()
        assert [place_in_queue(chat) for chat in (first, second, third)] == [1, 2, 3]
        actions.take(conversation=first, by=an_agent())
        assert [place_in_queue(chat) for chat in (second, third)] == [1, 2]

    def test_it_is_as_long_as_four_in_five_waited_lately(self, clock):
        for minutes in (1, 1, 1, 4, 30):
            chat = a_chat()
            began = NOW - timedelta(minutes=minutes)
            Conversation.objects.filter(pk=chat.pk).update(started_at=began, queued_at=began)
            actions.take(conversation=chat, by=an_agent())
        assert likely_wait(1, Room(there=1, places=3, free=1, waiting=0)) == 4

    def test_who_finds_no_room_also_waits_for_a_chat_to_end(self, clock):
        chat = a_taken_chat()
        clock.shift(timedelta(minutes=12))
        actions.end(conversation=chat)
        assert likely_wait(2, Room(there=1, places=3, free=0, waiting=1)) == 8
        assert likely_wait(2, Room(there=1, places=3, free=2, waiting=1)) == 1

    def test_nothing_is_said_that_nobody_knows(self, clock):
        assert likely_wait(1, Room(there=1, places=3, free=1, waiting=0)) is None
        assert said_wait(None) == ""

    @pytest.mark.parametrize(
        ("minutes", "said"),
        [(1, "about 1 minute."), (4, "about 5 minutes."), (11, "about 15"), (31, "more than half")],
    )
    def test_it_is_rounded_up(self, minutes, said):
        assert said in said_wait(minutes)

    def test_who_waits_is_told_their_place_or_that_nobody_is_there(self, clock):
        a_chat()
        clock.shift(1)
        chat = a_chat()
        assert queue_of(chat)["nobody"] is True
        an_agent_there()
        assert queue_of(chat) == {"words": "You are number 2 in the queue.", "nobody": False}


class TestLimit:
    def test_nobody_takes_more_than_they_may_have(self, clock):
        agent = an_agent_there()
        taken = [a_taken_chat(by=agent) for _ in range(USUAL_LIMIT)]
        waiting = a_chat()
        with pytest.raises(NotPossible, match="3 chats"):
            actions.take(conversation=waiting, by=agent)
        with pytest.raises(NotPossible):
            actions.say(conversation=waiting, client_id=an_id(), text="Hello", by=agent)
        assert left_at(waiting) == (Status.WAITING, None)
        actions.say(conversation=taken[0], client_id=an_id(), text="I am still here", by=agent)

    def test_who_leads_sets_it_for_each(self, clock):
        agent, manager = an_agent_there(), UserFactory(roles=[Role.MANAGER])
        desk = signed_in(manager)
        desk.post("/desk/chat/team/", {"agent": agent.chat_agent.pk, "limit": 1})
        assert Agent.objects.get(user=agent).limit == 1
        refused = desk.post("/desk/chat/team/", {"agent": agent.chat_agent.pk, "limit": 99}, follow=True)
        assert "Choose a number from 1 to 10" in refused.content.decode()
        assert desk.post("/desk/chat/team/", {"agent": 2**40, "limit": 2}).status_code == 404
        assert Agent.objects.get(user=agent).limit == 1

    def test_who_only_answers_sets_none(self, clock):
        agent = an_agent_there()
        assert signed_in(agent).get("/desk/chat/team/").status_code == 404
        with pytest.raises(PermissionDenied):
            presence.set_limit(agent, 9, by=agent)


class TestLeftBehind:
    def test_a_chat_whose_answerer_vanished_waits_again_and_its_visitor_is_told(self, clock):
        agent = an_agent_there(first_name="Connie")
        chat = a_taken_chat(by=agent, token="mine")
        clock.shift(GONE_AFTER)
        visitor = Client()
        visitor.cookies["chat"] = "mine"
        told = visitor.get(f"/chat/{chat.public_id}/messages/", {"after": 0}).json()
        assert left_at(chat) == (Status.WAITING, None)
        assert told["status"] == Status.WAITING
        assert "Connie had to go" in told["messages"][-1]["text"]
        assert told["queue"]["nobody"] is True

    def test_it_keeps_its_place_before_those_who_came_later(self, clock):
        agent = an_agent_there()
        chat = a_taken_chat(by=agent)
        clock.shift(1)
        later = a_chat()
        clock.shift(GONE_AFTER)
        assert release_left_behind() == 1
        assert list(Conversation.objects.waiting()) == [chat, later]

    def test_one_who_is_there_keeps_theirs(self, clock):
        agent = an_agent_there()
        chat = a_taken_chat(by=agent)
        clock.shift(GONE_AFTER - timedelta(seconds=1))
        presence.seen(agent, used=False)
        clock.shift(GONE_AFTER - timedelta(seconds=1))
        assert release_left_behind() == 0
        assert left_at(chat) == (Status.OPEN, agent)

    @pytest.mark.parametrize(("last_from", "given_back"), [(Sender.VISITOR, 1), (Sender.STAFF, 0)])
    def test_one_who_is_away_keeps_those_that_wait_for_the_visitor(self, clock, last_from, given_back):
        agent = an_agent_there()
        chat = a_taken_chat(by=agent)
        by = agent if last_from == Sender.STAFF else None
        actions.say(conversation=chat, client_id=an_id(), text="Hello?", by=by)
        clock.shift(AWAY_AFTER)
        presence.seen(agent, used=False)
        assert release_left_behind() == given_back

    def test_signing_out_gives_all_back_at_once(self, clock):
        agent = an_agent_there()
        chat = a_taken_chat(by=agent)
        signed_in(agent).post("/desk/logout/")
        assert left_at(chat) == (Status.WAITING, None)
        assert opening() is Opening.NOBODY

    def test_it_was_taken_by_someone_else_meanwhile(self, clock):
        gone, other = an_agent_there(), an_agent_there()
        chat = a_taken_chat(by=gone)
        actions.take(conversation=chat, by=other, instead_of=gone.pk)
        actions.return_to_queue(conversation=chat, left_by=gone)
        assert left_at(chat) == (Status.OPEN, other)

    def test_the_timer_does_it_where_nobody_asks_and_retires_who_is_gone(self, clock):
        agent = an_agent_there()
        chat = a_taken_chat(by=agent)
        clock.shift(GONE_AFTER)
        call_command("tick", verbosity=0)
        assert left_at(chat) == (Status.WAITING, None)
        assert Agent.objects.get(user=agent).ready is False


class TestDesk:
    def test_one_says_that_one_takes_chats_and_that_one_stops(self, clock):
        agent = an_agent()
        desk = signed_in(agent)
        assert "Not taking chats" in desk.get("/desk/chat/").content.decode()
        assert "Stop taking chats" in desk.post("/desk/chat/take/", follow=True).content.decode()
        assert opening() is Opening.OPEN
        desk.post("/desk/chat/stop/")
        assert opening() is Opening.NOBODY

    def test_any_page_of_the_desk_says_that_one_is_there_and_who_waits(self, clock):
        agent = an_agent_there()
        desk = signed_in(agent)
        a_chat()
        own = a_taken_chat(by=agent)
        clock.shift(timedelta(minutes=1))
        assert desk.get("/desk/chat/here/").json() == {"answers": True, "waiting": 1, "unanswered": 1}
        actions.say(conversation=own, client_id=an_id(), text="Good morning", by=agent)
        clock.shift(timedelta(minutes=1))
        assert desk.get("/desk/chat/here/").json() == {"answers": True, "waiting": 1, "unanswered": 0}
        assert opening() is Opening.OPEN

    def test_who_does_not_take_chats_is_not_asked_again(self, clock):
        assert signed_in(an_agent()).get("/desk/chat/here/").json()["answers"] is False
        officer = UserFactory(roles=[Role.NEIGHBOURHOOD_OFFICER])
        assert signed_in(officer).get("/desk/chat/here/").json() == {"answers": False}

    def test_what_a_script_asks_by_itself_keeps_nobody_signed_in_nor_there(self, clock, settings):
        agent = an_agent_there()
        desk = signed_in(agent)
        desk.get("/desk/chat/")
        alone = {"Unattended": "yes"}
        for _ in range(settings.STAFF_IDLE_SECONDS // 60 + 1):
            clock.shift(timedelta(minutes=1))
            desk.get("/desk/chat/here/", headers=alone)
        assert desk.get("/desk/chat/here/", headers=alone).status_code == 302
        assert opening() is Opening.NOBODY
