from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from reporting.cases import actions
from reporting.cases.actions.planning import Step
from reporting.cases.desk import story
from reporting.cases.enums import ContactOutcome, Owner, PartyRole
from reporting.cases.report import Person, SafeContact
from reporting.cases.tests.factories import a_worked_case, open_a_case
from reporting.post.models import Message
from reporting.staff.roles import Role

pytestmark = pytest.mark.django_db


def page_of(client, case, **parameters) -> str:
    response = client.get(reverse("desk_case", args=[case.reference]), parameters)
    assert response.status_code == 200
    return response.content.decode()


def give_a_plan(case, **changes):
    values = {
        "told_us": "Music at night",
        "aim": "Nights in which you sleep",
        "review_on": timezone.localdate() + timedelta(days=28),
        "steps": [Step(owner=Owner.LANDLORD, what="Speak to next door", due_on=timezone.localdate())],
    }
    return actions.issue_plan(case=case, by=case.officer, **{**values, **changes})


def test_the_page_tells_the_whole_story(desk, home):
    case = a_worked_case(
        home=home,
        wants="To sleep",
        people=(Person(PartyRole.ALLEGED, name="Kit Sample", about="Next door"),),
        answers=[{"title": "What", "rows": [["What happened?", "Drums"]]}],
        risk={"effect": "extremely"},
    )
    case.parties.filter(role=PartyRole.REPORTER).update(support_needs="Uses a wheelchair")
    give_a_plan(case)
    actions.question_plan(case=case, version=1, missing="Nothing about the weekends")
    page = page_of(desk(Role.MANAGER), case)
    for words in (
        "Robin Example",
        "Loud music through the wall",
        "To sleep",
        "Uses a wheelchair",
        "Kit Sample",
        "Drums",
        "Nights in which you sleep",
        "Speak to next door",
        "Nothing about the weekends",
        "B: medium",
        case.officer.display_name,
        "Keep in touch",
        "robin@tenant.example",
        "Receipt of the report",
    ):
        assert words in page


def test_what_is_unsafe_is_said_before_anything_else(desk):
    contact = SafeContact(prefers="phone", phone="03069990123", shared=True, safe_times="After 6pm")
    page = page_of(desk(Role.DUTY_OFFICER), open_a_case(contact=contact))
    assert "Do not leave messages or a voicemail." in page
    assert "Someone else may see or hear messages." in page
    assert "After 6pm" in page
    assert page.index("Do not leave messages") < page.index("0306 999")


def test_someone_who_must_not_be_contacted_comes_with_one_warning(desk, new_case):
    new_case.reporter.recipient.stopped = True
    new_case.reporter.recipient.save()
    assert "Do not contact them." in page_of(desk(Role.DUTY_OFFICER), new_case)


@pytest.mark.parametrize(
    ("contact", "status", "words"),
    [
        (SafeContact(), Message.Status.KEPT, "There to read on Your case"),
        (SafeContact(prefers="email"), Message.Status.HELD, "Not sent: no safe way known"),
    ],
)
def test_why_a_message_was_not_sent_is_shown(desk, django_capture_on_commit_callbacks, contact, status, words):
    with django_capture_on_commit_callbacks(execute=True):
        case = open_a_case(contact=contact)
    assert Message.objects.get().status == status
    page = page_of(desk(Role.DUTY_OFFICER), case)
    assert words in page
    assert Message.objects.get().why_not in page


def test_what_people_write_is_shown_as_text(desk):
    case = open_a_case(name="<script>alert(1)</script>", what_happened="<b>x</b>\n\u202eabc")
    page = page_of(desk(Role.DUTY_OFFICER), case)
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "<b>x</b>" not in page


def test_only_what_one_may_do_and_what_can_be_done_is_offered(desk, new_case, worked_case):
    def offered(client, case):
        return [offer.name for offer in client.get(reverse("desk_case", args=[case.reference])).context["actions"]]

    assert offered(desk(Role.DUTY_OFFICER), new_case) == ["acknowledge", "contact", "note", "message", "pause"]
    assert offered(desk(Role.QUALITY), new_case) == []
    assert offered(desk(Role.NEIGHBOURHOOD_OFFICER), worked_case) == ["contact", "plan", "note", "message", "close"]
    assert {"allocate", "pause"} <= set(offered(desk(user=worked_case.officer), worked_case))
    assert "manager_review" in offered(desk(Role.MANAGER), worked_case)


def test_quality_reads_the_case_but_not_the_evidence(desk, new_case):
    assert 'id="evidence"' not in page_of(desk(Role.QUALITY), new_case)
    assert 'id="evidence"' in page_of(desk(Role.DUTY_OFFICER), new_case)


def test_the_timeline_is_paged_newest_first(desk, worked_case, monkeypatch):
    monkeypatch.setattr(story, "SIZE", 3)
    for number in range(5):
        actions.note(case=worked_case, by=worked_case.officer, text=f"Note number {number}")
    client = desk(Role.MANAGER)
    first = page_of(client, worked_case)
    assert first.index("Note number 4") < first.index("Note number 3")
    assert "Note number 1" not in first
    older = client.get(reverse("desk_case", args=[worked_case.reference])).context["story"].older
    assert "Note number 1" in page_of(client, worked_case, before=older)


@pytest.mark.parametrize("before", ["x", "-1", "99999999999999999999", "\x00", "²"])
def test_a_timeline_asked_for_wrongly_begins_anew(desk, new_case, before):
    assert "Reported" in page_of(desk(Role.DUTY_OFFICER), new_case, before=before)


def test_who_opened_a_case_is_shown_to_whoever_asks(desk, restricted_case):
    client = desk(Role.DUTY_OFFICER)
    page_of(client, restricted_case)
    assert "Opened by" not in page_of(client, restricted_case)
    assert "Opened by" in page_of(client, restricted_case, looks="1")


def with_a_second_factor(client) -> None:
    phone = TOTPDevice.objects.create(user=client.who, name="phone", confirmed=True)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = phone.persistent_id
    session.save()


def test_a_case_with_all_it_can_have_asks_the_database_no_more_than_ten_times(
    desk, home, settings, django_assert_max_num_queries
):
    settings.STAFF_TWO_FACTOR = True
    people = tuple(Person(PartyRole.WITNESS, name=f"Witness {number}") for number in range(4))
    case = a_worked_case(home=home, people=people, risk={"effect": "a_lot"})
    for number in range(3):
        give_a_plan(case, aim=f"Aim {number}")
        actions.note(case=case, by=case.officer, text="A note")
    for client in (desk(Role.MANAGER), desk(Role.COORDINATOR), desk(user=case.officer)):
        with_a_second_factor(client)
        page_of(client, case)
        with django_assert_max_num_queries(10):
            page_of(client, case)


def test_a_late_next_contact_is_marked(desk):
    with time_machine.travel("2026-10-01 10:00Z"):
        case = a_worked_case()
    with time_machine.travel("2026-11-21 10:00Z"):
        assert "Late: Keep in touch" in page_of(desk(Role.MANAGER), case)


def test_the_contact_centre_answers_a_caller_and_learns_nothing_more(desk, home):
    case = a_worked_case(home=home, people=(Person(PartyRole.ALLEGED, name="Kit Sample"),), risk={"alone": "yes"})
    actions.record_contact(
        case=case,
        by=case.officer,
        outcome=ContactOutcome.SPOKE,
        text="They cried on the phone",
        next_contact_on=date(2099, 1, 5),
    )
    give_a_plan(case)
    client = desk(Role.CONTACT_CENTRE)
    page = client.get(reverse("desk_summary", args=[case.reference])).content.decode()
    for words in ("An officer is working on your case", "Nights in which you sleep", "5 Jan 2099"):
        assert words in page
    assert case.officer.display_name in page
    for words in ("Robin", "Loud music", "Kit Sample", "They cried", "Imaginary Row", "robin@", "Risk", "Noise"):
        assert words not in page
    assert client.get(reverse("desk_case", args=[case.reference])).status_code == 404


def test_a_letter_is_printed_as_it_is_safe_to_put_in_an_envelope(desk, new_case):
    sent = Message.objects.about(new_case.reference).get()
    client = desk(Role.DUTY_OFFICER)
    address = reverse("desk_letter", args=[new_case.reference, sent.pk])
    assert new_case.reference in client.get(address).context["text"]
    new_case.reporter.recipient.shared = True
    new_case.reporter.recipient.save()
    assert new_case.reference not in client.get(address).context["text"]
    other = open_a_case()
    assert client.get(reverse("desk_letter", args=[other.reference, sent.pk])).status_code == 404
