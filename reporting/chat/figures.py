"""How chats went in a period, in numbers.

They are made of when each chat began, was answered and ended, which stays when its words are forgotten. The database counts,
with as many questions however many chats there were. Days and hours are those on the clock in England.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import BigIntegerField, Count, Func, Q, QuerySet, TextField
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from reporting.staff.models import User
from reporting.worktime import ENGLAND

from .enums import Line, Status
from .models import ChatRating, Conversation, OwedAnswer

USUAL_DAYS = 28
MOST_DAYS = 366
# Of fewer ratings nothing is told of one person: they would point at single visitors.
FEWEST_RATINGS = 5
# Seconds: of how many we say how often it took no longer.
PROMPT = 120

UNANSWERED = Q(answered_at=None, left_at=None, status=Status.ENDED)
TALLY = {
    "began": Q(),
    "answered": Q(answered_at__isnull=False),
    "left": Q(answered_at=None, left_at__isnull=False),
    "missed": UNANSWERED,
    "abandoned": UNANSWERED & Q(ended_as=Line.VISITOR_ENDED),
    "waiting": Q(answered_at=None, left_at=None, status=Status.WAITING),
}
# In UTC, to the hour: "2026-11-23 10". Every database of ours writes a moment so, and quicker than it takes one apart.
HOUR = Substr(Cast("started_at", TextField()), 1, 13)


class Epoch(Func):
    """Whole seconds since 1970. What Django has for it is a function in Python on SQLite, called for each row."""

    output_field = BigIntegerField()

    def as_sqlite(self, compiler, connection, **more):
        return self.as_sql(compiler, connection, template="CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)")

    def as_postgresql(self, compiler, connection, **more):
        return self.as_sql(
            compiler, connection, template="CAST(FLOOR(EXTRACT(EPOCH FROM %(expressions)s)) AS BIGINT)"
        )


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both counted in."""

    first: date
    last: date

    @property
    def chats(self) -> QuerySet[Conversation]:
        begins, ends = (datetime.combine(day, time(), ENGLAND) for day in (self.first, self.last + timedelta(days=1)))
        return Conversation.objects.filter(started_at__gte=begins, started_at__lt=ends)


def usual_period() -> Period:
    today = timezone.localdate()
    return Period(today - timedelta(days=USUAL_DAYS - 1), today)


@dataclass(frozen=True)
class Spread:
    """How long something took, in seconds: how many took each."""

    counts: list[tuple[int, int]]

    @property
    def number(self) -> int:
        return sum(number for _seconds, number in self.counts)

    def at(self, per_cent: int) -> int | None:
        """What so many of a hundred took at most; 50 gives the median."""
        needed, so_far = self.number * per_cent, 0
        for seconds, number in self.counts:
            so_far += number * 100
            if so_far >= needed:
                return seconds
        return None

    def within(self, seconds: int) -> int:
        return sum(number for took, number in self.counts if took <= seconds)


@dataclass(frozen=True)
class Figures:
    """Each count is by the names of `TALLY`."""

    period: Period
    total: Counter
    by_hour: dict[int, Counter]
    by_weekday: dict[int, Counter]  # 0 for Monday
    waits: Spread
    lengths: Spread
    outcomes: Counter
    topics: Counter
    still_owed: int
    ratings: Counter  # by `Helped`
    by_person: list[tuple[str, Counter]]


def figures_of(period: Period) -> Figures:
    chats = period.chats
    hours = _by_hour(chats)
    in_the_chat = chats.filter(TALLY["answered"])
    outcomes, topics = _what_came_of(in_the_chat)
    ratings, by_person = _ratings(chats)
    return Figures(
        period=period,
        total=_sum(hours.values()),
        by_hour=_gathered(hours, lambda began: began.hour),
        by_weekday=_gathered(hours, lambda began: began.weekday()),
        # Who left a message first, and found us there when they came back, did not wait for us in the chat.
        waits=_spread(in_the_chat.filter(left_at=None), "started_at", "answered_at"),
        lengths=_spread(in_the_chat.filter(ended_at__isnull=False), "answered_at", "ended_at"),
        outcomes=outcomes,
        topics=topics,
        still_owed=OwedAnswer.objects.filter(conversation__in=chats.filter(TALLY["missed"]), settled_at=None).count(),
        ratings=ratings,
        by_person=by_person,
    )


def _by_hour(chats: QuerySet) -> dict[datetime, Counter]:
    """What began in each hour that there was, in UTC: of two that England's clock calls alike each is by itself."""
    counted = {name: Count("pk", filter=which) for name, which in TALLY.items()}
    rows = chats.order_by().values(hour=HOUR).annotate(**counted).values_list("hour", *counted)
    return {
        datetime.strptime(hour, "%Y-%m-%d %H").replace(tzinfo=UTC): Counter(dict(zip(counted, numbers, strict=True)))
        for hour, *numbers in rows
    }


def _sum(counters: Iterable[Counter]) -> Counter:
    total = Counter()
    for each in counters:
        total.update(each)
    return total


def _gathered(hours: dict[datetime, Counter], key) -> dict[int, Counter]:
    """England's clock goes by whole hours, so an hour is one there too."""
    found = defaultdict(Counter)
    for began, counts in hours.items():
        found[key(began.astimezone(ENGLAND))].update(counts)
    return dict(sorted(found.items()))


def _spread(chats: QuerySet, since: str, until: str) -> Spread:
    took = chats.order_by().values(took=Epoch(until) - Epoch(since)).annotate(number=Count("pk"))
    return Spread(list(took.order_by("took").values_list("took", "number")))


def _what_came_of(chats: QuerySet) -> tuple[Counter, Counter]:
    outcomes, topics = Counter(), Counter()
    ended = chats.filter(status=Status.ENDED).order_by()
    counted = ended.values("outcome", "topic").annotate(number=Count("pk"))
    for outcome, topic, number in counted.values_list("outcome", "topic", "number"):
        outcomes[outcome] += number
        topics[topic] += number
    return outcomes, topics


def _ratings(chats: QuerySet) -> tuple[Counter, list[tuple[str, Counter]]]:
    """All together, and of each person of whom there are enough."""
    given = ChatRating.objects.given().filter(conversation__in=chats).order_by()
    who = "conversation__taken_by"
    total, people = Counter(), defaultdict(Counter)
    for person, helped, number in given.values_list(who, "helped").annotate(number=Count("pk")):
        total[helped] += number
        people[person][helped] += number
    enough = {pk: counts for pk, counts in people.items() if pk and counts.total() >= FEWEST_RATINGS}
    return total, [(user.display_name, enough[user.pk]) for user in User.objects.filter(pk__in=enough).order_by("pk")]
