"""The service standards: what is promised, by category, and the first figures for it.

The figures that hold are a `StandardsVersion`, which managers change at the desk; a case keeps those it was opened under. A
working day's promise ends when the contact centre closes on that day.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from home.said import working_days
from home.service import current_service
from reporting.kinds import Category

from .enums import ClockKind
from .figures import Figure, Sheet


@dataclass(frozen=True)
class Standard:
    """Of one category, in working days: a contact and the plan after the report, the rest after the last time."""

    first_contact: int
    plan: int
    keep_in_touch: int
    risk: int
    review: int


def hours(number: int) -> str:
    return ngettext("%(number)s hour", "%(number)s hours", number) % {"number": number}


def open_cases(number: int) -> str:
    return ngettext("%(number)s open case", "%(number)s open cases", number) % {"number": number}


def key_of(category: str, name: str) -> str:
    return f"{category.lower()}_{name}"


# What is promised in each category: its name, what it is, and the first figures for A, B and C, which lie inside the range that
# comparable landlords publish.
IN_A_CATEGORY = {
    "first_contact": (_("An officer speaks with them"), _("Working days after the report."), (1, 3, 5)),
    "plan": (_("They get their plan in writing"), _("Working days after the report."), (3, 7, 10)),
    "keep_in_touch": (_("They hear from us again"), _("Working days after the last contact."), (5, 10, 10)),
    "risk": (_("The risk is looked at again"), _("Working days after it last was."), (5, 10, 20)),
    "review": (
        _("A manager looks at the case"),
        _("Working days after the report, and after each time."),
        (15, 30, 30),
    ),
}
# The promises that a reporter reads of, which pages of the site name too.
TOLD = ("first_contact", "plan", "keep_in_touch")


def _of(category: Category) -> list[Figure]:
    number = list(Category).index(category)
    return [
        Figure(
            key_of(category, name),
            label,
            first=first[number],
            most=60,
            said=working_days,
            hint=hint,
            category=category,
        )
        for name, (label, hint, first) in IN_A_CATEGORY.items()
    ]


def _days(key: str, label: str, hint: str, first: int, most: int = 10) -> Figure:
    return Figure(key, label, first=first, most=most, said=working_days, hint=hint)


def _hours(key: str, label: str, hint: str, first: int, most: int) -> Figure:
    return Figure(key, label, first=first, most=most, said=hours, hint=hint)


FOR_ALL = [
    _days("acknowledge", _("A person reads the report"), _("Working days after the report."), 1),
    # The forms and letters promise a call within 24 hours, in each language: it may be sooner, not later.
    _hours(
        "return_call",
        _("We call back"),
        _("Hours after it was asked for, day and night. We promise 24 everywhere, so no more than that."),
        first=24,
        most=24,
    ),
    _days(
        "reassess", _("The risk is looked at when something new comes in"), _("Working days after it did."), first=2
    ),
    _days(
        "closing_letter", _("The last letter has reached them"), _("Working days after the case was closed."), first=2
    ),
    _days("warn_days", _("Staff are warned of a promise"), _("Working days before it falls due."), first=1, most=5),
    _hours("warn_hours", _("Staff are warned of a call we owe"), _("Of our hours, before it falls due."), 4, most=12),
]
OFFICERS = [
    # The scrutiny panel's: nobody does well by more cases than this at once.
    Figure(
        "most_open",
        _("Open cases that an officer has at once"),
        first=25,
        most=60,
        said=open_cases,
        hint=_("Only a manager gives them more."),
    )
]
BY_CATEGORY = {category: _of(category) for category in Category}
SHEET = Sheet(
    (
        (_("Every report"), FOR_ALL),
        *((category.label, BY_CATEGORY[category]) for category in Category),
        (_("Officers"), OFFICERS),
    )
)

WORDS = {
    ClockKind.ACKNOWLEDGE: _("A person reads your report"),
    ClockKind.FIRST_CONTACT: _("An officer speaks with you"),
    ClockKind.PLAN: _("You get your plan in writing"),
}


def due(start: datetime, days: int) -> datetime:
    """When `days` working days after `start` are over."""
    return current_service().centre_hours.due(start, days)


def what_happens_next(case) -> list[dict]:
    """The promises to someone whose report has no category yet: each a `what`, its soonest and its latest `by`."""
    by = partial(due, case.opened_at)
    soonest, latest = case.standards.of(Category.A), case.standards.of(Category.C)
    return [
        {"what": WORDS[ClockKind.ACKNOWLEDGE], "by": by(case.standards.figure("acknowledge")), "if_serious": None},
        {
            "what": WORDS[ClockKind.FIRST_CONTACT],
            "by": by(latest.first_contact),
            "if_serious": by(soonest.first_contact),
        },
        {"what": WORDS[ClockKind.PLAN], "by": by(latest.plan), "if_serious": by(soonest.plan)},
    ]
