"""Rows of the desk's tables, as plain dictionaries of words: a template reads these several times faster than objects."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.kinds import Category, Kind
from reporting.staff.models import User

from ..enums import ClockKind, Status
from ..models import Case, Clock, RiskAssessment
from ..permissions import shut_to
from .words import due, labels, short_day, short_moment


def queue_rows(cases: list[Case], user: User) -> list[dict]:
    """For triage: what is promised next, and how great the risk is."""
    promises, bands = next_promises(cases), risk_bands(cases)
    clocks, bands_in_words = labels(ClockKind), labels(RiskAssessment.Band)
    return [
        row
        | {
            "promise": clocks.get(promises.get(row["pk"], ""), ""),
            "band": bands.get(row["pk"], ""),
            "risk": bands_in_words.get(bands.get(row["pk"], ""), ""),
        }
        for row in case_rows(cases, user)
    ]


def for_rows(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Only what a row shows: the rest of a case is long, and of its answers JSON has to be made each time."""
    shown = ["reference", "restricted", "kind", "category", "status", "place", "opened_at", "next_due_at"]
    joined = ["area__name", "home__number", "home__street", "home__town", "home__postcode"]
    officer = ["officer__first_name", "officer__last_name", "officer__username"]
    return cases.select_related("area", "home", "officer").only(*shown, "next_contact_on", *joined, *officer)


# What tells of whom or of what a case is.
TELLING = {"kind": "", "where": "", "area": ""}


def case_rows(cases: Iterable[Case], user: User) -> list[dict]:
    """A restricted case that `user` may not read says nothing of what it is about, or where."""
    cases = list(cases)
    now, shut = timezone.now(), shut_to(user, cases)
    kinds, categories, statuses = labels(Kind), labels(Category), labels(Status)
    rows = [_row(case, now, kinds, categories, statuses) for case in cases]
    return [row | TELLING if row["pk"] in shut else row for row in rows]


def _row(case: Case, now: datetime, kinds: dict, categories: dict, statuses: dict) -> dict:
    return {
        "pk": case.pk,
        "reference": case.reference,
        "restricted": case.restricted,
        "kind": kinds[case.kind],
        "category": categories.get(case.category, ""),
        "status": statuses[case.status],
        "opened": short_moment(case.opened_at),
        "due": due(case.next_due_at, now),
        "where": case.where,
        "area": case.area.name if case.area else "",
        "officer": case.officer.display_name if case.officer else "",
        "next_contact": short_day(case.next_contact_on),
    }


def next_promises(cases: list[Case]) -> dict[int, str]:
    """The kind of each case's earliest running promise, in one query."""
    running = Clock.objects.running().filter(case__in=[case.pk for case in cases]).order_by("-due_at")
    return dict(running.values_list("case_id", "kind"))


def risk_bands(cases: list[Case]) -> dict[int, str]:
    """The latest risk band of each case, in one query."""
    found = RiskAssessment.objects.filter(case__in=[case.pk for case in cases]).order_by("at", "pk")
    return dict(found.values_list("case_id", "band"))


def call_rows(clocks: Iterable[Clock]) -> list[dict]:
    now = timezone.now()
    return [
        {
            "reference": clock.case.reference,
            "restricted": clock.case.restricted,
            "asked": short_moment(clock.started_at),
            "due": due(clock.due_at, now),
            "officer": clock.case.officer.display_name if clock.case.officer else _("Nobody yet"),
            "status": labels(Status)[clock.case.status],
        }
        for clock in clocks
    ]
