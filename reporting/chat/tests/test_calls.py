"""Notes of a call: kept as they are typed, and what becomes of them."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reporting.cases.access import find_case
from reporting.cases.enums import ClockKind, EventKind, Source
from reporting.cases.lifecycle import NotPossible
from reporting.cases.models import Case
from reporting.cases.tests.factories import a_report, a_worked_case
from reporting.chat import actions, presence
from reporting.chat.call_retention import forget_call_secrets, forget_calls
from reporting.chat.enums import Outcome, Presence
from reporting.chat.models import CallNote
from reporting.chat.opening import Opening, opening
from reporting.kinds import Kind
from reporting.staff.groups import set_up_groups
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .factories import a_chat, a_taken_chat, an_agent, an_agent_there, an_id

pytestmark = pytest.mark.django_db

TYPED = {
    "words": "Loud music at night.",
    "name": "Sam Example",
    "phone": "07700 900123",
    "safe_times": "After 9pm",
    "prefers": "phone",
    "shared": "on",
}
A_CASE = {"kind": Kind.NOISE, "what_happened": "Loud music at night.", "prefers": "none", "shared": "on"}
AS_DATA = {"Accept": "application/json"}


@pytest.fixture
def agent():
    set_up_groups()
    return an_agent(first_name="Connie", last_name="Contact")


@pytest.fixture
def desk(agent):
    return signed_in(agent)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def page_of(note, name="") -> str:
    return reverse(f"desk_call{'_' if name else ''}{name}", args=[note.public_id])


def a_call(by, **values) -> CallNote:
    note = actions.start_call(by=by)
    if values:
        actions.save_call(note=note, by=by, **values)
    return note


def in_days(number: float):
    return time_machine.travel(timezone.now() + timedelta(days=number))


# --- Writing --------------------------------------------------------------------------------------


def test_taking_notes_begins_with_a_button_and_a_double_click_makes_one(desk, agent):
    for _ in range(2):
        begun = desk.post(reverse("desk_call_start"))
    note = CallNote.objects.get()
    assert begun.url == page_of(note)
    assert note.by == agent


def test_someone_with_notes_under_way_can_begin_others(desk, agent):
    a_call(agent, words="Loud music")
    desk.post(reverse("desk_call_start"))
    assert CallNote.objects.count() == 2


def test_what_is_typed_is_saved_and_is_there_on_coming_back(desk, agent):
    note = a_call(agent)
    assert desk.post(page_of(note, "save"), TYPED).url == page_of(note)
    form = desk.get(page_of(note)).context["form"]
    assert form["words"].value() == "Loud music at night."
    assert (form["phone"].value(), form["prefers"].value(), form["shared"].value()) == ("07700 900123", "phone", True)


def test_the_script_saves_half_a_number_too_and_is_told_so(desk, agent):
    note = a_call(agent)
    with time_machine.travel("2026-11-24T10:31:00Z"):
        answered = desk.post(page_of(note, "save"), TYPED | {"phone": "077"}, headers=AS_DATA)
    assert answered.json() == {"saved": True, "words": "Saved at 10:31am."}
    assert CallNote.objects.get().phone == "077"


@pytest.mark.parametrize(
    "changes",
    [
        {"words": "x" * 20_001},
        {"words": "a\x00"},
        {"name": "x" * 161},
        {"phone": "x" * 41},
        {"email": "x" * 255},
        {"prefers": "pigeon"},
        {"prefers": ""},
    ],
)
def test_what_cannot_be_saved_gets_a_message_and_is_kept_on_the_page(desk, agent, changes):
    note = a_call(agent)
    page = desk.post(page_of(note, "save"), TYPED | changes)
    assert list(page.context["form"].errors) == list(changes)
    assert "After 9pm" in text_of(page)
    told = desk.post(page_of(note, "save"), TYPED | changes, headers=AS_DATA).json()
    assert not told["saved"]
    assert told["words"]
    assert CallNote.objects.get().safe_times == ""


@pytest.mark.parametrize(("go", "name"), [("case", "case"), ("add", "add"), ("end", "end"), ("nonsense", "")])
def test_each_button_saves_before_it_leads_on(desk, agent, go, name):
    note = a_call(agent)
    assert desk.post(page_of(note, "save"), TYPED | {"go": go}).url == page_of(note, name)
    assert CallNote.objects.get().words == "Loud music at night."


def test_the_notes_can_go_into_the_whole_report(desk, agent):
    page = text_of(desk.get(page_of(a_call(agent, words="Loud music at night."))))
    assert f'formaction="{reverse("phone_report_start")}"' in page


# --- Who reads them -------------------------------------------------------------------------------


def test_ones_own_stand_beside_ones_chats_and_nobody_elses_do(desk, agent):
    a_call(agent, words="Mine to finish", name="Sam Example")
    a_call(an_agent(), words="Of a colleague")
    chat = a_taken_chat(by=agent)
    for address in (reverse("desk_chats"), reverse("desk_chat", args=[chat.public_id])):
        page = text_of(desk.get(address))
        assert "Sam Example" in page
        assert "Of a colleague" not in page


def test_a_colleague_cannot_read_them_and_who_leads_can(agent):
    note = a_call(agent, words="Loud music")
    colleague, leader = signed_in(an_agent()), signed_in(UserFactory(roles=[Role.DUTY_OFFICER]))
    for name in ("", "case", "add", "end"):
        assert colleague.get(page_of(note, name)).status_code == 404
        assert leader.get(page_of(note, name)).status_code == 200
    assert colleague.post(page_of(note, "save"), TYPED).status_code == 404
    assert "Loud music" in text_of(leader.get(page_of(note)))
    assert "Connie Contact" in text_of(leader.get(reverse("desk_chat_team")))


@pytest.mark.parametrize("role", [Role.NEIGHBOURHOOD_OFFICER, Role.OUT_OF_HOURS, Role.EDITOR])
def test_to_those_who_do_not_answer_chats_there_are_none(agent, role):
    note, client = a_call(agent), signed_in(UserFactory(roles=[role]))
    assert client.get(page_of(note)).status_code == 404
    assert client.post(reverse("desk_call_start")).status_code == 404


# --- Into a case ----------------------------------------------------------------------------------


def test_the_case_form_has_what_was_noted(desk, agent):
    note = a_call(agent, words="Loud music.", name="Sam Example", phone="07700 900123", wants_call=True)
    form = desk.get(page_of(note, "case")).context["form"]
    assert [form[name].value() for name in ("what_happened", "name", "phone", "wants_call", "shared")] == [
        "Loud music.",
        "Sam Example",
        "07700 900123",
        True,
        True,
    ]


def test_a_call_becomes_a_case_and_its_words_stand_there_alone(desk, agent):
    note = a_call(agent, words="Loud music at night.", name="Sam Example", phone="07700 900123")
    page = text_of(desk.post(page_of(note, "case"), A_CASE | {"name": "Sam Example"}, follow=True))
    case, note = Case.objects.get(), CallNote.objects.get()
    assert (case.source, case.kind, case.what_happened) == (Source.PHONE, Kind.NOISE, "Loud music at night.")
    assert case.reporter.name == "Sam Example"
    assert case.answers[0]["title"] == "From a call"
    assert case.events.get(kind=EventKind.REPORTED).by == agent
    assert (note.case, note.outcome, note.topic) == (case, Outcome.CASE, Kind.NOISE)
    assert (note.words, note.name, note.phone) == ("", "", "")
    assert case.reference in page


def test_the_secret_is_there_to_read_out_and_opens_the_case(desk, agent):
    note = a_call(agent, words="Loud music.")
    page = text_of(desk.post(page_of(note, "case"), A_CASE, follow=True))
    secret = re.search(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b", page)[0]
    case = Case.objects.get()
    assert find_case(case.reference, secret) == case
    leader = signed_in(UserFactory(roles=[Role.MANAGER]))
    assert secret not in text_of(leader.get(page_of(note)))
    desk.post(page_of(note, "kept"))
    assert secret not in text_of(desk.get(page_of(note)))


def test_the_secret_is_gone_after_an_hour(desk, agent):
    note = a_call(agent, words="Loud music.")
    desk.post(page_of(note, "case"), A_CASE)
    assert CallNote.objects.get().secret_to_show
    with in_days(1.1 / 24):
        assert not CallNote.objects.get().secret_to_show
        forget_call_secrets()
    assert CallNote.objects.get().sealed_secret == b""


def test_a_double_click_on_make_the_case_makes_one(desk, agent):
    note = a_call(agent, words="Loud music.")
    for _ in range(2):
        assert desk.post(page_of(note, "case"), A_CASE).url == page_of(note)
    assert Case.objects.count() == 1
    first = CallNote.objects.get()
    assert actions.make_case_of_call(note=first, by=agent, report=a_report()) == Case.objects.get()


def test_a_case_form_that_is_not_right_keeps_the_notes(desk, agent):
    note = a_call(agent, words="Loud music.")
    page = desk.post(page_of(note, "case"), A_CASE | {"kind": "", "place": "By the bins"})
    assert list(page.context["form"].errors) == ["kind"]
    assert "By the bins" in text_of(page)
    assert CallNote.objects.get().words == "Loud music."


def test_the_reporters_call_is_a_message_for_the_officer_and_they_are_told(desk, agent):
    case = a_worked_case()
    note = a_call(agent, words="It was loud again.", name="Sam Example", phone="07700 900123", wants_call=True)
    desk.post(page_of(note, "add"), {"reference": case.reference.lower(), "who": "reporter"})
    message = case.events.get(kind=EventKind.LEFT_MESSAGE)
    assert "It was loud again." in message.text
    assert "07700 900123" in message.text
    assert message.reporter_text == "You called us and left a message."
    assert case.clocks.running().filter(kind=ClockKind.RETURN_CALL).exists()
    note = CallNote.objects.get()
    assert (note.case, note.outcome, note.words) == (case, Outcome.ADDED, "")


def test_of_anyone_elses_call_the_reporter_hears_nothing(desk, agent):
    case = a_worked_case()
    before = case.clocks.running().filter(kind=ClockKind.RETURN_CALL).count()
    note = a_call(agent, words="I live next door.", wants_call=True)
    desk.post(page_of(note, "add"), {"reference": case.reference, "who": "other"})
    message = case.events.get(kind=EventKind.LEFT_MESSAGE)
    assert message.reporter_text == ""
    assert "They want us to call them back" in message.text
    assert case.clocks.running().filter(kind=ClockKind.RETURN_CALL).count() == before


def test_added_twice_is_added_once(agent):
    case, note = a_worked_case(), a_call(agent, words="It was loud again.")
    for _ in range(2):
        actions.add_call_to_case(note=note, by=agent, case=case, is_reporters=True)
    assert case.events.filter(kind=EventKind.LEFT_MESSAGE).count() == 1


def test_a_case_that_one_may_not_add_to_is_answered_like_none(desk, agent):
    note, restricted = a_call(agent, words="Loud."), a_worked_case(kind=Kind.DOMESTIC_ABUSE)
    told = [
        desk.post(page_of(note, "add"), {"reference": reference, "who": "reporter"}).context["form"].errors
        for reference in (restricted.reference, "FS-0000-0000", "nonsense")
    ]
    assert told[0] == told[1] == told[2]
    assert list(told[0]) == ["reference"]
    assert CallNote.objects.get().words == "Loud."


# --- Its end --------------------------------------------------------------------------------------


def test_a_call_ends_with_what_came_of_it(desk, agent):
    note = a_call(agent, words="About a tap.")
    assert desk.post(page_of(note, "end"), {"end-outcome": ""}).status_code == 200
    desk.post(page_of(note, "end"), {"end-outcome": "not_asb", "end-topic": "other"})
    note.refresh_from_db()
    assert (note.outcome, note.topic) == (Outcome.NOT_ASB, Kind.OTHER)
    assert note.ended_at
    assert "About a tap." in text_of(desk.get(page_of(note)))


def test_after_its_end_nothing_more_is_written_into_it(desk, agent):
    note = a_call(agent, words="About a tap.")
    actions.end_call(note=note, by=agent, outcome=Outcome.NOT_ASB)
    assert desk.post(page_of(note, "save"), TYPED, headers=AS_DATA).json() == {
        "saved": False,
        "words": "This call has ended.",
    }
    assert "This call has ended." in text_of(desk.post(page_of(note, "save"), TYPED, follow=True))
    for name in ("case", "add", "end"):
        assert desk.get(page_of(note, name)).url == page_of(note)
    assert CallNote.objects.get().words == "About a tap."


def test_notes_that_became_no_case_are_forgotten_like_a_chat(agent):
    ended, left = a_call(agent, words="About a tap.", name="Sam", phone="07700"), a_call(agent, words="Left open")
    actions.end_call(note=ended, by=agent, outcome=Outcome.ADVICE)
    with in_days(89):
        assert forget_calls() == 0
    with in_days(91):
        assert forget_calls() == 2
        assert forget_calls() == 0
        assert not CallNote.objects.seen_by(agent).exists()
    for note in CallNote.objects.all():
        assert (note.words, note.name, note.phone) == ("", "", "")
        assert note.by == agent
        assert note.ended_at
    ended.refresh_from_db()
    assert ended.outcome == Outcome.ADVICE
    assert left.words == "Left open"


# --- On the phone ---------------------------------------------------------------------------------


def test_a_call_alone_takes_no_chat_place():
    agent = an_agent_there()
    a_call(agent, words="Loud music.")
    assert presence.room().free == presence.agent_of(agent).limit


def test_whoever_is_on_the_phone_gets_no_new_chat_until_the_call_ends(settings):
    settings.CHAT_ALWAYS_OPEN = True
    agent, chat = an_agent_there(), a_chat()
    note = a_call(agent, words="Loud music.")
    actions.set_on_phone(note=note, by=agent, on=True)
    assert presence.agent_of(agent).presence == Presence.ON_PHONE
    assert opening() == Opening.NOBODY
    with pytest.raises(NotPossible, match="on the phone"):
        actions.take(conversation=chat, by=agent)
    actions.end_call(note=note, by=agent, outcome=Outcome.ADVICE)
    assert opening() == Opening.OPEN
    actions.take(conversation=chat, by=agent)


def test_nobody_hands_a_chat_to_someone_on_the_phone():
    agent, other = an_agent_there(), an_agent_there()
    chat = a_taken_chat(by=other)
    actions.set_on_phone(note=a_call(agent), by=agent, on=True)
    with pytest.raises(NotPossible):
        actions.hand_over(conversation=chat, by=other, to=agent, client_id=an_id(), note="Please")


def test_the_chats_they_are_in_go_on():
    agent = an_agent_there()
    chat = a_taken_chat(by=agent)
    actions.set_on_phone(note=a_call(agent), by=agent, on=True)
    actions.say(conversation=chat, client_id=an_id(), text="I am still here.", by=agent)
    assert chat.messages.last().text == "I am still here."


def test_one_can_take_chats_again_during_the_call(desk, agent):
    presence.take_chats(agent)
    note = a_call(agent)
    desk.post(page_of(note, "phone"), {"on": "yes"})
    assert "On the phone" in text_of(desk.get(reverse("desk_chats")))
    assert presence.room().there == 0
    desk.post(reverse("desk_chat_ready"))
    assert presence.room().there == 1
    desk.post(page_of(note, "phone"), {"on": "yes"})
    desk.post(page_of(note, "phone"), {"on": "no"})
    assert presence.room().there == 1


def test_nobody_is_put_on_the_phone_by_someone_else(agent):
    note, leader = a_call(agent), UserFactory(roles=[Role.MANAGER])
    with pytest.raises(NotPossible):
        actions.set_on_phone(note=note, by=leader, on=True)
    assert presence.agent_of(leader).in_call_id is None
