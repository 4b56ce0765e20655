"""What staff see first: what is new, what is late, what is theirs, whom we owe a call."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from ..enums import OPEN, ClockKind, Status
from ..models import Clock
from ..permissions import Do, cases_for, may_ever
from .rows import case_rows, for_rows
from .views.lists import count_up_to

FEW = 5


class DeskPanel(Component):
    """A number, the first few, and where the rest are. Shown to those who may `do` it."""

    template_name = "desk/panels/panel.html"
    do: Do
    title: str
    nothing: str
    link: str
    order = 10

    def found(self, user):
        raise NotImplementedError

    def address(self, user) -> str:
        raise NotImplementedError

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        found = self.found(user)
        few = for_rows(found).order_by("next_due_at", "pk")[:FEW]
        return {
            "panel": self,
            "count": count_up_to(found),
            "rows": case_rows(few, user),
            "address": self.address(user),
        }


class NewReports(DeskPanel):
    do = Do.TRIAGE
    title = _("New reports")
    nothing = _("Every report has been read.")
    link = _("Open the triage queue")
    order = 10

    def found(self, user):
        return cases_for(user, Do.TRIAGE).filter(status=Status.NEW)

    def address(self, user):
        return reverse("desk_queue")


class Alerts(DeskPanel):
    do = Do.ALERTS
    title = _("Promises to look at")
    nothing = _("There is no promise that you have not looked at.")
    link = _("See what you were told of")
    order = 15

    def found(self, user):
        unseen = user.alerts.standing().filter(seen_at=None)
        return cases_for(user, Do.LIST_CASES).filter(pk__in=unseen.values("clock__case"))

    def address(self, user):
        return reverse("desk_alerts")


class LatePromises(DeskPanel):
    do = Do.SEE_CASE
    title = _("Late promises")
    nothing = _("No promise is late.")
    link = _("See all of them")
    order = 20

    def found(self, user):
        mine = not may_ever(user, Do.TRIAGE)
        late = cases_for(user, Do.LIST_CASES).filter(next_due_at__lt=timezone.now())
        return late.filter(officer=user) if mine else late

    def address(self, user):
        mine = "" if may_ever(user, Do.TRIAGE) else f"&officer={user.pk}"
        return f"{reverse('desk_cases')}?promise=late{mine}"


class MyCases(DeskPanel):
    do = Do.PLAN
    title = _("My open cases")
    nothing = _("You have no open case.")
    link = _("See my cases")
    order = 30

    def found(self, user):
        return cases_for(user, Do.SEE_CASE).filter(officer=user, status__in=OPEN)

    def address(self, user):
        return f"{reverse('desk_cases')}?status=open&officer={user.pk}"


class CallBacks(DeskPanel):
    do = Do.CONTACT
    title = _("Calls we owe")
    nothing = _("We owe nobody a call.")
    link = _("See the calls we owe")
    order = 40

    def found(self, user):
        owed = Clock.objects.running().filter(kind=ClockKind.RETURN_CALL)
        return cases_for(user, Do.LIST_CASES).filter(pk__in=owed.values("case"))

    def address(self, user):
        return reverse("desk_call_backs")


class FindCase(Component):
    """For the contact centre, whose day is callers."""

    template_name = "desk/panels/find.html"
    do = Do.LIST_CASES
    order = 5


PANELS = (FindCase, NewReports, Alerts, LatePromises, MyCases, CallBacks)


def panels_for(user) -> list[Component]:
    return [panel() for panel in PANELS if may_ever(user, panel.do)]
