from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.worktime import (
    ENGLAND,
    Hours,
    add_working_days,
    is_working_day,
    working_days_before,
    working_days_between,
)

HOURS = Hours(time(8), time(18))
# Hypothesis takes its bounds without a time zone and adds one.
FROM, UNTIL = datetime(2024, 1, 1), datetime(2032, 12, 31)  # noqa: DTZ001


def at(*parts):
    return datetime(*parts, tzinfo=ENGLAND)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),  # a Saturday
        (date(2026, 12, 25), False),
        (date(2026, 12, 28), False),  # Boxing Day falls on a Saturday, and is kept on the Monday
        (date(2027, 3, 26), False),  # Good Friday
        (date(2027, 8, 30), False),  # the late summer bank holiday
        (date(2027, 11, 30), True),  # St Andrew's Day is kept in Scotland only
    ],
)
def test_working_days_are_england_s(day, working):
    assert is_working_day(day) is working


def test_christmas_is_stepped_over():
    assert add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 29)


@pytest.mark.parametrize(
    ("reported", "due"),
    [
        (at(2026, 11, 23, 10), at(2026, 11, 24, 18)),  # Monday morning: Tuesday's close
        (at(2026, 11, 20, 17, 59), at(2026, 11, 23, 18)),  # just before closing on Friday
        (at(2026, 11, 20, 18), at(2026, 11, 24, 18)),  # closed: counts as Monday
        (at(2026, 11, 21, 3), at(2026, 11, 24, 18)),  # Saturday night
        (at(2026, 11, 23, 7), at(2026, 11, 24, 18)),  # before opening: the same day counts
    ],
)
def test_the_next_working_day_is_counted_from_when_we_are_open(reported, due):
    assert HOURS.due(reported, 1) == due


def test_a_promise_over_the_change_of_clocks_still_ends_at_closing_time():
    due = HOURS.due(at(2027, 3, 26, 12), 2)
    assert (due.hour, due.utcoffset()) == (18, timedelta(hours=1))


@given(st.datetimes(FROM, UNTIL, timezones=st.just(ENGLAND)))
def test_what_is_next_open_is_open_and_not_before(moment):
    opening = HOURS.next_open(moment)
    assert HOURS.is_open(opening)
    assert opening.timestamp() >= moment.timestamp()


@given(st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.integers(0, 40))
def test_adding_days_one_by_one_or_together_is_the_same(day, count):
    stepwise = add_working_days(day, 0)
    for _ in range(count):
        stepwise = add_working_days(stepwise, 1)
    assert stepwise == add_working_days(day, count)
    assert is_working_day(stepwise)


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 11, 22), 0, date(2026, 11, 20)),
        (date(2026, 11, 23), 1, date(2026, 11, 20)),
        (date(2026, 12, 29), 1, date(2026, 12, 24)),
    ],
)
def test_a_working_day_before_another(day, count, found):
    assert working_days_before(day, count) == found


@pytest.mark.parametrize(
    ("first", "end", "count"),
    [
        (date(2026, 11, 24), date(2026, 11, 24), 0),
        (date(2026, 11, 24), date(2026, 11, 23), 0),
        (date(2026, 11, 24), date(2026, 11, 30), 4),
        (date(2026, 11, 28), date(2026, 11, 30), 0),
        (date(2026, 12, 24), date(2026, 12, 29), 1),
    ],
)
def test_working_days_from_one_day_to_another(first, end, count):
    assert working_days_between(first, end) == count


@pytest.mark.parametrize(
    ("at", "last"),
    [
        ("2026-11-24T12:00+00:00", "2026-11-24T12:00+00:00"),
        ("2026-11-24T18:00+00:00", "2026-11-24T18:00+00:00"),
        ("2026-11-24T23:00+00:00", "2026-11-24T18:00+00:00"),
        ("2026-11-24T07:59+00:00", "2026-11-23T18:00+00:00"),
        ("2026-11-22T12:00+00:00", "2026-11-20T18:00+00:00"),
        # In summer we close at five by the sun.
        ("2026-07-05T12:00+00:00", "2026-07-03T17:00+00:00"),
    ],
)
def test_when_we_were_last_open(at, last):
    assert Hours().last_open(datetime.fromisoformat(at)) == datetime.fromisoformat(last)


@pytest.mark.parametrize(
    ("at", "ahead", "found"),
    [
        ("2026-11-24T15:00+00:00", 4, "2026-11-24T11:00+00:00"),
        ("2026-11-24T09:00+00:00", 4, "2026-11-23T15:00+00:00"),
        ("2026-11-24T08:00+00:00", 4, "2026-11-23T14:00+00:00"),
        ("2026-11-24T03:00+00:00", 12, "2026-11-20T16:00+00:00"),
        ("2026-11-22T12:00+00:00", 4, "2026-11-20T14:00+00:00"),
    ],
)
def test_so_many_of_our_hours_before(at, ahead, found):
    assert Hours().before(datetime.fromisoformat(at), timedelta(hours=ahead)) == datetime.fromisoformat(found)
