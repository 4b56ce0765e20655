"""A message left, or a call asked for, when nobody can chat; and what staff see of it until it is answered."""

from datetime import datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client

from reporting.cases.actions import set_standards
from reporting.cases.lifecycle import NotPossible
from reporting.cases.models import Case
from reporting.cases.report import SafeContact
from reporting.cases.standards import SHEET
from reporting.chat import actions
from reporting.chat.enums import Settled, Status
from reporting.chat.models import Conversation, OwedAnswer
from reporting.chat.retention import end_answered, forget_chats
from reporting.post.models import Channel, Recipient
from reporting.staff.groups import set_up_groups
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory
from reporting.worktime import ENGLAND

from .factories import a_chat, a_taken_chat, an_agent, an_agent_there, an_id, an_owner

pytestmark = pytest.mark.django_db

SUNDAY_AT_NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ENGLAND)
# What is left on a Sunday counts as received on Monday.
TUESDAY_AT_SIX = datetime(2026, 11, 24, 18, 0, tzinfo=ENGLAND)
CALL = SafeContact(prefers=Channel.PHONE, phone="03069 990123", safe_times="Mornings")
WRITE = SafeContact(prefers=Channel.EMAIL, email="robin@example.com")
NO_WAY = SafeContact()


@pytest.fixture
def sunday():
    with time_machine.travel(SUNDAY_AT_NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def visitor():
    client = Client()
    client.cookies["chat"] = "mine"
    return client


def a_message(contact=NO_WAY, **values) -> Conversation:
    given = {"owner": an_owner("mine"), "client_id": an_id(), "text": "He is back."}
    return actions.leave_message(**(given | values), contact=contact)


def at_desk(user) -> Client:
    set_up_groups()
    client = Client()
    client.force_login(user)
    return client


def words_in(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").select_one("main").text.split())


def test_a_call_is_promised_as_soon_as_for_a_report(sunday):
    manager = UserFactory(roles=[Role.MANAGER])
    set_standards(by=manager, figures=SHEET.first | {"return_call": 3}, why="Agreed", instead_of=1)
    assert a_message(CALL).owed_answer.due_at == SUNDAY_AT_NOON + timedelta(hours=3)


class TestVisitor:
    def test_leaves_a_message_and_is_told_by_when_and_gets_a_code(self, sunday, visitor):
        closed = visitor.post("/chat/", {"text": "He is <i>back</i>", "client_id": "from-the-form"})
        kept = BeautifulSoup(closed.content, "html.parser").select_one("form[action='/chat/message/'] [name=words]")
        form = visitor.post("/chat/message/", {"words": kept["value"]})
        assert BeautifulSoup(form.content, "html.parser").textarea.text.strip() == "He is <i>back</i>"
        left = visitor.post("/chat/message/", {"text": "He is back", "client_id": an_id(), "prefers": Channel.NONE})
        assert "We answer here by Tuesday 24 November at 6pm" in words_in(left)
        conversation = Conversation.objects.get()
        assert (conversation.status, conversation.owed_answer.due_at) == (Status.LEFT, TUESDAY_AT_SIX)
        code = BeautifulSoup(left.content, "html.parser").select_one("#secret").text
        elsewhere = Client()
        assert "He is back" in words_in(elsewhere.post("/chat/back/", {"code": code}, follow=True))

    def test_asks_for_a_call(self, sunday, visitor):
        asked = {"text": "Please call", "client_id": an_id(), "prefers": Channel.PHONE, "phone": "03069 990123"}
        left = visitor.post("/chat/message/", asked | {"safe_times": "After 2", "email": "not@kept.example"})
        assert "We call you by Monday 23 November at midday" in words_in(left)
        recipient = OwedAnswer.objects.get().recipient
        assert (str(recipient.phone), recipient.safe_times, recipient.email) == ("0306 999 0123", "After 2", "")
        assert not recipient.may_leave_voicemail
        assert recipient.shared

    @pytest.mark.parametrize(
        ("wrong", "why"),
        [
            ({}, "Choose how we should answer"),
            ({"prefers": Channel.PHONE}, "Type the number to call"),
            ({"prefers": Channel.EMAIL}, "Type the e-mail address"),
            ({"prefers": Channel.PHONE, "phone": "12"}, "Enter a whole phone number"),
            ({"prefers": Channel.NONE, "text": ""}, "Write what you would like to tell us"),
            ({"prefers": "pigeon"}, "Select a valid choice"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_lost(self, sunday, visitor, wrong, why):
        answered = visitor.post("/chat/message/", {"text": "Keep this", "client_id": an_id()} | wrong)
        assert why in words_in(answered)
        assert wrong.get("text", "Keep this") in words_in(answered)
        assert not Conversation.objects.exists()

    def test_a_double_click_leaves_one_message(self, sunday, visitor):
        asked = {"text": "Once", "client_id": an_id(), "prefers": Channel.NONE}
        visitor.post("/chat/message/", asked)
        visitor.post("/chat/message/", asked)
        assert (
            actions.leave_message(
                owner=an_owner("mine"), client_id=asked["client_id"], text="Once", contact=NO_WAY
            ).messages.count()
            == 1
        )
        assert OwedAnswer.objects.count() == 1

    def test_who_waits_in_the_queue_can_have_the_answer_later_without_writing_again(self, sunday, visitor):
        conversation = a_chat(token="mine", text="Said in the queue")
        asked = visitor.post(f"/chat/{conversation.public_id}/later/", {"prefers": Channel.NONE})
        assert "We answer here by" in words_in(asked)
        conversation.refresh_from_db()
        assert conversation.status == Status.LEFT
        assert conversation.messages.get().text == "Said in the queue"

    def test_not_while_someone_answers(self, sunday, visitor):
        conversation = a_taken_chat(token="mine")
        answered = visitor.post(f"/chat/{conversation.public_id}/later/", {"prefers": Channel.NONE}, follow=True)
        assert answered.redirect_chain
        with pytest.raises(NotPossible):
            actions.ask_for_answer(conversation=conversation, contact=NO_WAY)
        assert not OwedAnswer.objects.exists()

    def test_the_quick_exit_leaves_the_message_with_us_and_nothing_here(self, sunday, visitor):
        conversation = a_message(CALL)
        actions.leave(owner=an_owner("mine"))
        assert visitor.get(f"/chat/{conversation.public_id}/").status_code == 404
        assert list(Conversation.objects.owed()) == [conversation]

    def test_who_is_back_while_someone_is_there_comes_to_a_chat(self, sunday, settings):
        settings.CHAT_ALWAYS_OPEN = True
        conversation = a_message(CALL)
        actions.say(conversation=conversation, client_id=an_id(), text="Anyone?")
        assert conversation.status == Status.LEFT
        agent = an_agent_there()
        actions.say(conversation=conversation, client_id=an_id(), text="And now?")
        assert conversation.status == Status.WAITING
        actions.take(conversation=conversation, by=agent)
        assert OwedAnswer.objects.get().settled == Settled.WROTE

    def test_who_leaves_again_unanswered_is_still_owed_the_call(self, sunday, settings):
        settings.CHAT_ALWAYS_OPEN = True
        conversation = a_message(CALL)
        an_agent_there()
        actions.say(conversation=conversation, client_id=an_id(), text="And now?")
        actions.end(conversation=conversation)
        assert OwedAnswer.objects.get(settled_at=None).recipient.phone


class TestStaff:
    def test_a_missed_chat_is_owed_an_answer_wherever_that_is_listed(self, sunday):
        conversation = a_chat(name="Robin")
        actions.end(conversation=conversation)
        set_up_groups()
        manager = UserFactory(roles=[Role.MANAGER])
        for page in ("/desk/chat/", "/desk/cases/call-backs/", "/desk/"):
            said = words_in(at_desk(manager).get(page))
            assert "Robin" in said, page
            assert "They left no way to reach them" in said, page

    def test_more_than_a_page_of_them_are_all_there_and_cost_no_more(self, sunday, django_assert_max_num_queries):
        for number in range(52):
            actions.end(conversation=a_chat(name=f"Visitor {number:02}"))
            sunday.shift(1)
        desk = at_desk(UserFactory(roles=[Role.MANAGER]))
        for page in ("/desk/chat/", "/desk/cases/call-backs/"):
            shown = BeautifulSoup(desk.get(page).content, "html.parser").select_one("main")
            assert "Visitor 51" not in shown.text
            assert shown.select_one("a[href='/desk/chat/owed/']")
        with django_assert_max_num_queries(14):
            first = BeautifulSoup(desk.get("/desk/chat/owed/").content, "html.parser")
        assert len(first.select(".chat-rows > li")) == 50
        second = words_in(desk.get("/desk/chat/owed/" + first.select_one("a[rel=next]")["href"]))
        assert "Visitor 50" in second
        assert "Visitor 51" in second
        assert "Visitor 49" not in second

    def test_an_answered_one_is_not(self, sunday):
        conversation = a_taken_chat()
        actions.end(conversation=conversation)
        assert not Conversation.objects.owed()

    def test_the_soonest_promise_comes_first_and_a_late_one_says_so(self, sunday):
        written = a_message(owner=an_owner())
        called = a_message(CALL, owner=an_owner())
        assert list(Conversation.objects.owed()) == [called, written]
        sunday.shift(timedelta(days=1, minutes=1))
        assert "Late" in words_in(at_desk(an_agent()).get("/desk/chat/"))

    def test_calling_is_written_down_and_then_nothing_is_owed(self, sunday):
        agent, conversation = an_agent(), a_message(CALL)
        desk = at_desk(agent)
        page = words_in(desk.get(f"/desk/chat/{conversation.public_id}/"))
        assert "0306 999 0123" in page
        assert "Mornings" in page
        assert "Leave none" in page
        desk.post(f"/desk/chat/{conversation.public_id}/settle/", {"how": Settled.SPOKE})
        owed = OwedAnswer.objects.get()
        assert (owed.settled, owed.settled_by, owed.settled_at) == (Settled.SPOKE, agent, SUNDAY_AT_NOON)
        assert not Conversation.objects.owed()
        assert desk.get(f"/desk/chat/{conversation.public_id}/").status_code == 200

    @pytest.mark.parametrize("how", [Settled.UNREACHED, Settled.NOTHING])
    def test_not_having_spoken_needs_a_note(self, sunday, how):
        conversation, desk = a_message(CALL), at_desk(an_agent())
        refused = desk.post(f"/desk/chat/{conversation.public_id}/settle/", {"how": how})
        assert "Write down when you tried" in words_in(refused)
        desk.post(f"/desk/chat/{conversation.public_id}/settle/", {"how": how, "note": "Rang at 9 and at 2."})
        assert OwedAnswer.objects.get().note == "Rang at 9 and at 2."

    def test_an_answer_in_writing_settles_it_and_the_e_mail_says_nothing_of_it(
        self, sunday, visitor, django_capture_on_commit_callbacks
    ):
        conversation, agent = a_message(WRITE, text="My neighbour threatens me"), an_agent(first_name="Connie")
        with django_capture_on_commit_callbacks(execute=True):
            actions.say(conversation=conversation, client_id=an_id(), text="We can move you tonight.", by=agent)
        assert OwedAnswer.objects.get().settled == Settled.WROTE
        sent = mail.outbox[0]
        assert sent.to == ["robin@example.com"]
        assert "/chat/back/" in sent.body
        assert not {"threatens", "tonight", "neighbour", "anti-social"} & set(sent.body.split())
        assert "We can move you tonight" in words_in(visitor.get(f"/chat/{conversation.public_id}/"))
        conversation.refresh_from_db()
        assert conversation.status == Status.LEFT

    def test_a_case_is_made_of_it_with_how_to_reach_its_reporter(self, sunday):
        conversation, desk = a_message(CALL, name="Robin"), at_desk(an_agent())
        form = BeautifulSoup(desk.get(f"/desk/chat/{conversation.public_id}/case/").content, "html.parser")
        given = {"kind": "noise", "prefers": Channel.PHONE, "wants_call": "on"}
        given |= {name: form.select_one(f"[name={name}]")["value"] for name in ("name", "phone", "safe_times")}
        desk.post(f"/desk/chat/{conversation.public_id}/case/", given | {"what_happened": "He is back."})
        reporter = Case.objects.get().reporter.recipient
        assert (reporter.name, str(reporter.phone), reporter.safe_times) == ("Robin", "0306 999 0123", "Mornings")
        assert OwedAnswer.objects.get().settled == Settled.CASE


class TestKept:
    def test_two_weeks_after_the_answer_it_ends(self, sunday):
        conversation = a_message()
        actions.say(conversation=conversation, client_id=an_id(), text="Answer", by=an_agent())
        sunday.shift(timedelta(days=13))
        assert end_answered() == 0
        sunday.shift(timedelta(days=1, minutes=1))
        assert end_answered() == 1
        conversation.refresh_from_db()
        assert conversation.status == Status.ENDED

    def test_how_to_reach_someone_is_forgotten_with_their_words(self, sunday):
        answered, unanswered = a_message(CALL, owner=an_owner()), a_message(WRITE, owner=an_owner())
        actions.settle(conversation=answered, by=an_agent(), how=Settled.UNREACHED, note="Robin's husband answered")
        sunday.shift(timedelta(days=91))
        assert end_answered() == 2
        sunday.shift(timedelta(days=91))
        assert forget_chats() == 2
        assert not Recipient.objects.exists()
        assert {owed.note for owed in OwedAnswer.objects.all()} == {""}
        assert not unanswered.messages.exists()
