"""The service standards: what they are, what they were, and changing them."""

from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from django.contrib import messages as notices
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from home.models import CategoryPromise
from home.page_cache import private

from ... import actions
from ...lifecycle import NotPossible
from ...models import StandardsVersion
from ...permissions import Do
from ...standards import FIGURES, TOLD
from ..access import desk_view
from ..standards_form import StandardsForm

# The rest is in the database for whoever asks; nobody changes standards more than a few times a year.
MOST_SHOWN = 50


@desk_view(Do.SET_STANDARDS)
@require_http_methods(["GET", "POST"])
@private
def standards(request):
    versions = list(StandardsVersion.objects.select_related("by").order_by("-number")[: MOST_SHOWN + 1])
    current = versions[0] if versions else StandardsVersion.objects.current()
    form = StandardsForm(request.POST) if request.method == "POST" else StandardsForm.showing(current)
    if form.is_valid():
        try:
            actions.set_standards(
                by=request.user,
                figures=form.figures,
                why=form.cleaned_data["why"],
                instead_of=form.cleaned_data["instead_of"],
            )
        except NotPossible as problem:
            form.add_error(None, str(problem))
            form.against(current)
        else:
            notices.success(request, _("Saved. Every report from now on gets these standards."))
            return redirect("desk_standards")
    context = {"form": form, "changes": changes(versions), "says_otherwise": pages_that_say_otherwise(current)}
    return render(request, "desk/standards.html", context)


def pages_that_say_otherwise(current: StandardsVersion) -> list[dict]:
    """What pages of the site promise that is not what the clocks keep: the title of each `page`, and which `categories`."""
    found: dict[int, list[CategoryPromise]] = {}
    for promise in (
        CategoryPromise.objects.filter(page__live=True).select_related("page").order_by("page", "category")
    ):
        promised = (promise.speak_within, promise.plan_within, promise.in_touch_every)
        if promised != attrgetter(*TOLD)(current.of(promise.category)):
            found.setdefault(promise.page_id, []).append(promise)
    return [
        {"page": promises[0].page.title, "categories": ", ".join(each.category for each in promises)}
        for promises in found.values()
    ]


@dataclass(frozen=True)
class Change:
    version: StandardsVersion
    words: list[str]


def changes(versions: list[StandardsVersion]) -> list[Change]:
    """What each changed in the one before it; `versions` newest first. The first of all changed nothing."""
    return [
        Change(version, differences(before.every_figure, version.every_figure))
        for version, before in pairwise(versions)
    ]


def differences(before: dict, after: dict) -> list[str]:
    return [
        _("%(what)s: %(before)s, now %(after)s")
        % {"what": figure.name, "before": figure.said(before[key]), "after": figure.said(after[key])}
        for key, figure in FIGURES.items()
        if before[key] != after[key]
    ]
