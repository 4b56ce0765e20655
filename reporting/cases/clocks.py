"""Starting, keeping and stopping a case's promises. Called by actions, inside their transaction."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from home.said import working_days
from home.service import current_service
from reporting.kinds import Category
from reporting.worktime import ENGLAND, add_working_days

from .enums import ClockKind
from .models import Case, Clock
from .standards import due, hours


def start(case: Case, kind: ClockKind, *, due_at: datetime, rule: str) -> None:
    Clock.objects.create(case=case, kind=kind, rule=rule, started_at=timezone.now(), due_at=due_at)
    _keep_next_due(case)


def start_acknowledge(case: Case) -> None:
    days = case.standards.acknowledge
    rule = f"{working_days(days)} after the report"
    start(case, ClockKind.ACKNOWLEDGE, due_at=due(case.opened_at, days), rule=rule)


def start_return_call(case: Case) -> None:
    number = case.standards.return_call
    rule = f"{hours(number)} after it was asked for"
    start(case, ClockKind.RETURN_CALL, due_at=timezone.now() + timedelta(hours=number), rule=rule)


def start_for_category(case: Case) -> None:
    """The promises of the case's category, counted from the report. A new category's take the place of the old one's.

    Without a category yet they are the latest that its reporter was told of, so that no case is without a promise.
    """
    standard = case.standards.of(case.category or Category.C)
    whose = f"Category {case.category}" if case.category else "No category yet"
    for kind, days in ((ClockKind.FIRST_CONTACT, standard.first_contact), (ClockKind.PLAN, standard.plan)):
        if case.clocks.filter(kind=kind).exclude(met_at=None).exists():
            continue
        case.clocks.running().filter(kind=kind).update(stopped_at=timezone.now())
        rule = f"{whose}: {working_days(days)} after the report"
        start(case, kind, due_at=due(case.opened_at, days), rule=rule)


def set_next_contact(case: Case, day: date) -> None:
    """Promise to be in touch by the end of `day`; any earlier such promise is kept by having been in touch."""
    meet(case, ClockKind.KEEP_IN_TOUCH)
    case.next_contact_on = day
    case.save(update_fields=["next_contact_on"])
    closes = current_service().centre_hours.closes
    start(
        case,
        ClockKind.KEEP_IN_TOUCH,
        due_at=datetime.combine(day, closes, ENGLAND),
        rule=f"In touch by {day:%d/%m/%Y}",
    )


def next_contact_date(case: Case, day: date) -> date:
    """By when its reporter is to hear from us again, counted from `day`; the soonest while it has no category."""
    return add_working_days(day, case.standards.of(case.category or Category.A).keep_in_touch)


def meet(case: Case, kind: ClockKind) -> None:
    case.clocks.running().filter(kind=kind).update(met_at=timezone.now())
    _keep_next_due(case)


def stop_all(case: Case) -> None:
    case.clocks.running().update(stopped_at=timezone.now())
    _keep_next_due(case)


def _keep_next_due(case: Case) -> None:
    first = case.clocks.running().order_by("due_at").first()
    case.next_due_at = first.due_at if first else None
    case.save(update_fields=["next_due_at"])
