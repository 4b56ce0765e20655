"""Who works cases: how many each has on, who is away, and whether there is room for more."""

from django.contrib import messages as notices
from django.db.models import Prefetch, QuerySet
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from home.page_cache import private
from reporting.places.models import Area
from reporting.staff.models import User

from ... import actions
from ...caseload import Candidate, load_of, most_open, workers
from ...permissions import Do, may_ever
from ..access import desk_view
from ..forms import AwayForm
from ..words import short_day


@desk_view(Do.SEE_TEAM)
@require_http_methods(["GET", "POST"])
@private
def team(request):
    form = AwayForm(request.POST or None, people=_people(request.user), initial={"who": request.user.pk})
    if form.is_valid():
        actions.set_away(by=request.user, **form.cleaned_data)
        notices.success(request, _("Saved."))
        return redirect("desk_team")
    officers = _officers()
    context = {
        "form": form,
        "rows": [_row(each) for each in officers],
        "most": officers[0].most_open if officers else most_open(),
        "is_full": not any(each.is_free for each in officers),
    }
    return render(request, "desk/team.html", context)


def _people(user: User) -> QuerySet[User]:
    """Those of whom `user` may say when they are away."""
    everyone = workers().order_by("first_name", "last_name", "pk")
    return everyone if may_ever(user, Do.LEAD_TEAM) else everyone.filter(pk=user.pk)


def _officers() -> list[Candidate]:
    """Those who work cases as their own work, the fullest first."""
    areas = Prefetch("areas", Area.objects.order_by("name"))
    most = most_open()
    found = load_of(workers()).filter(works_cases=True).prefetch_related(areas)
    return [
        Candidate(who, who.open_cases, most) for who in found.order_by("-open_cases", "first_name", "last_name", "pk")
    ]


def _row(each: Candidate) -> dict:
    return {
        "pk": each.officer.pk,
        "name": each.officer.display_name,
        "areas": ", ".join(area.name for area in each.officer.areas.all()),
        "open": each.open_cases,
        "has_room": each.has_room,
        "away": short_day(each.officer.away_until) if each.officer.is_away else "",
    }
