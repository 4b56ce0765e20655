"""Telling staff of promises: before one falls due whoever is to keep it, and when it was missed a manager too.

Called by `tick`. Each is told once of each, however often this runs, and on however many machines.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from reporting.staff.models import User
from reporting.staff.roles import Role

from .enums import ClockKind, Point
from .models import Alert, Clock
from .permissions import Do, cases_for, may, may_ever

AT_ONCE = 500


def raise_alerts() -> int:
    """Tell of everything that is to be told of now. Gives how many were told of something."""
    now = timezone.now()
    staff = Staff()
    soon = Clock.objects.running().filter(warn_at__lte=now, due_at__gt=now)
    missed = Clock.objects.running().filter(due_at__lte=now)
    return _raise(soon, Point.BEFORE, now, staff.to_keep) + _raise(missed, Point.MISSED, now, staff.to_answer_for)


def _raise(clocks: QuerySet[Clock], point: Point, now: datetime, whom: Callable[[Clock], Iterable[User]]) -> int:
    # Asked of each person, not of each promise: whoever is given a case is told of what stands with it.
    told = set(
        Alert.objects.filter(clock__in=clocks, point=point, due_at=F("clock__due_at")).values_list("clock", "to")
    )
    alerts = [
        Alert(clock=clock, to=someone, point=point, due_at=clock.due_at, at=now)
        for clock in clocks.select_related("case__officer").order_by("due_at", "pk").iterator(chunk_size=AT_ONCE)
        for someone in whom(clock)
        if (clock.pk, someone.pk) not in told
    ]
    Alert.objects.bulk_create(alerts, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(alerts)


def told_to(user: User) -> QuerySet[Alert]:
    """What `user` was told of, without cases that have become none of theirs since."""
    if not may_ever(user, Do.ALERTS):
        return Alert.objects.none()
    theirs = cases_for(user, Do.LIST_CASES).filter(pk=OuterRef("clock__case"))
    return Alert.objects.filter(Exists(theirs), to=user)


class Staff:
    """Who is here, read once."""

    def __init__(self):
        self._roles: dict[int, frozenset[Role]] = {}

    @cached_property
    def managers(self) -> list[User]:
        return self._those_who_are(Role.MANAGER)

    @cached_property
    def duty_officers(self) -> list[User]:
        return self._those_who_are(Role.DUTY_OFFICER)

    @staticmethod
    def _those_who_are(role: Role) -> list[User]:
        return list(User.objects.filter(is_active=True, groups__name=role))

    def to_keep(self, clock: Clock) -> Iterable[User]:
        """Whose it is to keep a promise: a manager's, the officer's, or whoever is on duty while there is none."""
        if clock.kind == ClockKind.MANAGER_REVIEW:
            return self.managers
        officer = clock.case.officer
        if officer is None:
            return self.duty_officers
        # One who has left, or no longer does this work, keeps no promise; one who is away may not see in time.
        if not self.works(officer, clock):
            return self.managers
        return [officer, *self.managers] if officer.is_away else [officer]

    def to_answer_for(self, clock: Clock) -> Iterable[User]:
        """Who is told that one was missed: the same, and the managers."""
        return {someone.pk: someone for someone in [*self.to_keep(clock), *self.managers]}.values()

    def works(self, officer: User, clock: Clock) -> bool:
        # The roles of one officer of many cases are read once.
        if officer.pk not in self._roles:
            self._roles[officer.pk] = officer.roles
        officer.roles = self._roles[officer.pk]
        return may(officer, Do.CONTACT, clock.case)
