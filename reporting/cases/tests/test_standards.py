"""What is promised is what managers have set, and a case keeps what held when it was opened (P23, P32)."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from reporting.cases import actions, clocks
from reporting.cases.enums import ClockKind
from reporting.cases.lifecycle import NotPossible
from reporting.cases.models import Case, StandardsVersion
from reporting.cases.standards import SHEET, what_happens_next
from reporting.kinds import Category
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .factories import a_worked_case, open_a_case

FIGURES, FIRST = SHEET.figures, SHEET.first

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def manager():
    return UserFactory(roles=[Role.MANAGER])


def changed(manager, instead_of: int = 1, **figures) -> StandardsVersion:
    return actions.set_standards(by=manager, figures=FIRST | figures, why="Agreed", instead_of=instead_of)


def due(case: Case, kind: ClockKind) -> date:
    return case.clocks.running().get(kind=kind).due_at.date()


def test_the_first_are_there_before_anyone_sets_any():
    StandardsVersion.objects.all().delete()
    assert StandardsVersion.objects.current().every_figure == FIRST
    assert StandardsVersion.objects.current().number == 1


def test_what_is_reported_afterwards_gets_the_new_ones(manager):
    changed(manager, acknowledge=2, b_first_contact=2, b_plan=4, b_keep_in_touch=1, return_call=4)
    case = open_a_case(wants_call=True)
    assert due(case, ClockKind.ACKNOWLEDGE) == date(2026, 11, 26)
    call = case.clocks.get(kind=ClockKind.RETURN_CALL)
    assert call.due_at == datetime(2026, 11, 24, 14, tzinfo=UTC)
    assert call.rule == "4 hours after it was asked for"
    case = a_worked_case()
    assert due(case, ClockKind.FIRST_CONTACT) == date(2026, 11, 26)
    assert due(case, ClockKind.PLAN) == date(2026, 11, 30)
    assert case.next_contact_on == date(2026, 11, 25)


def test_a_case_keeps_the_standards_it_was_opened_under(manager):
    case = open_a_case()
    changed(manager, b_first_contact=2, b_plan=4, b_keep_in_touch=1)
    duty = UserFactory(roles=[Role.DUTY_OFFICER])
    actions.acknowledge(case=case, by=duty)
    actions.assess(case=case, by=duty, category=Category.B, reason="Often", risk_answers={}, restricted=False)
    assert due(case, ClockKind.FIRST_CONTACT) == date(2026, 11, 27)
    assert due(case, ClockKind.PLAN) == date(2026, 12, 3)
    assert clocks.next_contact_date(case, date(2026, 11, 24)) == date(2026, 12, 8)
    assert case.clocks.running().get(kind=ClockKind.PLAN).rule == "Category B: 7 working days after the report"


def test_whoever_reports_is_told_of_the_promises_that_the_clocks_keep(manager):
    changed(manager, acknowledge=2, a_first_contact=1, a_plan=2, c_first_contact=6, c_plan=12)
    told = what_happens_next(open_a_case())
    assert [(step["by"].date(), step["if_serious"] and step["if_serious"].date()) for step in told] == [
        (date(2026, 11, 26), None),
        (date(2026, 12, 2), date(2026, 11, 25)),
        (date(2026, 12, 10), date(2026, 11, 26)),
    ]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGER])
def test_only_managers_set_them(role):
    with pytest.raises(PermissionDenied):
        actions.set_standards(by=UserFactory(roles=[role]), figures=FIRST, why="Mine", instead_of=1)


def test_what_someone_else_changed_meanwhile_is_not_overwritten_unseen(manager):
    changed(manager, b_plan=6)
    with pytest.raises(NotPossible, match="Someone else has changed"):
        changed(manager, b_plan=5)
    assert StandardsVersion.objects.current().figures["b_plan"] == 6


def test_saving_them_as_they_are_makes_no_version(manager):
    assert changed(manager).number == 1
    assert StandardsVersion.objects.count() == 1


def test_every_figure_can_be_said_with_its_unit():
    said = {figure.said(number) for figure in FIGURES.values() for number in (1, 2)}
    assert said == {"1 working day", "2 working days", "1 hour", "2 hours", "1 open case", "2 open cases"}
