from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.worktime import ENGLAND, Hours, add_working_days, is_working_day

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
