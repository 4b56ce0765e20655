"""Promises to a reporter wait for stated reasons alone, for a stated time, and nothing else does (P23, P32)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from reporting.cases import actions
from reporting.cases.enums import PAUSABLE, ClockKind, ContactOutcome, EventKind, PauseReason
from reporting.cases.lifecycle import NotPossible
from reporting.kinds import Category
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .factories import NOW, a_worked_case, open_a_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def case():
    return a_worked_case()


def wait(case, until: date, **changes) -> None:
    given = {"reason": PauseReason.AWAY, "why": "In hospital, their daughter says.", "by": case.officer} | changes
    actions.pause(case=case, until=until, **given)


def due_days(case) -> dict[str, date]:
    return {clock.kind: clock.due_at.date() for clock in case.clocks.running()}


BEFORE = {
    ClockKind.FIRST_CONTACT: date(2026, 11, 27),
    ClockKind.PLAN: date(2026, 12, 3),
    ClockKind.KEEP_IN_TOUCH: date(2026, 12, 8),
    ClockKind.RISK: date(2026, 12, 8),
    ClockKind.MANAGER_REVIEW: date(2027, 1, 8),
}


def test_what_needs_the_reporter_waits_by_as_many_working_days_and_the_rest_does_not(case):
    assert due_days(case) == BEFORE
    # Four working days: Tuesday to Friday.
    wait(case, date(2026, 11, 30))
    assert due_days(case) == BEFORE | {
        ClockKind.FIRST_CONTACT: date(2026, 12, 3),
        ClockKind.PLAN: date(2026, 12, 9),
        ClockKind.KEEP_IN_TOUCH: date(2026, 12, 14),
    }
    case.refresh_from_db()
    assert case.next_contact_on == date(2026, 12, 3)
    assert case.next_due_at.date() == date(2026, 12, 3)


def test_a_call_that_is_owed_does_not_wait():
    case = open_a_case(wants_call=True)
    case.officer = UserFactory(roles=[Role.MANAGER])
    owed = case.clocks.get(kind=ClockKind.RETURN_CALL).due_at
    wait(case, date(2026, 12, 1))
    assert case.clocks.get(kind=ClockKind.RETURN_CALL).due_at == owed
    assert ClockKind.RETURN_CALL not in PAUSABLE


def test_what_is_late_already_stays_late(case, clock):
    clock.move_to(datetime(2026, 11, 30, 10, tzinfo=UTC))
    wait(case, date(2026, 12, 2))
    assert due_days(case)[ClockKind.FIRST_CONTACT] == BEFORE[ClockKind.FIRST_CONTACT]
    assert due_days(case)[ClockKind.PLAN] == date(2026, 12, 7)
    clock.move_to(datetime(2026, 12, 1, 10, tzinfo=UTC))
    actions.resume(case=case, by=case.officer, why="They are back.")
    assert due_days(case)[ClockKind.FIRST_CONTACT] == BEFORE[ClockKind.FIRST_CONTACT]


def test_going_on_sooner_takes_back_the_days_that_were_left(case, clock):
    wait(case, date(2026, 12, 8))
    clock.move_to(datetime(2026, 11, 26, 15, tzinfo=UTC))
    actions.resume(case=case, by=case.officer, why="They called.")
    # It waited on Tuesday and Wednesday.
    assert due_days(case)[ClockKind.PLAN] == date(2026, 12, 7)
    assert due_days(case)[ClockKind.KEEP_IN_TOUCH] == date(2026, 12, 10)
    case.refresh_from_db()
    assert case.next_contact_on == date(2026, 12, 1)
    with pytest.raises(NotPossible, match="do not wait"):
        actions.resume(case=case, by=case.officer, why="Again")


def test_going_on_at_once_leaves_all_as_it_was(case):
    wait(case, date(2026, 12, 18))
    actions.resume(case=case, by=case.officer, why="A mistake")
    assert due_days(case) == BEFORE


def test_it_goes_on_by_itself_on_the_day_that_was_set(case, clock):
    wait(case, date(2026, 12, 1))
    clock.move_to(datetime(2026, 12, 1, 9, tzinfo=UTC))
    waited = due_days(case)
    assert not case.pauses.now(date(2026, 12, 1)).exists()
    # And may wait once more, which adds up.
    wait(case, date(2026, 12, 3))
    assert due_days(case)[ClockKind.PLAN] == waited[ClockKind.PLAN] + timedelta(days=4)  # over a weekend
    actions.resume(case=case, by=case.officer, why="They are back.")
    assert due_days(case) == waited


def test_a_contact_meanwhile_sets_its_own_day_which_going_on_does_not_move(case, clock):
    wait(case, date(2026, 12, 8))
    clock.shift(timedelta(days=1))
    actions.record_contact(
        case=case,
        by=case.officer,
        outcome=ContactOutcome.SPOKE,
        text="Rang us",
        next_contact_on=date(2026, 12, 16),
    )
    actions.resume(case=case, by=case.officer, why="They are back.")
    assert due_days(case)[ClockKind.KEEP_IN_TOUCH] == date(2026, 12, 16)


def test_another_category_takes_over_how_long_it_has_waited(case):
    wait(case, date(2026, 11, 30))
    actions.assess(
        case=case, by=case.officer, category=Category.C, reason="Less", risk_answers={}, restricted=False, needs=""
    )
    # Ten working days after the report, and four.
    assert due_days(case)[ClockKind.PLAN] == date(2026, 12, 14)


def test_a_wait_over_christmas_counts_no_bank_holidays(case, clock):
    clock.move_to(datetime(2026, 12, 1, 10, tzinfo=UTC))
    case = a_worked_case()
    clock.move_to(datetime(2026, 12, 23, 10, tzinfo=UTC))
    actions.record_contact(
        case=case, by=case.officer, outcome=ContactOutcome.SPOKE, text="Spoke", next_contact_on=date(2026, 12, 30)
    )
    # Friday 25 and Monday 28 December, and Friday 1 January, are bank holidays.
    # Wednesday 23, Thursday 24, Tuesday 29, Wednesday 30, Thursday 31: five working days.
    wait(case, date(2027, 1, 4))
    assert due_days(case)[ClockKind.KEEP_IN_TOUCH] == date(2027, 1, 7)


def test_the_reporter_reads_until_when_and_never_why(case):
    wait(case, date(2026, 12, 1), reason=PauseReason.POLICE, why="DS Sample asked: an arrest is planned.")
    event = case.events.get(kind=EventKind.PAUSED)
    assert "Tuesday 1 December" in event.reporter_text
    assert "olice" not in event.reporter_text
    assert "The police asked us to wait" in event.text
    assert "DS Sample" in event.text


@pytest.mark.parametrize("until", [NOW.date() - timedelta(1), NOW.date(), NOW.date() + timedelta(29)])
def test_only_a_day_within_four_weeks_can_be_set(case, until):
    with pytest.raises(NotPossible, match="four weeks"):
        wait(case, until)
    assert due_days(case) == BEFORE


def test_it_cannot_wait_twice_at_once(case):
    wait(case, date(2026, 12, 1))
    with pytest.raises(NotPossible, match="wait already"):
        wait(case, date(2026, 12, 8))


def test_only_those_who_answer_for_the_case_may_let_it_wait(case):
    another = UserFactory(roles=[Role.COORDINATOR])
    for someone in [another, *(UserFactory(roles=[role]) for role in (Role.CONTACT_CENTRE, Role.QUALITY))]:
        with pytest.raises(PermissionDenied):
            wait(case, date(2026, 12, 1), by=someone)
    wait(case, date(2026, 12, 1), by=UserFactory(roles=[Role.MANAGER]))


def test_what_begins_while_it_waits_begins_later(clock):
    case, duty = open_a_case(), UserFactory(roles=[Role.DUTY_OFFICER])
    wait(case, date(2026, 12, 1), by=duty)
    clock.shift(timedelta(hours=1))
    actions.acknowledge(case=case, by=duty)
    # Five and ten working days after the report, and the five for which it waits.
    assert due_days(case)[ClockKind.FIRST_CONTACT] == date(2026, 12, 8)
    assert due_days(case)[ClockKind.PLAN] == date(2026, 12, 15)
    actions.assess(case=case, by=duty, category=Category.B, reason="Often", risk_answers={}, restricted=False)
    actions.allocate(case=case, to=UserFactory(roles=[Role.COORDINATOR]), by=duty)
    # Ten working days after we go on.
    assert due_days(case)[ClockKind.KEEP_IN_TOUCH] == date(2026, 12, 15)
