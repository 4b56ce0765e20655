"""A chat is added to a case that is there already."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from reporting.cases import actions as cases
from reporting.cases.enums import ClockKind, CloseReason, EventKind
from reporting.cases.lifecycle import NotPossible
from reporting.cases.models import Case
from reporting.cases.report import SafeContact
from reporting.cases.tests.factories import a_report, a_worked_case
from reporting.cases.timeline import verify
from reporting.chat import actions, frames
from reporting.chat.enums import Outcome, Sender, Settled, Status
from reporting.chat.gate import Seat
from reporting.chat.models import Conversation, OwedAnswer
from reporting.chat.needs import Needs
from reporting.kinds import Kind
from reporting.post.models import Channel
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .factories import a_taken_chat, an_agent, an_id, an_owner
from .looks import a_visitor, at_desk, words_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent():
    return an_agent(first_name="Connie", last_name="Contact")


@pytest.fixture
def chat(agent):
    return a_taken_chat(token="mine", by=agent, text="He shouted again last night.")


@pytest.fixture
def case():
    return a_worked_case()


@pytest.fixture
def desk(agent):
    return at_desk(agent)


def page_of(chat, name="add") -> str:
    return reverse(f"desk_chat_{name}", args=[chat.public_id])


def fresh(chat) -> Conversation:
    return Conversation.objects.get(pk=chat.pk)


def lines_of(chat) -> list[str]:
    return [message.words for message in chat.messages.filter(sender=Sender.SYSTEM).order_by("seq")]


def transcripts(case) -> list[str]:
    return list(case.events.filter(kind=EventKind.TRANSCRIPT).values_list("text", flat=True))


def close(case) -> None:
    cases.close(case=case, by=case.officer, reason=CloseReason.RESOLVED, explanation="All is well.")


def a_left_message(prefers=Channel.PHONE) -> Conversation:
    contact = SafeContact(prefers=prefers, phone="+447700900123", safe_times="after 4pm")
    return actions.leave_message(owner=an_owner("mine"), client_id=an_id(), text="Please call.", contact=contact)


def test_the_words_stand_on_the_timeline_once_however_often_it_is_asked_for(chat, agent, case):
    actions.add_to_case(conversation=chat, by=agent, case=case)
    actions.add_to_case(conversation=fresh(chat), by=agent, case=case)
    (words,) = transcripts(case)
    assert "He shouted again last night." in words
    assert (fresh(chat).case, fresh(chat).outcome) == (case, Outcome.ADDED)
    assert verify(Case.objects.get(pk=case.pk)) is None


def test_what_is_said_afterwards_is_added_at_the_end(chat, agent, case):
    actions.add_to_case(conversation=chat, by=agent, case=case)
    actions.say(conversation=chat, client_id=an_id(), text="And he kicked the door.")
    actions.end(conversation=chat, by=agent)
    first, second = transcripts(case)
    assert "kicked the door" not in first
    assert "kicked the door" in second
    assert "last night" not in second


def test_the_officer_finds_a_message_that_says_whether_it_was_shown(chat, agent, case):
    actions.add_to_case(conversation=chat, by=agent, case=case)
    message = case.events.get(kind=EventKind.LEFT_MESSAGE)
    assert message.by == agent
    assert "did not show the case’s secret code" in message.text


def test_the_officer_reads_what_help_they_need(agent, case):
    chat = a_taken_chat(by=agent)
    needs = Needs(language="Urdu", interpreter=True, help_with=["bsl"], other_help="I read slowly")
    actions.tell_needs(conversation=chat, needs=needs, pages_language="ur")
    actions.add_to_case(conversation=chat, by=agent, case=case)
    expected = (
        "Easiest language: Urdu. They need an interpreter. Help they need: British Sign Language; I read slowly."
    )
    assert case.events.get(kind=EventKind.LEFT_MESSAGE).text.endswith(expected)


def test_whoever_showed_the_secret_is_told_that_it_was_added_to_their_case(chat, agent, case):
    actions.show_case(conversation=chat, case=case)
    actions.add_to_case(conversation=chat, by=agent, case=case)
    assert "We added this chat to your case. Whoever works on your case can read it there." in lines_of(chat)
    assert "The visitor showed the case’s secret code." in case.events.get(kind=EventKind.LEFT_MESSAGE).text
    assert case.events.get(kind=EventKind.TRANSCRIPT).reporter_text == "Your chat with us was added."
    visitor = a_visitor()
    assert f"This chat was added to your case {case.reference}." in words_in(visitor.get(f"/chat/{chat.public_id}/"))


def test_whoever_did_not_show_it_hears_of_no_case_and_nor_does_its_reporter(chat, agent, case):
    actions.add_to_case(conversation=chat, by=agent, case=case)
    actions.end(conversation=chat, by=agent)
    assert "We passed on what you wrote to the right people here." in lines_of(chat)
    visitor = a_visitor()
    page = visitor.get(f"/chat/{chat.public_id}/")
    assert case.reference not in page.content.decode()
    assert "your case" not in words_in(page).split("You can make")[0].lower().replace("on “your case”", "")
    assert not case.events.filter(kind=EventKind.TRANSCRIPT).exclude(reporter_text="").exists()
    assert not case.events.filter(kind=EventKind.LEFT_MESSAGE).exclude(reporter_text="").exists()


def test_showing_another_case_tells_nothing_of_the_one_it_is_added_to(chat, agent, case):
    actions.show_case(conversation=chat, case=a_worked_case())
    actions.add_to_case(conversation=chat, by=agent, case=case)
    assert "We passed on what you wrote to the right people here." in lines_of(chat)


def test_nobody_gets_a_secret_by_it(chat, agent, case):
    actions.show_case(conversation=chat, case=case)
    actions.add_to_case(conversation=chat, by=agent, case=case)
    assert bytes(fresh(chat).sealed_secret) == b""
    assert "case" not in frames.messages_after(Seat(fresh(chat)), 0)


def test_taking_it_back_does_not_take_the_chat_off_the_case(chat, agent, case):
    actions.show_case(conversation=chat, case=case)
    actions.add_to_case(conversation=chat, by=agent, case=case)
    actions.take_back_case(conversation=chat)
    assert (fresh(chat).shown_case, fresh(chat).case) == (case, case)


def test_the_right_to_leave_a_message_is_asked_for_and_no_more(chat, agent):
    restricted = a_worked_case(kind=Kind.DOMESTIC_ABUSE)
    with pytest.raises(PermissionDenied):
        actions.add_to_case(conversation=chat, by=agent, case=restricted)
    assert (fresh(chat).case, transcripts(restricted)) == (None, [])
    actions.add_to_case(conversation=chat, by=UserFactory(roles=[Role.DUTY_OFFICER]), case=restricted)
    assert len(transcripts(restricted)) == 1


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CONTACT_CENTRE, Role.DUTY_OFFICER, Role.MANAGER}))
def test_only_those_who_answer_chats_add_one(chat, case, role):
    with pytest.raises(PermissionDenied):
        actions.add_to_case(conversation=chat, by=UserFactory(roles=[role]), case=case)


def test_an_ended_case_is_refused_and_a_new_one_offered(desk, chat, case):
    close(case)
    answer = desk.post(page_of(chat), {"reference": case.reference})
    assert "This case has ended. If it has started again, open a new report." in words_in(answer)
    assert reverse("desk_chat_case", args=[chat.public_id]) in answer.content.decode()
    assert f'value="{case.reference}"' in answer.content.decode()
    assert fresh(chat).case is None


def test_a_chat_that_is_a_case_is_not_added_to_another(chat, agent, case):
    actions.make_case(conversation=chat, by=agent, report=a_report())
    with pytest.raises(NotPossible):
        actions.add_to_case(conversation=chat, by=agent, case=case)
    assert transcripts(case) == []


def test_a_chat_that_was_added_is_not_made_a_case_of_its_own(chat, agent, case):
    actions.add_to_case(conversation=chat, by=agent, case=case)
    with pytest.raises(NotPossible):
        actions.make_case(conversation=chat, by=agent, report=a_report())


def test_staff_add_it_by_reference(desk, chat, case):
    assert "Add to a case" in words_in(desk.get(f"/desk/chat/{chat.public_id}/"))
    added = desk.post(page_of(chat), {"reference": case.reference.lower().replace("-", " ")}, follow=True)
    assert "The chat is on the case." in words_in(added)
    assert f"This chat was added to case {case.reference}" in words_in(added)
    assert "Add to a case" not in words_in(added)


def test_staff_add_it_to_the_shown_case_with_one_press(desk, chat, case):
    actions.show_case(conversation=chat, case=case)
    page = desk.get(f"/desk/chat/{chat.public_id}/")
    assert "Add this chat to their case" in words_in(page)
    desk.post(page_of(chat), {"reference": case.reference})
    assert fresh(chat).case == case


def test_unknown_and_not_allowed_are_answered_alike(desk, chat):
    restricted = a_worked_case(kind=Kind.DOMESTIC_ABUSE).reference
    hidden = desk.post(page_of(chat), {"reference": restricted})
    unknown = desk.post(page_of(chat), {"reference": "FS-0000-0000"})
    assert "There is no such case that you can add to." in words_in(hidden)
    strip = words_in(hidden).replace(restricted, ""), words_in(unknown).replace("FS-0000-0000", "")
    assert strip[0] == strip[1]


@pytest.mark.parametrize("typed", ["", "\0", "😡" * 20, "x" * 1000, "\ud7ff"])
def test_nonsense_is_answered_with_words(desk, chat, typed):
    answer = desk.post(page_of(chat), {"reference": typed})
    assert answer.status_code == 200
    assert "desk-error" in answer.content.decode() or "put right" in words_in(answer)


def test_the_contact_centre_is_not_left_at_a_page_they_can_no_longer_see(desk, agent, chat, case):
    actions.end(conversation=chat, by=agent)
    added = desk.post(page_of(chat), {"reference": case.reference}, follow=True)
    assert added.status_code == 200
    assert "The chat is on the case." in words_in(added)


def test_colleagues_who_may_not_see_the_case_learn_nothing_of_it_by_the_chat(desk, chat):
    restricted = a_worked_case(kind=Kind.DOMESTIC_ABUSE)
    actions.show_case(conversation=chat, case=restricted)
    actions.add_to_case(conversation=chat, by=UserFactory(roles=[Role.DUTY_OFFICER]), case=restricted)
    page = desk.get(f"/desk/chat/{chat.public_id}/")
    assert restricted.reference not in page.content.decode()
    assert "This chat was added to a case that you may not open." in words_in(page)


def test_an_answer_that_we_owe_is_settled(agent, case):
    chat = a_left_message(Channel.NONE)
    actions.add_to_case(conversation=chat, by=agent, case=case)
    owed = OwedAnswer.objects.get(conversation=chat)
    assert (owed.settled, owed.settled_by) == (Settled.ADDED, agent)


def test_the_call_that_a_reporter_was_promised_becomes_a_promise_of_their_case(agent, case):
    chat = a_left_message()
    actions.show_case(conversation=chat, case=case)
    actions.add_to_case(conversation=chat, by=agent, case=case)
    assert OwedAnswer.objects.get(conversation=chat).settled == Settled.ADDED
    assert case.clocks.running().filter(kind=ClockKind.RETURN_CALL).exists()
    told = case.events.get(kind=EventKind.LEFT_MESSAGE).text
    assert "07700 900123" in told
    assert "after 4pm" in told
    assert "Leave no voicemail." in told


def test_a_call_promised_to_who_may_be_someone_else_stays_owed_and_the_reporter_hears_nothing(agent, case):
    chat = a_left_message()
    actions.add_to_case(conversation=chat, by=agent, case=case)
    assert OwedAnswer.objects.get(conversation=chat).settled_at is None
    assert not case.clocks.running().filter(kind=ClockKind.RETURN_CALL).exists()
    assert "07700" not in case.events.get(kind=EventKind.LEFT_MESSAGE).text
    assert chat in Conversation.objects.seen_by(agent)
    assert fresh(chat).status == Status.LEFT


def test_a_call_still_owed_can_be_read_and_settled_after_the_chat_ended(agent, case):
    chat = a_left_message()
    actions.add_to_case(conversation=chat, by=agent, case=case)
    actions.end(conversation=chat)
    assert fresh(chat) in Conversation.objects.seen_by(agent)
    actions.settle(conversation=chat, by=agent, how=Settled.SPOKE)
    assert fresh(chat) not in Conversation.objects.seen_by(agent)
