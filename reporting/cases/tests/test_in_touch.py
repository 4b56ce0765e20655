"""No open case is without a day by which its reporter hears from us (P23)."""

from datetime import date

import pytest

from reporting.cases import actions
from reporting.cases.enums import ClockKind, CloseReason, ContactChannel, ContactOutcome, EventKind, PauseReason
from reporting.kinds import Category
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .factories import open_a_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def next_contact(case) -> date | None:
    case.refresh_from_db()
    return case.next_contact_on


def test_from_the_report_to_its_end_there_always_is_one():
    duty, officer = UserFactory(roles=[Role.DUTY_OFFICER]), UserFactory(roles=[Role.COORDINATOR])
    case = open_a_case()
    assert next_contact(case) == date(2026, 12, 1)
    actions.acknowledge(case=case, by=duty)
    assert next_contact(case) == date(2026, 12, 1)
    actions.assess(case=case, by=duty, category=Category.A, reason="Risk", risk_answers={}, restricted=False)
    assert next_contact(case) == date(2026, 11, 25)
    actions.pause(case=case, by=duty, reason=PauseReason.ASKED, why="She said so.", until=date(2026, 11, 26))
    assert next_contact(case) == date(2026, 11, 27)
    actions.allocate(case=case, to=officer, by=duty)
    assert next_contact(case) == date(2026, 11, 27)
    actions.assess(case=case, by=duty, category=Category.B, reason="Less", risk_answers={}, restricted=False)
    # B's third working day, and the two for which it waits.
    assert next_contact(case) == date(2026, 12, 1)
    actions.record_contact(
        case=case,
        by=officer,
        channel=ContactChannel.VISIT,
        outcome=ContactOutcome.MET,
        text="At home",
        next_contact_on=date(2026, 12, 4),
    )
    assert next_contact(case) == date(2026, 12, 4)
    actions.close(case=case, by=officer, reason=CloseReason.RESOLVED, explanation="Quiet.")
    assert next_contact(case) is None


def test_an_officer_who_is_given_a_case_that_was_not_assessed_again_keeps_its_day():
    duty = UserFactory(roles=[Role.DUTY_OFFICER])
    case = open_a_case()
    actions.acknowledge(case=case, by=duty)
    actions.assess(case=case, by=duty, category=Category.C, reason="Low", risk_answers={}, restricted=False)
    actions.allocate(case=case, to=UserFactory(roles=[Role.COORDINATOR]), by=duty)
    promised = next_contact(case)
    actions.allocate(case=case, to=UserFactory(roles=[Role.COORDINATOR]), by=duty, handover="Ring her.")
    assert next_contact(case) == promised
    assert case.clocks.running().filter(kind=ClockKind.KEEP_IN_TOUCH).count() == 1


def test_how_it_was_and_what_came_of_it_stand_on_the_timeline():
    case, duty = open_a_case(), UserFactory(roles=[Role.DUTY_OFFICER])
    actions.record_contact(
        case=case,
        by=duty,
        channel=ContactChannel.TEXT,
        outcome=ContactOutcome.NO_ANSWER,
        text="Asked when to call",
        next_contact_on=date(2026, 11, 26),
    )
    event = case.events.get(kind=EventKind.CONTACT)
    assert event.text == "Text message: No answer. Asked when to call"
    assert event.data["channel"] == "text"
    assert event.reporter_text == "We tried to reach you."
