"""Who a case can go to, and how much they have on already.

A case goes first to the champion of its area, if there is room, then to the officer who has the most room. Duty officers
and managers can take one on, but nobody suggests it.
"""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.staff.models import User
from reporting.staff.roles import OFFICERS

from .enums import OPEN
from .models import Case
from .permissions import TABLE, Do

# The scrutiny panel's: nobody does well by more cases than this at once.
MOST_OPEN = 25
WORKERS = frozenset(role for role, do in TABLE if do is Do.PLAN)


@dataclass(frozen=True)
class Candidate:
    officer: User
    open_cases: int
    is_champion: bool
    works_cases: bool = True

    @property
    def has_room(self) -> bool:
        return self.open_cases < MOST_OPEN

    @property
    def words(self) -> str:
        """How it stands with them, in a line."""
        load = ngettext("%(count)s open case", "%(count)s open cases", self.open_cases) % {"count": self.open_cases}
        parts = [_("Champion of this area")] if self.is_champion else []
        return ". ".join([*parts, load if self.has_room else _("%(load)s: no room") % {"load": load}])

    @property
    def why_first(self) -> str:
        if self.is_champion and self.has_room:
            return _("They champion the area and have room.")
        return _("They have the most room.") if self.has_room else _("Everyone is full; they have the fewest cases.")


def candidates(case: Case) -> list[Candidate]:
    """Everyone who may work `case`, the one to ask first at the top."""
    champions = User.areas.through.objects.filter(user=OuterRef("pk"), area=case.area_id)
    officers = User.objects.filter(is_active=True, groups__name__in=WORKERS).annotate(
        open_cases=Count("cases", filter=Q(cases__status__in=OPEN), distinct=True),
        is_champion=Exists(champions),
        works_cases=Exists(User.groups.through.objects.filter(user=OuterRef("pk"), group__name__in=OFFICERS)),
    )
    found = [Candidate(who, who.open_cases, who.is_champion, who.works_cases) for who in officers]
    return sorted(found, key=_first)


def people_to_name(case: Case) -> QuerySet[User]:
    """Those whom naming on `case`, which is restricted, would open it to."""
    officers = User.objects.filter(is_active=True, groups__name__in=OFFICERS).exclude(pk=case.officer_id)
    return officers.distinct().order_by("first_name", "last_name", "pk")


def _first(candidate: Candidate) -> tuple:
    favoured = candidate.is_champion and candidate.has_room
    return (not favoured, not candidate.works_cases, candidate.open_cases, candidate.officer.display_name)
