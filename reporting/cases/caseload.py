"""Who a case can go to, and how much they have on already.

A case goes first to the champion of its area, if they are in and have room, then to the officer who has the most room. Duty
officers and managers can take one on, but nobody suggests it.
"""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from home.said import said_day
from reporting.staff.models import User
from reporting.staff.roles import OFFICERS

from .enums import OPEN
from .models import Case, StandardsVersion
from .permissions import RESTRICTED, TABLE, Do, Scope
from .standards import open_cases

# Those to whom being named on a restricted case opens it.
NAMED = frozenset(
    role for (role, do), scopes in TABLE.items() if do is Do.SEE_CASE and scopes.get(RESTRICTED) is Scope.NAMED
)
WORKERS = frozenset(role for role, do in TABLE if do is Do.PLAN)


@dataclass(frozen=True)
class Candidate:
    officer: User
    open_cases: int
    most_open: int
    is_champion: bool = False
    works_cases: bool = True

    @property
    def has_room(self) -> bool:
        return self.open_cases < self.most_open

    @property
    def is_free(self) -> bool:
        return self.has_room and not self.officer.is_away

    @property
    def words(self) -> str:
        """How it stands with them, in a line."""
        load = open_cases(self.open_cases)
        parts = [_("Champion of this area")] if self.is_champion else []
        parts.append(load if self.has_room else _("%(load)s: no room") % {"load": load})
        if self.officer.is_away:
            parts.append(_("Away until %(day)s") % {"day": said_day(self.officer.away_until)})
        return ". ".join(parts)


def load_of(officers: QuerySet[User], **more) -> QuerySet[User]:
    """`officers` with their `open_cases`, and what else is to be known of each."""
    return officers.annotate(
        open_cases=Count("cases", filter=Q(cases__status__in=OPEN), distinct=True),
        works_cases=Exists(User.groups.through.objects.filter(user=OuterRef("pk"), group__name__in=OFFICERS)),
        **more,
    )


def workers() -> QuerySet[User]:
    return User.objects.filter(is_active=True, groups__name__in=WORKERS).distinct()


def most_open() -> int:
    return StandardsVersion.objects.current().figure("most_open")


def candidates(case: Case) -> list[Candidate]:
    """Everyone who may work `case`, the one to ask first at the top."""
    champions = User.areas.through.objects.filter(user=OuterRef("pk"), area=case.area_id)
    most = most_open()
    found = [
        Candidate(who, who.open_cases, most, who.is_champion, who.works_cases)
        for who in load_of(workers(), is_champion=Exists(champions))
    ]
    return sorted(found, key=_first)


def why_first(found: list[Candidate]) -> str:
    """Why the first of `found`, which is in order, is the one to ask."""
    first = found[0]
    if first.is_champion and first.is_free:
        return _("They champion the area and have room.")
    reason = (
        _("They have the most room.")
        if first.is_free
        else _("Nobody who is in has room; they have the fewest cases.")
    )
    champion = next((each for each in found if each.is_champion), None)
    if champion is None:
        return reason
    gone = _("The area’s champion is away.") if champion.officer.is_away else _("The area’s champion has no room.")
    return f"{gone} {reason}"


def has_room(officer: User) -> bool:
    return Case.objects.open().filter(officer=officer).count() < most_open()


def people_to_name(case: Case) -> QuerySet[User]:
    """Those whom naming on `case`, which is restricted, would open it to."""
    officers = User.objects.filter(is_active=True, groups__name__in=NAMED).exclude(pk=case.officer_id)
    return officers.distinct().order_by("first_name", "last_name", "pk")


def _first(candidate: Candidate) -> tuple:
    favoured = candidate.is_champion and candidate.is_free
    return (
        not favoured,
        not candidate.works_cases,
        not candidate.is_free,
        candidate.open_cases,
        candidate.officer.display_name,
    )
