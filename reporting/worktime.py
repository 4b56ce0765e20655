"""Working days and hours: when a promise falls due.

A working day is Monday to Friday and no bank holiday in England. Days are days on the clock in England;
moments go in and out as aware datetimes.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from django.utils import timezone

ENGLAND = ZoneInfo("Europe/London")


@lru_cache
def bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The working day `count` working days after `day`; `count` 0 gives `day`, or the next working day."""
    return _step(day, count, timedelta(days=1))


def working_days_before(day: date, count: int) -> date:
    """The working day `count` working days before `day`; `count` 0 gives `day`, or the working day before it."""
    return _step(day, count, timedelta(days=-1))


def _step(day: date, count: int, one: timedelta) -> date:
    while not is_working_day(day):
        day += one
    for _ in range(count):
        day += one
        while not is_working_day(day):
            day += one
    return day


def working_days_between(first: date, end: date) -> int:
    """How many working days there are from `first` on, and before `end`. None when `end` is not later."""
    days = (first + timedelta(days=number) for number in range((end - first).days))
    return sum(is_working_day(day) for day in days)


@dataclass(frozen=True)
class Hours:
    """The hours of a working day, such as 8am to 6pm."""

    opens: time = time(8, 0)
    closes: time = time(18, 0)

    def is_open(self, at: datetime | None = None) -> bool:
        local = (at or timezone.now()).astimezone(ENGLAND)
        return is_working_day(local.date()) and self.opens <= local.time() < self.closes

    def next_open(self, at: datetime | None = None) -> datetime:
        """`at` itself when open, else the next moment at which we open."""
        local = (at or timezone.now()).astimezone(ENGLAND)
        if self.is_open(local):
            return local
        day = local.date() if local.time() < self.opens else local.date() + timedelta(days=1)
        return self.opening(add_working_days(day, 0))

    def last_open(self, at: datetime) -> datetime:
        """`at` itself when open, else the close that was last before it."""
        local = at.astimezone(ENGLAND)
        if self.is_open(local):
            return local
        day = local.date() if local.time() >= self.closes else local.date() - timedelta(days=1)
        return self.closing(working_days_before(day, 0))

    def opening(self, day: date) -> datetime:
        return datetime.combine(day, self.opens, ENGLAND)

    def closing(self, day: date) -> datetime:
        return datetime.combine(day, self.closes, ENGLAND)

    def before(self, at: datetime, ahead: timedelta) -> datetime:
        """The moment from which we are open for as long as `ahead` until `at`."""
        last = self.last_open(at)
        # Two moments on one day, so the clock does not change between them.
        # Hours that end before they begin are refused where they are set; here they would have no end.
        while self.opens < self.closes and (there := last - self.opening(last.date())) < ahead:
            ahead -= there
            last = self.closing(working_days_before(last.date() - timedelta(days=1), 0))
        return last - ahead

    def due(self, start: datetime, working_days: int) -> datetime:
        """The close of the day that is `working_days` working days after `start`.

        What comes in when we are closed counts as coming in when we next open.
        """
        first = self.next_open(start).date()
        return self.closing(add_working_days(first, working_days))
