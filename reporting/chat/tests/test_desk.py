"""The desk's side, as a browser without scripts uses it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reporting.cases.enums import EventKind, Source
from reporting.cases.models import Case
from reporting.chat import actions
from reporting.chat.enums import Status
from reporting.chat.models import Conversation
from reporting.kinds import Kind
from reporting.staff.groups import set_up_groups
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .factories import a_chat, a_taken_chat, an_agent, an_id

pytestmark = pytest.mark.django_db

LIST = "/desk/chat/"
A_CASE = {"kind": Kind.NOISE, "what_happened": "Loud music", "prefers": "none", "shared": "on"}


@pytest.fixture
def agent():
    set_up_groups()
    return an_agent(first_name="Connie", last_name="Contact")


@pytest.fixture
def desk(agent):
    client = Client()
    client.force_login(agent)
    return client


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def page_of(conversation, name="") -> str:
    return reverse(f"desk_chat{'_' if name else ''}{name}", args=[conversation.public_id])


def test_who_waited_longest_comes_first(desk, agent):
    first, second = a_chat(text="First here"), a_chat(text="Second here")
    a_taken_chat(by=agent, text="Being answered by me")
    a_taken_chat(text="Being answered by another")
    actions.end(conversation=a_chat(text="Gone again"))
    page = desk.get(LIST)
    assert [row.pk for row in page.context["waiting"]] == [first.pk, second.pk]
    assert [row.opening for row in page.context["mine"]] == ["Being answered by me"]
    assert [row.opening for row in page.context["others"]] == ["Being answered by another"]
    assert [row.opening for row in page.context["owed"]] == ["Gone again"]


def test_the_list_costs_the_same_however_many_chat(desk):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            desk.get(LIST)
        return len(counted)

    a_chat()
    desk.get(LIST)  # what every page keeps for a minute
    few = queries()
    for _ in range(10):
        a_chat()
    assert queries() == few <= 14


def test_staff_take_answer_and_end_without_a_script(desk, agent):
    conversation = a_chat()
    assert "Take this chat" in text_of(desk.get(page_of(conversation)))
    desk.post(page_of(conversation, "take"))
    answered = desk.post(
        page_of(conversation, "say"), {"text": "Good morning", "client_id": "the-answer"}, follow=True
    )
    assert "Good morning" in text_of(answered)
    assert desk.get(page_of(conversation, "messages"), {"after": 2}).json()["messages"][0]["text"] == "Good morning"
    desk.post(page_of(conversation, "end"), {"end-outcome": "advice"})
    conversation.refresh_from_db()
    assert (conversation.status, conversation.taken_by) == (Status.ENDED, agent)


def test_one_who_comes_second_is_told_and_keeps_their_words(desk):
    conversation = a_taken_chat()
    taken = desk.post(page_of(conversation, "take"), follow=True)
    assert "Someone else is already answering" in text_of(taken)
    said = desk.post(page_of(conversation, "say"), {"text": "Hello from me", "client_id": "the-answer"})
    assert "Someone else is already answering" in text_of(said)
    assert "Hello from me" in text_of(said)
    assert "Hello from me" not in conversation.messages.values_list("text", flat=True)


def test_taking_over_says_from_whom(desk, agent):
    conversation = a_taken_chat()
    page = text_of(desk.get(page_of(conversation)))
    assert f"Take over from {conversation.taken_by.display_name}" in page
    desk.post(page_of(conversation, "take"), {"instead_of": conversation.taken_by_id})
    conversation.refresh_from_db()
    assert conversation.taken_by == agent


@pytest.mark.parametrize("instead_of", ["x", "-1", "9" * 40, "12345"])
def test_nonsense_in_whom_one_takes_over_from_changes_nothing(desk, instead_of):
    conversation = a_chat() if instead_of == "12345" else a_taken_chat()
    before = conversation.taken_by
    assert desk.post(page_of(conversation, "take"), {"instead_of": instead_of}).status_code == 302
    conversation.refresh_from_db()
    assert conversation.taken_by == before


def test_the_case_form_knows_what_the_visitor_said(desk):
    conversation = a_taken_chat(text="Loud music.", name="Sam Example")
    actions.say(conversation=conversation, client_id=an_id(), text="Every night.")
    actions.say(conversation=conversation, client_id=an_id(), text="I see.", by=conversation.taken_by)
    form = desk.get(page_of(conversation, "case")).context["form"]
    assert form["what_happened"].value() == "Loud music.\n\nEvery night."
    assert form["name"].value() == "Sam Example"
    assert form["shared"].value() is True


def test_a_chat_is_made_into_a_case_that_the_visitor_is_told_of(desk, agent):
    conversation = a_taken_chat(by=agent, name="Sam Example")
    told = desk.post(
        page_of(conversation, "case"), A_CASE | {"name": "Sam Example", "place": "12 Imaginary Row"}, follow=True
    )
    case = Case.objects.get()
    assert (case.source, case.kind, case.place, case.reporter.name) == (
        Source.CHAT,
        Kind.NOISE,
        "12 Imaginary Row",
        "Sam Example",
    )
    assert case.events.get(kind=EventKind.REPORTED).by == agent
    assert case.reference in conversation.messages.order_by("seq").last().text
    assert case.reference in text_of(told)


def test_a_double_click_on_make_the_case_makes_one(desk, agent):
    conversation = a_taken_chat(by=agent)
    for _ in range(2):
        assert desk.post(page_of(conversation, "case"), A_CASE).status_code == 302
    assert Case.objects.get().events.filter(kind=EventKind.TRANSCRIPT).count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "nonsense"}, "kind"),
        ({"what_happened": ""}, "what_happened"),
        ({"name": "x" * 10_000}, "name"),
        ({"name": "Sam\x00"}, "name"),
        ({"prefers": "email"}, "email"),
        ({"prefers": "email", "email": "nowhere"}, "email"),
        ({"prefers": "email", "email": f"robin@{'x.' * 140}example"}, "email"),
        ({"prefers": "text"}, "phone"),
        ({"prefers": "phone", "phone": "not a number"}, "phone"),
        ({"wants_call": "on"}, "phone"),
    ],
)
def test_a_case_form_that_is_not_right_gets_a_message_and_keeps_the_rest(desk, changes, field):
    conversation = a_taken_chat()
    answered = desk.post(page_of(conversation, "case"), A_CASE | {"place": "By the bins"} | changes)
    assert list(answered.context["form"].errors) == [field]
    assert "By the bins" in text_of(answered)
    assert not Case.objects.exists()


def test_what_staff_are_told_in_the_chat_reaches_safe_contact(desk, agent):
    conversation = a_taken_chat(by=agent)
    contact = {"prefers": "text", "phone": "07700 900123", "safe_times": "After 9pm", "wants_call": "on"}
    given = {key: value for key, value in A_CASE.items() if key != "shared"} | contact
    desk.post(page_of(conversation, "case"), given)
    to = Case.objects.get().reporter.recipient
    assert (str(to.phone), to.safe_times, to.shared) == ("07700 900123", "After 9pm", False)


def test_a_chat_about_domestic_abuse_becomes_a_case_that_the_contact_centre_cannot_read_again(desk, agent):
    conversation = a_taken_chat(by=agent)
    desk.post(page_of(conversation, "case"), A_CASE | {"kind": Kind.DOMESTIC_ABUSE})
    assert Case.objects.get().restricted
    desk.post(page_of(conversation, "end"), {"end-outcome": "advice"})
    assert desk.get(page_of(conversation)).status_code == 404


def test_the_secret_is_on_no_page_of_the_desk(desk, agent):
    conversation = a_taken_chat(by=agent)
    desk.post(page_of(conversation, "case"), A_CASE)
    conversation.refresh_from_db()
    pages = [
        text_of(desk.get(page_of(conversation))),
        text_of(desk.get(page_of(conversation, "messages"), {"after": 0})),
    ]
    assert conversation.sealed_secret
    assert not [page for page in pages if re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page)]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CONTACT_CENTRE, Role.DUTY_OFFICER, Role.MANAGER}))
def test_to_those_who_do_not_answer_chats_there_are_none(role):
    set_up_groups()
    client, conversation = Client(), a_chat()
    client.force_login(UserFactory(roles=[role]))
    for path in (LIST, page_of(conversation), page_of(conversation, "messages"), page_of(conversation, "case")):
        assert client.get(path).status_code == 404
    for name in ("say", "take", "end", "case"):
        assert client.post(page_of(conversation, name)).status_code == 404
    assert Conversation.objects.get().status == Status.WAITING


def test_the_public_is_asked_to_sign_in():
    assert Client().get(page_of(a_chat())).status_code == 302
