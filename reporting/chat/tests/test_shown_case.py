"""A visitor shows a case of theirs to whoever answers, who sees of it what the permission table gives them anyway."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from reporting.cases import actions as cases
from reporting.cases.access import find_case
from reporting.cases.enums import EventKind
from reporting.cases.lifecycle import NotPossible
from reporting.cases.models import Case, Try
from reporting.cases.tests.factories import a_report, a_worked_case
from reporting.chat import actions
from reporting.chat.models import Conversation
from reporting.chat.retention import forget_chats
from reporting.kinds import Kind
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory
from tests.pages import text_of

from .factories import a_chat, a_taken_chat, an_agent
from .looks import a_visitor, at_desk, words_in

pytestmark = pytest.mark.django_db

WRONG = "0000-0000-0000-0000"


@pytest.fixture
def opened():
    return cases.open_case(report=a_report(), key="the reporter's own", body="body")


@pytest.fixture
def visitor():
    return a_visitor()


@pytest.fixture
def chat():
    return a_taken_chat(token="mine", by=an_agent())


def page_of(chat, name="conversation") -> str:
    return reverse(f"chat:{name}", args=[chat.public_id])


def give(client, chat, reference, secret, **more):
    given = {"show-reference": reference, "show-secret": secret, **more}
    return client.post(page_of(chat, "show_case"), given, follow=True)


def shown_in(chat) -> Case | None:
    return Conversation.objects.get(pk=chat.pk).shown_case


def beside(user, chat) -> str:
    answer = at_desk(user).get(reverse("desk_chat_facts", args=[chat.public_id]))
    return text_of(answer.content)


# --- The visitor


def test_a_visitor_shows_their_case_with_its_code_and_takes_it_back(visitor, chat, opened):
    assert "Is this about a case that you have with us?" in words_in(visitor.get(page_of(chat)))
    shown = give(visitor, chat, opened.case.reference.lower(), opened.secret)
    assert f"You have shown your case {opened.case.reference} to us." in words_in(shown)
    assert shown_in(chat) == opened.case
    assert opened.secret not in shown.content.decode()
    back = visitor.post(page_of(chat, "take_back_case"), follow=True)
    assert shown_in(chat) is None
    assert opened.case.reference not in words_in(back)


def test_showing_a_case_does_not_sign_in_to_it(visitor, chat, opened):
    give(visitor, chat, opened.case.reference, opened.secret)
    assert visitor.get(reverse("case:detail")).url == reverse("case:sign_in")


def test_a_wrong_code_and_an_unknown_reference_are_answered_alike(visitor, chat, opened):
    wrong = give(visitor, chat, opened.case.reference, WRONG)
    unknown = give(visitor, chat, "FS-0000-0000", opened.secret)
    assert "We could not open a case" in words_in(wrong)
    assert words_in(wrong).replace(opened.case.reference, "") == words_in(unknown).replace("FS-0000-0000", "")
    assert shown_in(chat) is None


def test_a_wrong_code_and_an_unknown_reference_take_the_same_work(monkeypatch, visitor, chat, opened):
    checked = []
    hasher = SimpleNamespace(verify=lambda kept, given: checked.append(kept) or True)
    monkeypatch.setattr("reporting.cases.access._hasher", hasher)
    find_case(opened.case.reference, WRONG)
    find_case("FS-0000-0000", WRONG)
    give(visitor, chat, "FS-0000-0000", WRONG)
    assert len(checked) == 3


def test_what_was_typed_stays_to_be_put_right_but_never_the_code(visitor, chat, opened):
    wrong = give(visitor, chat, opened.case.reference, "MISTYPED-CODE")
    assert f'value="{opened.case.reference}"' in wrong.content.decode()
    assert "MISTYPED-CODE" not in wrong.content.decode()
    assert "<title>Put right:" in " ".join(wrong.content.decode().split())


@pytest.mark.parametrize("typed", ["", "\0", "😡" * 30, "x" * 10_000, "\ud7ff", "' OR 1=1 --"])
def test_nonsense_is_answered_with_words(visitor, chat, typed):
    answer = give(visitor, chat, typed, typed)
    assert answer.status_code == 200
    assert "There is something to put right" in words_in(answer)


def test_wrong_tries_are_counted_by_the_door_of_signing_in(visitor, chat, opened):
    for _ in range(4):
        visitor.post(reverse("case:sign_in"), {"reference": opened.case.reference, "secret": WRONG})
    locked = give(visitor, chat, opened.case.reference, opened.secret)
    assert "too many wrong tries" in words_in(locked)
    assert shown_in(chat) is None
    assert Try.objects.exists()


def test_whoever_has_their_case_open_in_this_browser_just_presses(visitor, chat, opened):
    visitor.post(reverse("case:sign_in"), {"reference": opened.case.reference, "secret": opened.secret})
    assert f"Is this about your case {opened.case.reference}?" in words_in(visitor.get(page_of(chat)))
    visitor.post(page_of(chat, "show_open_case"))
    assert shown_in(chat) == opened.case


def test_without_an_open_case_the_press_asks_for_the_code(visitor, chat):
    answer = visitor.post(page_of(chat, "show_open_case"))
    assert "Your case is no longer open in this browser." in words_in(answer)
    assert shown_in(chat) is None


def test_another_browser_can_show_nothing_in_this_chat(chat, opened):
    assert give(Client(), chat, opened.case.reference, opened.secret).status_code == 404
    assert shown_in(chat) is None


def test_in_a_chat_that_ended_nothing_is_shown(visitor, chat, opened):
    actions.end(conversation=chat)
    assert "This chat has ended" in words_in(give(visitor, chat, opened.case.reference, opened.secret))
    assert shown_in(chat) is None
    with pytest.raises(NotPossible):
        actions.show_case(conversation=chat, case=opened.case)


# --- Those who answer


def test_the_contact_centre_sees_how_it_is_going_and_cannot_open_it(chat):
    case = a_worked_case(what_happened="Words of the report only")
    actions.show_case(conversation=chat, case=case)
    words = beside(chat.taken_by, chat)
    assert case.reference in words
    assert str(case.status_for_reporter) in words
    assert "They hear from us by" in words
    assert "Words of the report only" not in words
    assert "Open the whole case" not in words


def test_whoever_may_read_the_case_finds_the_way_to_it(chat):
    actions.show_case(conversation=chat, case=a_worked_case())
    assert "Open the whole case" in beside(UserFactory(roles=[Role.DUTY_OFFICER]), chat)


def test_of_a_restricted_case_who_may_not_see_it_learns_nothing(chat):
    case = a_worked_case(kind=Kind.DOMESTIC_ABUSE)
    actions.show_case(conversation=chat, case=case)
    words = beside(chat.taken_by, chat)
    assert "They showed a case that you may not open. Ask a duty officer." in words
    assert case.reference not in words
    assert str(Kind.DOMESTIC_ABUSE.label) not in words
    assert not case.events.filter(kind=EventKind.READ).exists()


def test_whoever_looks_into_a_restricted_case_is_on_its_timeline(chat):
    case, duty = a_worked_case(kind=Kind.DOMESTIC_ABUSE), UserFactory(roles=[Role.DUTY_OFFICER])
    actions.show_case(conversation=chat, case=case)
    words = beside(duty, chat)
    assert case.reference in words
    assert str(case.status_for_reporter) not in words
    at_desk(duty).get(reverse("desk_summary", args=[case.reference]))
    assert [event.by for event in case.events.filter(kind=EventKind.READ)] == [duty]


def test_being_shown_a_case_opens_no_page_of_it(chat):
    case = a_worked_case(kind=Kind.DOMESTIC_ABUSE)
    actions.show_case(conversation=chat, case=case)
    client = at_desk(chat.taken_by)
    for name in ("desk_case", "desk_summary"):
        assert client.get(reverse(name, args=[case.reference])).status_code == 404


def test_whoever_answers_learns_at_once_that_a_case_is_shown_and_which_by_no_frame(chat, opened):
    before = chat.as_staff_see_it
    actions.show_case(conversation=chat, case=opened.case)
    after = Conversation.objects.get(pk=chat.pk).as_staff_see_it
    assert after != before
    actions.take_back_case(conversation=chat)
    assert Conversation.objects.get(pk=chat.pk).as_staff_see_it not in {before, after}


def test_a_chat_that_is_forgotten_forgets_which_case_was_shown(chat, opened, time_machine):
    actions.show_case(conversation=chat, case=opened.case)
    actions.end(conversation=chat)
    time_machine.move_to("2030-01-01")
    assert forget_chats() == 1
    assert shown_in(chat) is None


def test_a_chat_in_which_nothing_is_shown_says_nothing_of_cases(chat):
    assert "case" not in beside(chat.taken_by, chat).lower().replace("showcase", "")
    assert "They showed us their case" not in beside(chat.taken_by, a_chat())
