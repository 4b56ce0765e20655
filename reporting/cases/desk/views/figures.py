"""The numbers that managers set: what they are, what they were, and changing them."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from django.contrib import messages as notices
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from home.models import CategoryPromise
from home.page_cache import private

from ... import actions
from ...lifecycle import NotPossible
from ...models import RiskMatrix, StandardsVersion
from ...models.figures import FiguresVersion
from ...permissions import Do
from ...standards import TOLD
from ..figures_form import FiguresForm, RiskForm, StandardsForm

# The rest is in the database for whoever asks; nobody changes them more than a few times a year.
MOST_SHOWN = 50


@method_decorator(private, name="dispatch")
class FiguresPage(View):
    """A form of numbers, and below it who changed what, when and why."""

    do: Do
    name: str
    title: str
    lead: str
    about: str
    button: str
    saved: str
    model: type[FiguresVersion]
    form_class: type[FiguresForm]
    # One of `actions`.
    change: Callable
    # For numbers whose labels are short.
    side_by_side = False

    def warnings(self) -> list[str]:
        return []

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        versions = self.model.objects.select_related("by").order_by("-number")
        self.versions = list(versions[: MOST_SHOWN + 1]) or [self.model.objects.current()]

    @property
    def current(self) -> FiguresVersion:
        return self.versions[0]

    def get(self, request):
        return self.page(self.form_class.showing(self.current))

    def post(self, request):
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            self.change(
                by=request.user,
                figures=form.figures,
                why=form.cleaned_data["why"],
                instead_of=form.cleaned_data["instead_of"],
            )
        except NotPossible as problem:
            form.add_error(None, str(problem))
            form.against(self.current)
            return self.page(form)
        notices.success(request, self.saved)
        return redirect(self.name)

    def page(self, form: FiguresForm):
        context = {
            "figures": self,
            "form": form,
            "changes": changes(self.versions),
            "warnings": self.warnings(),
        }
        return render(self.request, "desk/figures.html", context)


class Standards(FiguresPage):
    do = Do.SET_STANDARDS
    name = "desk_standards"
    title = gettext_lazy("Service standards")
    lead = gettext_lazy("What we promise to everyone who reports. The clocks of each case keep to it.")
    about = gettext_lazy(
        "A case keeps the standards it was opened under. What you change counts for reports from now on. Pages and leaflets that "
        "name these numbers must be changed too: tell whoever looks after them."
    )
    button = gettext_lazy("Save the standards")
    saved = gettext_lazy("Saved. Every report from now on gets these standards.")
    model, form_class = StandardsVersion, StandardsForm
    change = staticmethod(actions.set_standards)

    def warnings(self):
        return [
            _("The page “%(page)s” promises something else for category %(categories)s.") % each
            for each in pages_that_say_otherwise(self.current)
        ]


class Risk(FiguresPage):
    do = Do.SET_RISK
    name = "desk_risk"
    title = gettext_lazy("Risk matrix")
    lead = gettext_lazy(
        "What each answer to the risk questions weighs. The sum suggests a category; an officer decides."
    )
    about = gettext_lazy(
        "Forces and landlords weigh the questions differently: set here what you have agreed with the police. Someone who is "
        "threatened now, feels that they cannot go on, or is targeted again for who they are is high risk whatever the sum; so "
        "is a report of domestic abuse, hate or violence. What was assessed before stays as it was."
    )
    button = gettext_lazy("Save the risk matrix")
    saved = gettext_lazy("Saved. Every assessment from now on is weighed by this.")
    model, form_class = RiskMatrix, RiskForm
    side_by_side = True
    change = staticmethod(actions.set_risk_matrix)


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
    version: FiguresVersion
    words: list[str]


def changes(versions: list[FiguresVersion]) -> list[Change]:
    """What each changed in the one before it; `versions` newest first. The first of all changed nothing."""
    return [Change(version, differences(before, version)) for version, before in pairwise(versions)]


def differences(before: FiguresVersion, after: FiguresVersion) -> list[str]:
    old, new = before.every_figure, after.every_figure
    return [
        _("%(what)s: %(before)s, now %(after)s")
        % {"what": figure.name, "before": figure.said(old[key]), "after": figure.said(new[key])}
        for key, figure in after.sheet.figures.items()
        if old[key] != new[key]
    ]
