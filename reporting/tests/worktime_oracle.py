"""Working days and summer time worked out anew from the rules themselves, to hold `reporting.worktime` against.

Bank holidays: the Banking and Financial Dealings Act 1971 and the proclamations that moved or added a day. Summer time: the
Summer Time Order 2002, from 1am UTC on the last Sunday of March to 1am UTC on the last Sunday of October.
"""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta

FIRST, LAST = date(2019, 1, 1), date(2037, 12, 31)
MONDAY, SATURDAY, SUNDAY = 0, 5, 6
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# The early May and the spring bank holiday of these years were kept on another day.
MOVED = {date(2020, 5, 4): date(2020, 5, 8), date(2022, 5, 30): date(2022, 6, 2)}
# The Platinum Jubilee, the Queen's funeral, the King's coronation.
ADDED = {date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}


def easter_sunday(year: int) -> date:
    """By Oudin's steps for the Gregorian calendar."""
    century, golden = year // 100, year % 19
    k = (century - 17) // 25
    i = (century - century // 4 - (century - k) // 3 + 19 * golden + 15) % 30
    i -= (i // 28) * (1 - (i // 28) * (29 // (i + 1)) * ((21 - golden) // 11))
    j = (year + year // 4 + i + 2 - century + century // 4) % 7
    month = 3 + (i - j + 40) // 44
    return date(year, month, i - j + 28 - 31 * (month // 4))


def first_monday(year: int, month: int) -> date:
    return next(day for day in (date(year, month, n) for n in range(1, 8)) if day.weekday() == MONDAY)


def last(weekday: int, year: int, month: int) -> date:
    return next(day for day in (date(year, month, n) for n in range(31, 24, -1)) if day.weekday() == weekday)


def in_place_of_a_weekend(days: list[date]) -> list[date]:
    """Each that falls on a weekend is kept on the next weekday that is not one of them already."""
    kept: list[date] = []
    for day in days:
        while day.weekday() >= SATURDAY or day in kept:
            day += DAY
        kept.append(day)
    return kept


def holidays_of(year: int) -> set[date]:
    easter = easter_sunday(year)
    usual = [easter - 2 * DAY, easter + DAY, first_monday(year, 5), last(MONDAY, year, 5), last(MONDAY, year, 8)]
    christmas, boxing = date(year, 12, 25), date(year, 12, 26)
    # Christmas on a Sunday is kept after Boxing Day, which stays on its Monday.
    winter = [boxing, christmas] if christmas.weekday() == SUNDAY else [christmas, boxing]
    return {
        *(MOVED.get(day, day) for day in usual),
        *in_place_of_a_weekend([date(year, 1, 1)]),
        *in_place_of_a_weekend(winter),
        *(day for day in ADDED if day.year == year),
    }


HOLIDAYS = set().union(*(holidays_of(year) for year in range(FIRST.year, LAST.year + 1)))
ALL_DAYS = [FIRST + number * DAY for number in range((LAST - FIRST).days + 1)]
WORKING = [day for day in ALL_DAYS if day.weekday() < SATURDAY and day not in HOLIDAYS]


def is_summer(utc: datetime) -> bool:
    begins, ends = (datetime.combine(last(SUNDAY, utc.year, month), time(1), UTC) for month in (3, 10))
    return begins <= utc < ends


def in_england(utc: datetime) -> datetime:
    """What the clock shows there, without a zone."""
    return (utc + HOUR if is_summer(utc) else utc).replace(tzinfo=None)


def in_utc(day: date, clock: time) -> datetime:
    """Of a time of day at which the clocks do not change."""
    as_winter = datetime.combine(day, clock, UTC)
    return as_winter - HOUR if is_summer(as_winter - HOUR) else as_winter


def due(start: datetime, working_days: int, opens: time, closes: time) -> datetime:
    """As `Hours.due` says it, in UTC."""
    local = in_england(start)
    position = bisect_left(WORKING, local.date())
    # Not open any more today; what comes before we open counts as today.
    if WORKING[position] == local.date() and local.time() >= closes:
        position += 1
    return in_utc(WORKING[position + working_days], closes)
