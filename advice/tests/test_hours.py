from datetime import datetime

import pytest
from django.core.exceptions import ValidationError

from advice.hours import State, read_hours
from reporting.worktime import ENGLAND


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ENGLAND)


WEEK = "Mon-Fri 09:00-17:00\nSat 10am to 4pm\nBank holidays closed"


@pytest.mark.parametrize(
    ("hours", "moment", "state"),
    [
        (WEEK, "2026-11-23 08:59", State(False, at("2026-11-23 09:00"))),
        (WEEK, "2026-11-23 09:00", State(True, at("2026-11-23 17:00"))),
        (WEEK, "2026-11-23 17:00", State(False, at("2026-11-24 09:00"))),
        (WEEK, "2026-11-21 15:59", State(True, at("2026-11-21 16:00"))),
        (WEEK, "2026-11-22 12:00", State(False, at("2026-11-23 09:00"))),
        # Christmas Day is a Friday; Boxing Day's Monday is a bank holiday too.
        (WEEK, "2026-12-25 10:00", State(False, at("2026-12-29 09:00"))),
        ("Mon-Fri 09:00-17:00", "2026-12-25 10:00", None),
        ("Mon-Fri 09:00-17:00", "2026-12-24 18:00", State(False)),  # the next day is not known
        ("Mon-Fri 09:00-17:00\nBank holidays 10:00-12:00", "2026-12-25 10:30", State(True, at("2026-12-25 12:00"))),
        ("Every day 09:00-17:00\nBank holidays as usual", "2026-12-25 10:30", State(True, at("2026-12-25 17:00"))),
        ("24 hours", "2026-12-25 03:00", State(True)),
        ("Fri, Sat 18:00-02:00", "2026-11-22 01:30", State(True, at("2026-11-22 02:00"))),
        ("Fri, Sat 18:00-02:00", "2026-11-22 02:00", State(False, at("2026-11-27 18:00"))),
        ("Mon 9am-12pm, 1:30pm-5pm", "2026-11-23 12:30", State(False, at("2026-11-23 13:30"))),
        ("Mon 09:00-24:00", "2026-11-23 23:59", State(True, at("2026-11-24 00:00"))),
    ],
)
def test_open_or_closed_and_until_when(hours, moment, state):
    assert read_hours(hours).state(at(moment)) == state


def test_the_hours_are_those_on_the_clock_in_england():
    summer = datetime.fromisoformat("2026-07-20T08:30:00+00:00")  # half past nine there
    assert read_hours("Mon 09:00-17:00").state(summer).open


@pytest.mark.parametrize(
    ("hours", "line"),
    [
        ("weekdays", 1),
        ("Mon 9-5", 1),
        ("Mon 25:00-26:00", 1),
        ("Fri-Mon 09:00-17:00", 1),
        (f"{WEEK}\nMon 13pm-5pm", 4),
    ],
)
def test_what_cannot_be_read_is_named_by_its_line(hours, line):
    with pytest.raises(ValidationError, match=f"line {line}"):
        read_hours(hours)
