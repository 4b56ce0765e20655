import random
from datetime import UTC, date, datetime, time, timedelta

import pytest

from reporting.worktime import Hours, add_working_days, is_working_day

from . import worktime_oracle as oracle

BEGIN, END = datetime(2019, 1, 2, tzinfo=UTC), datetime(2037, 6, 30, tzinfo=UTC)
MOST_HOURS = [(time(8), time(18)), (time(9), time(17)), (time(7, 30), time(20)), (time(0, 30), time(23, 30))]


def moments(number: int, seed: int):
    """All over the years, and as many within three days of where it is easy to go wrong."""
    chance = random.Random(seed)
    hard = [
        *oracle.HOLIDAYS,
        *(oracle.last(oracle.SUNDAY, year, month) for year in range(2019, 2037) for month in (3, 10)),
        *(date(year, 2, 28) for year in range(2019, 2037)),
        *(date(year, month, 1) for year in range(2019, 2037) for month in range(1, 13)),
    ]
    hard = [day for day in hard if BEGIN.date() < day - timedelta(days=3) and day < END.date()]
    for _ in range(number // 2):
        yield BEGIN + timedelta(seconds=chance.randrange(int((END - BEGIN).total_seconds())))
        day = datetime.combine(chance.choice(hard), time(), UTC)
        yield day + timedelta(seconds=chance.randrange(-3 * 86400, 3 * 86400))


def test_every_day_is_a_working_day_or_not_as_the_law_says():
    assert [day for day in oracle.ALL_DAYS if is_working_day(day)] == oracle.WORKING


def test_ten_thousand_promises_end_when_the_rules_say():
    chance = random.Random(19)
    wrong = []
    for moment in moments(10_000, seed=23):
        opens, closes = chance.choice(MOST_HOURS)
        days = chance.randrange(0, 30)
        found = Hours(opens, closes).due(moment, days).astimezone(UTC)
        if found != oracle.due(moment, days, opens, closes):
            wrong.append((moment.isoformat(), days, closes.isoformat(), found.isoformat()))
    assert wrong == []


def test_ten_thousand_days_are_counted_as_on_a_list_of_working_days():
    chance = random.Random(29)
    wrong = []
    for moment in moments(10_000, seed=31):
        day, days = moment.date(), chance.randrange(0, 60)
        if add_working_days(day, days) != oracle.WORKING[oracle.bisect_left(oracle.WORKING, day) + days]:
            wrong.append((day, days))
    assert wrong == []


@pytest.mark.parametrize(
    ("year", "easter"),
    [(2019, date(2019, 4, 21)), (2024, date(2024, 3, 31)), (2026, date(2026, 4, 5)), (2035, date(2035, 3, 25))],
)
def test_the_oracle_itself_knows_easter(year, easter):
    assert oracle.easter_sunday(year) == easter
