"""The service standards: what is promised, by category, in working days after the report.

The figures lie inside the range that comparable landlords publish. A working day's promise ends when the
contact centre closes on that day.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from home.service import current_service
from reporting.kinds import Category
from reporting.worktime import add_working_days

from .enums import ClockKind


@dataclass(frozen=True)
class Standard:
    first_contact: int
    plan: int
    keep_in_touch: int


ACKNOWLEDGE_WITHIN = 1
RETURN_CALL_HOURS = 24

STANDARDS = {
    Category.A: Standard(first_contact=1, plan=3, keep_in_touch=5),
    Category.B: Standard(first_contact=3, plan=7, keep_in_touch=10),
    Category.C: Standard(first_contact=5, plan=10, keep_in_touch=10),
}

WORDS = {
    ClockKind.ACKNOWLEDGE: _("A person reads your report"),
    ClockKind.FIRST_CONTACT: _("An officer speaks with you"),
    ClockKind.PLAN: _("You get your plan in writing"),
}


def due(start: datetime, working_days: int) -> datetime:
    return current_service().centre_hours.due(start, working_days)


def next_contact_date(category: str, day: date) -> date:
    """By when a reporter is to hear from us again, counted from `day`."""
    return add_working_days(day, STANDARDS[Category(category)].keep_in_touch)


def what_happens_next(start: datetime) -> list[dict]:
    """The promises to someone whose report has no category yet: each a `what`, its soonest and its latest `by`."""
    soonest, latest = STANDARDS[Category.A], STANDARDS[Category.C]
    acknowledged = due(start, ACKNOWLEDGE_WITHIN)
    return [
        {"what": WORDS[ClockKind.ACKNOWLEDGE], "by": acknowledged, "if_serious": None},
        {
            "what": WORDS[ClockKind.FIRST_CONTACT],
            "by": due(start, latest.first_contact),
            "if_serious": due(start, soonest.first_contact),
        },
        {
            "what": WORDS[ClockKind.PLAN],
            "by": due(start, latest.plan),
            "if_serious": due(start, soonest.plan),
        },
    ]
