"""When someone can be reached, written so that both people and we can read it.

A line for each: `Mon-Fri 09:00-17:00`, `Sat, Sun 10am to 4pm`, `Bank holidays closed`, or just `24 hours`. Without a line
about bank holidays, nothing is claimed on one. Times are those on the clock in England; a closing time that is not after
its opening time is on the next day.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reporting.worktime import ENGLAND, bank_holidays

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TO = r"\s*(?:-|–|\bto\b)\s*"
LINE = re.compile(r"(?P<days>[^\d]+?)[\s:]+(?P<spans>\d.*)", re.IGNORECASE)
HOLIDAYS = re.compile(r"bank holidays?[\s:]+(?P<spans>.+)", re.IGNORECASE)
CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)
ALWAYS = re.compile(r"24 hours(?:,? every day)?", re.IGNORECASE)
LOOK_AHEAD = 14  # days

Span = tuple[time, time]


@dataclass(frozen=True)
class State:
    """How it stands at a moment: open until when, or closed until when. A moment that is not known is none."""

    open: bool
    until: datetime | None = None


@dataclass(frozen=True)
class WeekHours:
    """`week` has the spans of Monday first; `holidays` those of a bank holiday, or none where nothing is said."""

    week: tuple[tuple[Span, ...], ...] = ((),) * 7
    holidays: tuple[Span, ...] | None = None
    always: bool = False
    as_usual: bool = False  # on bank holidays

    def spans(self, day: date) -> tuple[Span, ...] | None:
        if self.always:
            return ((time(0), time(0)),)
        if day in bank_holidays(day.year) and not self.as_usual:
            return self.holidays
        return self.week[day.weekday()]

    def state(self, at: datetime) -> State | None:
        """None where what is written does not tell."""
        now = at.astimezone(ENGLAND)
        if self.always:
            return State(open=True)
        today, yesterday = now.date(), now.date() - timedelta(days=1)
        if self.spans(today) is None or self.spans(yesterday) is None:
            return None
        for opens, closes in [*self.moments(yesterday), *self.moments(today)]:
            if opens <= now < closes:
                return State(open=True, until=closes)
        return State(open=False, until=self.next_open(now))

    def moments(self, day: date) -> list[tuple[datetime, datetime]]:
        return [_moments(day, span) for span in self.spans(day) or ()]

    def next_open(self, now: datetime) -> datetime | None:
        for ahead in range(LOOK_AHEAD):
            day = now.date() + timedelta(days=ahead)
            if self.spans(day) is None:
                return None
            later = [opens for opens, _closes in self.moments(day) if opens > now]
            if later:
                return min(later)
        return None


def _moments(day: date, span: Span) -> tuple[datetime, datetime]:
    opens, closes = span
    last = day if closes > opens else day + timedelta(days=1)
    return datetime.combine(day, opens, ENGLAND), datetime.combine(last, closes, ENGLAND)


@lru_cache(maxsize=512)
def read_hours(text: str) -> WeekHours:
    """Raises `ValidationError` that names the line which cannot be read."""
    week: list[tuple[Span, ...]] = [()] * 7
    found = {"holidays": None, "always": False, "as_usual": False}
    for number, line in enumerate(filter(None, (line.strip() for line in re.split(r"[\n;]", text))), 1):
        try:
            _read_line(line, week, found)
        except ValueError as problem:
            raise ValidationError(
                _("We cannot read line %(number)d. Write it like “Mon-Fri 09:00-17:00”.") % {"number": number}
            ) from problem
    return WeekHours(week=tuple(week), **found)


def check_hours(text: str) -> None:
    read_hours(text)


def _read_line(line: str, week: list, found: dict) -> None:
    if ALWAYS.fullmatch(line):
        found["always"] = True
    elif holidays := HOLIDAYS.fullmatch(line):
        said = holidays["spans"].lower()
        found["as_usual"] = said == "as usual"
        found["holidays"] = () if said in {"closed", "as usual"} else _spans(said)
    elif (match := LINE.fullmatch(line)) is not None:
        spans = _spans(match["spans"])
        for day in _days(match["days"]):
            week[day] += spans
    else:
        raise ValueError(line)


def _days(text: str) -> list[int]:
    if text.strip().lower() == "every day":
        return list(range(7))
    days = []
    for part in text.split(","):
        ends = [_day(name) for name in re.split(TO, part.strip(), flags=re.IGNORECASE)]
        if len(ends) > 2 or ends[-1] < ends[0]:
            raise ValueError(part)
        days += range(ends[0], ends[-1] + 1)
    return days


def _day(name: str) -> int:
    """`Mon`, `monday`, `Mondays`. Raises `ValueError` for what is no day."""
    return DAYS.index(name.strip().lower()[:3])


def _spans(text: str) -> tuple[Span, ...]:
    spans = []
    for part in text.split(","):
        opens, closes = re.split(TO, part.strip(), flags=re.IGNORECASE)
        spans.append((_time(opens), _time(closes)))
    return tuple(spans)


def _time(text: str) -> time:
    match = CLOCK.fullmatch(text.strip())
    # A bare number could be morning or evening: "9-5" must not come to mean until five in the morning.
    if match is None or not (match[2] or match[3]):
        raise ValueError(text)
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError(text)
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour % 24 if (hour, minute) == (24, 0) else hour, minute)
