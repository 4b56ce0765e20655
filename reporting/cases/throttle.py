"""Doors that open only so often. Counted alike for what exists and what does not, so that nothing is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from home.throttle import address_of as address_of
from reporting.sealing import keyed_hash

from .models import Try

WINDOW = timedelta(hours=1)
KEPT = 2 * WINDOW


@dataclass(frozen=True)
class Door:
    """`steps` says after how many tries within an hour the door stays shut, and for how long after the last."""

    name: str
    steps: tuple[tuple[int, timedelta], ...]

    def shut_until(self, who: str) -> datetime | None:
        """When `who` may try again; none when they may now."""
        tries = Try.objects.filter(who=self._hash(who)).order_by("-at").values_list("at", flat=True)
        last = tries.first()
        if last is None:
            return None
        # The hour before the last try, not the hour before now: else a lock would end as its first tries age.
        until = last + self._wait(tries.filter(at__gt=last - WINDOW).count())
        return until if until > timezone.now() else None

    def count(self, who: str) -> Try:
        now = timezone.now()
        Try.objects.filter(at__lt=now - KEPT).delete()
        return Try.objects.create(who=self._hash(who), at=now)

    def forget(self, who: str) -> None:
        Try.objects.filter(who=self._hash(who)).delete()

    def _wait(self, tries: int) -> timedelta:
        return max((wait for most, wait in self.steps if tries >= most), default=timedelta())

    def _hash(self, who: str) -> str:
        return keyed_hash(f"try:{self.name}", who)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


# Ten wrong tries for one case lock it for an hour. An address may be a library's, so it gets more.
SIGN_IN_CASE = Door("case", ((4, minutes(0.5)), (6, minutes(2)), (8, minutes(10)), (10, minutes(60))))
SIGN_IN_ADDRESS = Door("address", ((20, minutes(1)), (40, minutes(10)), (60, minutes(60))))
