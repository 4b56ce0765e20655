"""What keeps an abusive visitor from writing, and that it keeps nobody from help."""

from datetime import datetime, timedelta

import pytest
import time_machine
from asgiref.sync import async_to_sync
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client, RequestFactory

from reporting.cases.lifecycle import NotPossible
from reporting.chat import actions
from reporting.chat.enums import Line, Outcome, Settled, Status
from reporting.chat.models import Block, Conversation, OwedAnswer
from reporting.chat.networks import network_of
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory
from reporting.worktime import ENGLAND

from . import schema
from .factories import a_chat, a_taken_chat, an_agent, an_agent_there, an_id, an_owner
from .test_retention import site_settings  # noqa: F401 — a fixture
from .test_sockets import _sockets_of_their_own, connected, sends  # noqa: F401 — a fixture

pytestmark = pytest.mark.django_db

MONDAY_AT_TEN = datetime(2026, 11, 23, 10, 0, tzinfo=ENGLAND)
SOMEWHERE = "198.51.100.7"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY_AT_TEN, tick=False) as clock:
        yield clock


@pytest.fixture
def agent():
    return an_agent_there(first_name="Connie")


@pytest.fixture
def manager():
    return UserFactory(roles=[Role.MANAGER], first_name="Max")


@pytest.fixture
def visitor():
    return browser("mine")


def browser(token: str, address: str = SOMEWHERE) -> Client:
    client = Client(REMOTE_ADDR=address)
    client.cookies["chat"] = token
    return client


def at_desk(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def here(address: str = SOMEWHERE) -> str:
    return network_of(RequestFactory().get("/", REMOTE_ADDR=address))


def a_chat_from_here(whose: str = "mine", by=None) -> Conversation:
    chat = actions.start(owner=an_owner(whose), client_id=an_id(), text="Hello", network=here())
    if by:
        actions.take(conversation=chat, by=by)
    return chat


def say(client: Client, chat: Conversation, text: str = "You lot!", **more):
    return client.post(f"/chat/{chat.public_id}/say/", {"text": text, "client_id": an_id()}, **more)


class TestPause:
    def paused(self, agent, minutes: int = 5) -> Conversation:
        chat = a_taken_chat(by=agent, token="mine")
        actions.warn(conversation=chat, by=agent)
        actions.pause(conversation=chat, by=agent, minutes=minutes)
        return chat

    def test_comes_only_after_asking_for_calm(self, clock, agent):
        chat = a_taken_chat(by=agent)
        with pytest.raises(NotPossible, match="Warn them first"):
            actions.pause(conversation=chat, by=agent, minutes=5)
        actions.warn(conversation=chat, by=agent)
        actions.pause(conversation=chat, by=agent, minutes=5)
        assert [m.line for m in chat.messages.order_by("seq")][-2:] == [Line.WARNED, Line.PAUSED]

    def test_tells_the_visitor_until_when_and_keeps_what_they_type(self, clock, agent, visitor):
        chat = self.paused(agent)
        page = visitor.get(f"/chat/{chat.public_id}/").content.decode()
        assert "You can send again at 10:05" in page
        assert "999" in page
        assert f"/chat/{chat.public_id}/later/" in page
        refused = say(visitor, chat, "And another <i>thing</i>")
        assert "You can send this again at 10:05" in refused.content.decode()
        assert "And another &lt;i&gt;thing&lt;/i&gt;" in refused.content.decode()
        assert not chat.messages.filter(text__startswith="And another").exists()

    def test_is_over_by_itself(self, clock, agent, visitor):
        chat = self.paused(agent, minutes=1)
        clock.shift(61)
        assert say(visitor, chat).status_code == 302
        assert "You can send again at" not in visitor.get(f"/chat/{chat.public_id}/later/").content.decode()

    def test_holds_for_sockets_too_and_tells_them_how_long(self, agent):
        chat = self.paused(agent)

        async def story():
            async with connected(chat, token="mine") as socket:
                told = await sends(socket, type="fetch", after=0)
                return told, await sends(socket, type="say", client_id="while-paused", text="Hey")

        told, answer = async_to_sync(story)()
        assert schema.is_a(told, "to_visitor")
        assert 290 <= told["pause"]["seconds"] <= 300
        assert (answer["type"], "Call 999" in answer["why"]) == ("refused", True)

    def test_keeps_nothing_from_being_acknowledged_that_was_stored_before(self, clock, agent):
        chat = a_taken_chat(by=agent)
        before = actions.say(conversation=chat, client_id="the-same-words", text="Hello")
        actions.warn(conversation=chat, by=agent)
        actions.pause(conversation=chat, by=agent, minutes=5)
        assert actions.say(conversation=chat, client_id="the-same-words", text="Hello") == before

    def test_lets_staff_write_and_end_it_sooner(self, clock, agent, visitor):
        chat = self.paused(agent)
        actions.say(conversation=chat, client_id=an_id(), text="Are you all right?", by=agent)
        at_desk(agent).post(f"/desk/chat/{chat.public_id}/go-on/")
        assert say(visitor, chat).status_code == 302

    def test_leaves_a_message_open_to_the_visitor(self, clock, agent, visitor):
        chat = self.paused(agent)
        visitor.post(f"/chat/{chat.public_id}/later/", {"prefers": "none"})
        chat.refresh_from_db()
        assert chat.status == Status.LEFT
        assert OwedAnswer.objects.filter(conversation=chat, settled_at=None).exists()

    def test_is_made_at_the_desk_by_who_answers(self, clock, agent):
        chat, desk = a_taken_chat(by=agent), at_desk(agent)
        page = f"/desk/chat/{chat.public_id}/"
        desk.post(page + "warn/")
        wrong = desk.post(page + "pause/", {"pause-minutes": "600"}, follow=True)
        assert "less than or equal to 10" in wrong.content.decode()
        assert (
            "Paused until 10:03" in desk.post(page + "pause/", {"pause-minutes": "3"}, follow=True).content.decode()
        )
        other = at_desk(an_agent())
        assert "not answering this chat" in other.post(page + "warn/", follow=True).content.decode()


class TestBlock:
    def test_is_for_who_leads(self, clock, agent):
        chat = a_chat_from_here(by=agent)
        assert at_desk(agent).get(f"/desk/chat/{chat.public_id}/block/").status_code == 404
        with pytest.raises(PermissionDenied):
            actions.block(conversation=chat, by=agent, lasts=DAY, reason="Abuse")

    def test_ends_the_chat_and_says_how_else_to_reach_us(self, clock, agent, manager, visitor):
        chat = a_chat_from_here(by=agent)
        answered = at_desk(manager).post(
            f"/desk/chat/{chat.public_id}/block/", {"hours": "24", "who": "browser", "reason": "Threats"}, follow=True
        )
        assert "Threats" in answered.content.decode()
        chat.refresh_from_db()
        assert (chat.status, chat.ended_as, chat.outcome) == (Status.ENDED, Line.BLOCKED, Outcome.ABUSE)
        assert "make a report at any time" in visitor.get(f"/chat/{chat.public_id}/").content.decode()
        assert not OwedAnswer.objects.filter(settled_at=None).exists()

    def test_keeps_the_browser_from_starting_leaving_a_message_and_coming_back(
        self,
        clock,
        agent,
        manager,
        visitor,
        site_settings,  # noqa: F811
    ):
        site_settings(phone="0113 496 0123")
        actions.block(conversation=a_chat_from_here(by=agent), by=manager, lasts=DAY, reason="Threats")
        for address in ("/chat/", "/chat/message/", "/chat/back/"):
            page = visitor.get(address)
            told = " ".join(page.content.decode().split())
            assert page.status_code == 403
            assert "Tuesday 24 November at 10am" in told
            assert "tel:999" in told
            assert "tel:01134960123" in told
            assert "/report/" in told
            assert "Threats" not in told
        kept = visitor.post("/chat/", {"text": "Let me <b>in</b>", "client_id": an_id()})
        assert "Let me &lt;b&gt;in&lt;/b&gt;" in kept.content.decode()
        assert Conversation.objects.count() == 1

    def test_never_bars_a_report(self, clock, agent, manager, visitor):
        actions.block(conversation=a_chat_from_here(by=agent), by=manager, lasts=DAY, reason="Threats", wide=True)
        assert visitor.get("/report/").status_code == 200
        assert visitor.post("/report/", {"kind": "noise"}).status_code == 302

    def test_is_of_one_browser_unless_chosen_otherwise(self, clock, agent, manager):
        actions.block(conversation=a_chat_from_here(by=agent), by=manager, lasts=DAY, reason="Threats")
        neighbour = browser("another in the same library")
        assert neighbour.get("/chat/").status_code == 200
        neighbour.post("/chat/", {"text": "Hello", "name": "", "client_id": an_id()})
        assert Conversation.objects.waiting().exists()

    def test_of_a_place_ends_what_waits_from_there_and_nothing_else(
        self, clock, agent, manager, django_assert_max_num_queries
    ):
        flood = [a_chat_from_here(f"flood {number}") for number in range(40)]
        answered, elsewhere = a_chat_from_here("answered", by=agent), a_chat(token="elsewhere")
        with django_assert_max_num_queries(30):
            actions.block(conversation=flood[0], by=manager, lasts=HOUR, reason="A flood", wide=True)
        assert list(Conversation.objects.waiting()) == [elsewhere]
        assert Conversation.objects.get(pk=answered.pk).status == Status.OPEN
        assert browser("a new cookie").get("/chat/").status_code == 403
        assert say(browser("answered"), answered).status_code == 302
        assert browser("a new cookie", "203.0.113.9").get("/chat/").status_code == 200
        assert Conversation.objects.filter(ended_as=Line.BLOCKED).count() == 40

    def test_of_a_place_settles_what_was_begun_and_left_there_again(self, clock, agent, manager):
        for number in range(5):
            actions.end(conversation=a_chat_from_here(f"left {number}"))
        actions.block(conversation=a_chat_from_here(), by=manager, lasts=HOUR, reason="A flood", wide=True)
        assert not OwedAnswer.objects.filter(settled_at=None).exists()
        assert set(OwedAnswer.objects.values_list("settled", flat=True)) == {Settled.NOTHING}

    def test_of_a_place_is_not_offered_when_we_do_not_know_it(self, clock, manager):
        chat = a_chat()
        page = at_desk(manager).get(f"/desk/chat/{chat.public_id}/block/").content.decode()
        assert "Only this browser" in page
        assert "Everyone from the same place" not in page
        with pytest.raises(NotPossible):
            actions.block(conversation=chat, by=manager, lasts=HOUR, reason="A flood", wide=True)

    def test_asks_for_how_long_and_why_and_keeps_what_was_typed(self, clock, manager):
        chat = a_chat_from_here()
        page = at_desk(manager).post(f"/desk/chat/{chat.public_id}/block/", {"who": "browser", "reason": "x" * 600})
        assert "Choose for how long" in page.content.decode()
        assert "x" * 600 in page.content.decode()
        nothing = at_desk(manager).post(f"/desk/chat/{chat.public_id}/block/", {"hours": "9999", "reason": "\x00"})
        assert nothing.status_code == 200
        assert not Block.objects.exists()

    def test_is_over_by_itself_and_then_tells_nobody_whom_it_was_for(self, clock, agent, manager, visitor):
        actions.block(conversation=a_chat_from_here(by=agent), by=manager, lasts=HOUR, reason="Threats", wide=True)
        clock.shift(HOUR - timedelta(seconds=1))
        assert visitor.get("/chat/").status_code == 403
        clock.shift(2)
        assert visitor.get("/chat/").status_code == 200
        call_command("tick", verbosity=0)
        block = Block.objects.get()
        assert (block.owner, block.network, block.reason) == ("", "", "Threats")
        clock.shift(timedelta(days=91))
        call_command("tick", verbosity=0)
        assert not Block.objects.exists()

    def test_can_be_lifted_and_the_list_says_by_whom(self, clock, agent, manager, visitor):
        block = actions.block(conversation=a_chat_from_here(by=agent), by=manager, lasts=DAY, reason="Threats")
        desk = at_desk(UserFactory(roles=[Role.DUTY_OFFICER], first_name="Dana", last_name="Duty"))
        assert "One browser" in desk.get("/desk/chat/blocks/").content.decode()
        page = desk.post(f"/desk/chat/blocks/{block.pk}/lift/", follow=True).content.decode()
        assert "Lifted by Dana Duty" in page
        assert visitor.get("/chat/").status_code == 200
        assert desk.post(f"/desk/chat/blocks/{2**70}/lift/").status_code == 404

    def test_of_who_has_left_is_none(self, clock, manager):
        chat = a_chat(token="mine")
        Conversation.objects.filter(pk=chat.pk).update(owner="")
        with pytest.raises(NotPossible, match="no browser"):
            actions.block(conversation=chat, by=manager, lasts=DAY, reason="Threats")

    def test_the_list_is_for_who_leads(self, agent):
        assert at_desk(agent).get("/desk/chat/blocks/").status_code == 404
        assert at_desk(UserFactory(roles=[Role.QUALITY])).get("/desk/chat/blocks/").status_code == 404
