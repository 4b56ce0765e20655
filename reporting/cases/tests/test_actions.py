from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from reporting.cases import actions, timeline
from reporting.cases.access import find_case
from reporting.cases.actions.planning import Step
from reporting.cases.enums import ClockKind, CloseReason, ContactOutcome, EventKind, Owner, Status
from reporting.cases.lifecycle import NotPossible
from reporting.cases.models import AppendOnly, Case, Event
from reporting.kinds import Category, Kind
from reporting.post.models import Message
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .factories import a_report, a_worked_case, open_a_case

pytestmark = pytest.mark.django_db


def a_plan(case, by, **changes):
    values = {
        "told_us": "Music at night",
        "aim": "Quiet nights",
        "review_on": date(2027, 1, 4),
        "steps": [Step(owner=Owner.LANDLORD, what="Speak to the neighbour", due_on=date(2026, 12, 1))],
    }
    return actions.issue_plan(case=case, by=by, **{**values, **changes})


def test_a_report_becomes_a_case_with_event_receipt_clock_and_message():
    opened = actions.open_case(report=a_report(), key="a", body="b")
    case = opened.case
    assert [event.kind for event in case.events.all()] == [EventKind.REPORTED, EventKind.WROTE]
    assert case.receipt.body_hash
    assert case.clocks.get().kind == ClockKind.ACKNOWLEDGE
    assert Message.objects.about(case.reference).get().kind == "received"
    assert find_case(case.reference.lower(), opened.secret.lower()) == case
    assert find_case(case.reference, "0" * 16) is None


def test_the_same_report_twice_is_one_case_with_the_same_receipt():
    first = actions.open_case(report=a_report(), key="a", body="b")
    again = actions.open_case(report=a_report(), key="a", body="b")
    assert (again.case, again.secret, again.again) == (first.case, first.secret, True)
    assert Case.objects.count() == 1
    assert Message.objects.count() == 1


def test_another_report_under_the_same_key_is_refused():
    first = actions.open_case(report=a_report(), key="a", body="b")
    with pytest.raises(actions.BodyChanged) as refused:
        actions.open_case(report=a_report(), key="a", body="something else")
    assert refused.value.reference == first.case.reference


@pytest.mark.parametrize(
    ("changes", "restricted"),
    [
        ({"kind": Kind.NOISE}, False),
        ({"kind": Kind.DOMESTIC_ABUSE}, True),
        ({"kind": Kind.HATE_RACIAL}, True),
        ({"kind": Kind.NOISE, "risk": {"identity": "yes"}}, True),
    ],
)
def test_domestic_abuse_and_hate_are_restricted_from_the_start(changes, restricted):
    assert open_a_case(**changes).restricted is restricted


def test_a_case_goes_from_report_to_closing_letter():
    officer = UserFactory(roles=[Role.COORDINATOR])
    case = a_worked_case(officer=officer)
    tomorrow = timezone.localdate() + timedelta(days=1)
    actions.record_contact(
        case=case, by=officer, outcome=ContactOutcome.SPOKE, text="Told their story", next_contact_on=tomorrow
    )
    plan = a_plan(case, officer)
    actions.agree_plan(case=case, version=plan.version)
    actions.finish_step(step=plan.steps.get(), by=officer)
    actions.close(case=case, by=officer, reason=CloseReason.RESOLVED, explanation="Quiet for six weeks.")
    case.refresh_from_db()
    assert case.status == Status.CLOSED
    assert [clock.kind for clock in case.clocks.running()] == [ClockKind.CLOSING_LETTER]
    assert list(Message.objects.about(case.reference).values_list("kind", flat=True)) == [
        "received",
        "acknowledged",
        "plan",
        "closed",
    ]
    assert timeline.verify(case) is None


def test_a_case_cannot_be_closed_before_it_was_worked():
    case = open_a_case()
    with pytest.raises(NotPossible):
        actions.close(
            case=case, by=UserFactory(roles=[Role.MANAGER]), reason=CloseReason.RESOLVED, explanation="Done"
        )
    assert not Message.objects.filter(kind="closed").exists()


def test_what_a_role_may_not_do_is_refused_and_leaves_nothing():
    case = open_a_case()
    with pytest.raises(PermissionDenied):
        actions.acknowledge(case=case, by=UserFactory(roles=[Role.CONTACT_CENTRE]))
    case.refresh_from_db()
    assert case.status == Status.NEW
    assert case.events.count() == 2


def test_a_restricted_case_goes_only_to_someone_who_may_work_it():
    case = open_a_case(kind=Kind.DOMESTIC_ABUSE)
    duty = UserFactory(roles=[Role.DUTY_OFFICER])
    actions.acknowledge(case=case, by=duty)
    actions.assess(case=case, by=duty, category=Category.A, reason="Risk", risk_answers={}, restricted=True)
    with pytest.raises(NotPossible):
        actions.allocate(case=case, to=UserFactory(roles=[Role.CONTACT_CENTRE]), by=duty)


@pytest.mark.parametrize(
    ("kind", "band"),
    [(Kind.NOISE, "low"), (Kind.VIOLENCE, "high"), (Kind.DOMESTIC_ABUSE, "high"), (Kind.HATE_OTHER, "high")],
)
def test_some_kinds_are_high_risk_to_the_form_and_to_the_officer_alike(kind, band):
    case = a_worked_case(kind=kind)
    assert [risk.band for risk in case.risks.all()] == [band, band]


def test_a_plan_that_was_replaced_can_no_longer_be_agreed():
    officer = UserFactory(roles=[Role.COORDINATOR])
    case = a_worked_case(officer=officer)
    a_plan(case, officer)
    a_plan(case, officer, aim="Something better")
    with pytest.raises(NotPossible):
        actions.agree_plan(case=case, version=1)
    actions.agree_plan(case=case, version=2)


def test_an_altered_event_is_found():
    case = open_a_case()
    first = case.events.get(number=1)
    first.text = "Something else"
    assert timeline.link_hash(first, "") != first.hash
    assert timeline.verify(case) is None
    case.timeline_length += 1
    assert timeline.verify(case) == 3


def test_the_timeline_refuses_changes_in_python_and_in_the_database():
    case = open_a_case()
    event = case.events.first()
    with pytest.raises(AppendOnly):
        case.events.all().delete()
    with pytest.raises(AppendOnly):
        Event.objects.update(text="x")
    event.text = "Another story"
    with pytest.raises(DatabaseError), transaction.atomic():
        event.save()
    assert timeline.verify(case) is None


def test_someone_whose_messages_others_see_gets_no_details():
    contact = a_report().contact
    shared = type(contact)(prefers="email", email="robin@tenant.example", shared=True)
    case = open_a_case(contact=shared)
    message = Message.objects.about(case.reference).get()
    assert "reference" in message.full_text
    assert case.reference not in message.discreet_text
    assert "noise" not in message.discreet_text.lower()


def test_what_the_caller_keeps_stands_or_falls_with_the_case():
    def fail(opened):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        actions.open_case(report=a_report(), key="a", body="b", also=fail)
    assert not Case.objects.exists()
    told = []
    opened = actions.open_case(report=a_report(), key="a", body="b", also=told.append)
    assert told == [opened]


def test_the_code_is_sent_once_and_kept_nowhere(django_capture_on_commit_callbacks):
    opened = actions.open_case(report=a_report(), key="a", body="b")
    with django_capture_on_commit_callbacks(execute=True):
        actions.send_code(case=opened.case, secret=opened.secret)
        actions.send_code(case=opened.case, secret=opened.secret)
    assert [opened.secret in sent.body for sent in mail.outbox] == [True]
    message = Message.objects.get(kind="reference")
    assert bytes(message.sealed_secret) == b""
    assert opened.secret not in message.full_text + message.sent_text
    assert opened.secret not in "".join(event.text + event.reporter_text for event in opened.case.events.all())


def test_a_reporter_who_asks_for_a_call_is_owed_one():
    case = open_a_case()
    actions.ask_for_call(case=case, number="07700 900123", when="After 4pm")
    actions.ask_for_call(case=case)
    assert case.clocks.running().filter(kind=ClockKind.RETURN_CALL).count() == 1
    asked = case.events.filter(kind=EventKind.INFORMATION).first()
    assert "07700 900123" in asked.text
    assert "After 4pm" in asked.text
    assert asked.reporter_text == "You asked us to call you back."
    assert timeline.verify(case) is None


def test_no_open_case_is_ever_without_a_promise():
    duty = UserFactory(roles=[Role.DUTY_OFFICER])
    case = open_a_case()
    assert case.next_due_at
    actions.acknowledge(case=case, by=duty)
    latest = case.next_due_at
    assert latest
    actions.assess(case=case, by=duty, category=Category.A, reason="Risk", risk_answers={}, restricted=False)
    assert case.next_due_at < latest
    assert {clock.kind for clock in case.clocks.running()} == {
        ClockKind.FIRST_CONTACT,
        ClockKind.PLAN,
        ClockKind.RISK,
        ClockKind.MANAGER_REVIEW,
    }
