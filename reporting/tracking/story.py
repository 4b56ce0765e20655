"""What a case's own reporter is told of it: nothing about anyone else, nothing written for staff, no evidence."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.said import said_moment
from reporting.cases.enums import ClockKind, EventKind
from reporting.cases.models import Case, Event
from reporting.cases.standards import WORDS, what_happens_next
from reporting.kinds import WHAT_TO_RECORD, Kind

PROMISES = WORDS | {ClockKind.RETURN_CALL: _("We call you back")}
# By what they are about: the first words of a letter are the same in all.
LETTERS = {
    "received": _("We have your report"),
    "reference": _("Your reference"),
    "acknowledged": _("A person has read your report"),
    "signposted": _("Who can help you"),
    "plan": _("Your plan"),
    "closed": _("Why we closed your case"),
}
ENDINGS = ("closed", "signposted")
# Titles for what would otherwise begin with the reporter's own words.
TITLES = {
    EventKind.WROTE: _("We wrote to you"),
    EventKind.INFORMATION: _("News from you"),
    EventKind.INCIDENT: _("You told us that something happened"),
    EventKind.PLAN_QUESTIONED: _("You said what is missing from the plan"),
}
RECENT = 5
PER_PAGE = 20


@dataclass(frozen=True)
class Promise:
    what: str
    by: datetime
    if_serious: datetime | None = None

    @property
    def is_late(self) -> bool:
        return self.by < timezone.now()


def promises(case: Case) -> list[Promise]:
    """What happens next and by when. Keeping in touch is told apart, as the date of the next contact."""
    running = case.clocks.running().filter(kind__in=PROMISES).order_by("due_at")
    promised = [Promise(PROMISES[ClockKind(clock.kind)], clock.due_at) for clock in running]
    return promised + outlook(case)


def outlook(case: Case) -> list[Promise]:
    """While nobody has said yet how serious it is, the rest can only be told as soonest and latest."""
    if case.category or not case.is_open:
        return []
    return [
        Promise(step["what"], step["by"], step["if_serious"])
        for step in what_happens_next(case)
        if step["if_serious"]
    ]


def letters(case: Case) -> list[dict]:
    """Every letter we wrote, newest first."""
    wrote = case.events.for_reporter().filter(kind=EventKind.WROTE).annotate(letter=KT("data__letter"))
    return [
        {
            "title": LETTERS.get(event.letter, TITLES[EventKind.WROTE]),
            "at": event.at,
            "words": event.reporter_text,
            "is_ending": event.letter in ENDINGS,
        }
        for event in wrote.order_by("-number")
    ]


def history(case: Case, page: str | None = None) -> Page:
    """What has happened, newest first."""
    events = case.events.for_reporter().order_by("-number")
    found = Paginator(events, PER_PAGE).get_page(page)
    found.object_list = [entry(event) for event in found.object_list]
    return found


def recent(case: Case) -> list[dict]:
    return [entry(event) for event in case.events.for_reporter().order_by("-number")[:RECENT]]


def entry(event: Event) -> dict:
    title = TITLES.get(event.kind)
    text = "" if title is None or event.kind == EventKind.WROTE else event.reporter_text
    return {
        "title": title or event.reporter_text,
        "text": text,
        "when": said_moment(event.at),
        "datetime": event.at.isoformat(),
    }


def what_to_record(case: Case) -> list[str]:
    return WHAT_TO_RECORD[Kind(case.kind)]


def next_contact_is_late(case: Case) -> bool:
    return bool(case.next_contact_on) and case.next_contact_on < timezone.localdate()


def call_is_promised(case: Case) -> bool:
    return case.clocks.running().filter(kind=ClockKind.RETURN_CALL).exists()
