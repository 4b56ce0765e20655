"""Starting, keeping, pausing and stopping a case's promises. Called by actions, inside their transaction.

`due_at` is moved when promises wait; nothing has to come round for a promise to be late, or to go on.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from home.said import working_days
from home.service import current_service
from reporting.kinds import Category
from reporting.worktime import ENGLAND, add_working_days, working_days_before, working_days_between

from .enums import PAUSABLE, ClockKind, Status
from .models import Case, Clock, Pause
from .standards import due, hours


def start(case: Case, kind: ClockKind, *, due_at: datetime, rule: str, paused_days: int = 0) -> None:
    """`paused_days` is for how long another of its kind, whose place it takes, has waited."""
    clock = Clock(case=case, kind=kind, rule=rule, started_at=timezone.now(), first_due_at=due_at)
    _wait(clock, paused_days)
    clock.save()
    _keep_next_due(case)


def start_acknowledge(case: Case) -> None:
    days = case.standards.figure("acknowledge")
    rule = f"{working_days(days)} after the report"
    start(case, ClockKind.ACKNOWLEDGE, due_at=due(case.opened_at, days), rule=rule)


def promise_first_contact(case: Case) -> None:
    """From the report on, its reporter has a day by which they hear from us: the latest of a first contact."""
    _keep_next_contact(case, _day(due(case.opened_at, case.standards.of(Category.C).first_contact)))


def start_return_call(case: Case) -> None:
    number = case.standards.figure("return_call")
    rule = f"{hours(number)} after it was asked for"
    start(case, ClockKind.RETURN_CALL, due_at=timezone.now() + timedelta(hours=number), rule=rule)


def start_closing_letter(case: Case) -> None:
    days = case.standards.figure("closing_letter")
    start(
        case, ClockKind.CLOSING_LETTER, due_at=due(case.closed_at, days), rule=f"{working_days(days)} after closing"
    )


def start_for_category(case: Case) -> None:
    """The promises of the case's category, counted from the report. A new category's take the place of the old one's.

    Without a category yet they are the latest that its reporter was told of, so that no case is without a promise.
    """
    standard = case.standards.of(case.category or Category.C)
    for kind, days in (
        (ClockKind.FIRST_CONTACT, standard.first_contact),
        (ClockKind.PLAN, standard.plan),
        (ClockKind.MANAGER_REVIEW, standard.review),
    ):
        last = case.clocks.filter(kind=kind).exclude(met_at=None).order_by("-met_at").first()
        if last is None:
            _restart(case, kind, due(case.opened_at, days), f"{_whose(case)}: {working_days(days)} after the report")
        elif kind == ClockKind.MANAGER_REVIEW:
            _start_next_review(case, days, since=last.met_at)
    _keep_day_of_next_contact(case)


def start_risk(case: Case) -> None:
    """The risk was just looked at: when it is to be again."""
    meet(case, ClockKind.RISK)
    days = case.standards.of(case.category).risk
    rule = f"{_whose(case)}: {working_days(days)} after it was looked at"
    start(case, ClockKind.RISK, due_at=due(timezone.now(), days), rule=rule)


def hasten_risk(case: Case) -> None:
    """Something new came in: the risk of a case that was assessed is looked at soon, if it was not to be anyway."""
    if case.status not in {Status.ASSESSED, Status.WORKING}:
        return
    running = case.clocks.running().filter(kind=ClockKind.RISK).first()
    days = case.standards.figure("reassess")
    by = due(timezone.now(), days)
    if running is None or running.due_at > by:
        _restart(case, ClockKind.RISK, by, f"Something new came in: {working_days(days)}")


def start_next_review(case: Case) -> None:
    """A manager just looked at the case: when one is to again."""
    meet(case, ClockKind.MANAGER_REVIEW)
    _start_next_review(case, case.standards.of(case.category or Category.C).review, since=timezone.now())


def _start_next_review(case: Case, days: int, *, since: datetime) -> None:
    rule = f"{_whose(case)}: {working_days(days)} after the last time"
    _restart(case, ClockKind.MANAGER_REVIEW, due(since, days), rule)


def set_next_contact(case: Case, day: date) -> None:
    """Promise to be in touch by the end of `day`; any earlier such promise is kept by having been in touch."""
    meet(case, ClockKind.KEEP_IN_TOUCH)
    start(
        case,
        ClockKind.KEEP_IN_TOUCH,
        due_at=current_service().centre_hours.closing(day),
        rule=f"In touch by {day:%d/%m/%Y}",
    )
    _keep_next_contact(case, day)


def set_first_next_contact(case: Case) -> None:
    """An officer has it now. While nobody has been in touch, the reporter hears from us by the day of the first contact."""
    if case.clocks.running().filter(kind=ClockKind.KEEP_IN_TOUCH).exists():
        return
    waits = current_pause(case)
    set_next_contact(case, next_contact_date(case, waits.until if waits else timezone.localdate()))
    _keep_day_of_next_contact(case)


def next_contact_date(case: Case, day: date) -> date:
    """By when its reporter is to hear from us again, counted from `day`; the soonest while it has no category."""
    return add_working_days(day, case.standards.of(case.category or Category.A).keep_in_touch)


def meet(case: Case, kind: ClockKind, at: datetime | None = None) -> None:
    case.clocks.running().filter(kind=kind).update(met_at=at or timezone.now())
    _keep_next_due(case)


def stop_all(case: Case) -> None:
    case.clocks.running().update(stopped_at=timezone.now())
    _keep_next_due(case)


# --- Waiting --------------------------------------------------------------------------------------


def current_pause(case: Case) -> Pause | None:
    return case.pauses.now(timezone.localdate()).first()


def pause(case: Case, begun: Pause) -> None:
    """Let what needs the reporter wait for each working day until `begun` is over. What is late already stays late."""
    _move(case, case.clocks.pausable().filter(due_at__gte=begun.began_at), lambda waited: waited + begun.days)


def end_pause(case: Case, ended: Pause) -> None:
    """Take back the working days that `ended` did not last."""
    days = working_days_between(ended.ended_on, ended.until)
    waiting = Q(due_at__gte=ended.began_at, paused_days__gt=0)
    _move(case, case.clocks.pausable().filter(waiting), lambda waited: max(waited - days, 0))


def _move(case: Case, clocks: Iterable[Clock], days: Callable[[int], int]) -> None:
    for clock in clocks:
        clock.case = case
        _wait(clock, days(clock.paused_days))
        clock.save(update_fields=["paused_days", "due_at", "warn_at"])
    _keep_day_of_next_contact(case)
    _keep_next_due(case)


def _wait(clock: Clock, days: int) -> None:
    """Work out when a promise falls due that waited for `days` working days, and from when staff are warned."""
    clock.paused_days = days
    clock.due_at = _later(clock.first_due_at, days) if days else clock.first_due_at
    clock.warn_at = warn_at(clock)


def _later(moment: datetime, days: int) -> datetime:
    local = moment.astimezone(ENGLAND)
    return datetime.combine(add_working_days(local.date(), days), local.time(), ENGLAND)


def warn_at(clock: Clock) -> datetime:
    """From when staff are told that `clock` falls due soon: as many of our hours before it as the standards say for a call;
    for the rest when we open as many working days before, or on its own day if it was not promised yet by then."""
    centre, standards = current_service().centre_hours, clock.case.standards
    if clock.kind == ClockKind.RETURN_CALL:
        return max(centre.before(clock.due_at, timedelta(hours=standards.figure("warn_hours"))), clock.started_at)
    day = centre.last_open(clock.due_at).date()
    mornings = (working_days_before(day, standards.figure("warn_days")), day)
    later = (morning for morning in map(centre.opening, mornings) if morning > clock.started_at)
    return next(later, clock.started_at)


# --- Kept on the case -----------------------------------------------------------------------------


def _whose(case: Case) -> str:
    return f"Category {case.category}" if case.category else "No category yet"


def _restart(case: Case, kind: ClockKind, due_at: datetime, rule: str) -> None:
    """Start a promise in the place of what runs of `kind`, which it waits as long as; the same promise just goes on."""
    old = case.clocks.running().filter(kind=kind).first()
    if old and (old.first_due_at, old.rule) == (due_at, rule):
        return
    if old:
        old.stopped_at = timezone.now()
        old.save(update_fields=["stopped_at"])
        waited = old.paused_days
    else:
        lasting = current_pause(case) if kind in PAUSABLE else None
        waited = lasting.days if lasting else 0
    start(case, kind, due_at=due_at, rule=rule, paused_days=waited)


def _keep_day_of_next_contact(case: Case) -> None:
    """The sooner of a first contact and of keeping in touch: what is late already was told of as that day."""
    kinds = (ClockKind.FIRST_CONTACT, ClockKind.KEEP_IN_TOUCH)
    first = case.clocks.running().filter(kind__in=kinds, due_at__gte=timezone.now()).order_by("due_at").first()
    if first:
        _keep_next_contact(case, _day(first.due_at))


def _day(moment: datetime) -> date:
    return moment.astimezone(ENGLAND).date()


def _keep_next_contact(case: Case, day: date) -> None:
    case.next_contact_on = day
    case.save(update_fields=["next_contact_on"])


def _keep_next_due(case: Case) -> None:
    first = case.clocks.running().order_by("due_at").first()
    case.next_due_at = first.due_at if first else None
    case.save(update_fields=["next_due_at"])
