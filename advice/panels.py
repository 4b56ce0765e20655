"""What editors see first: partners whose numbers nobody has looked at for three months, and stories that wait for words."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from .models import Partner, StoryPage

FEW = 5


class EditorsPanel(Component):
    """How many there are, the first few, and where the rest are."""

    template_name = "advice/desk/panel.html"
    title: str
    nothing: str
    link: str = ""

    def found(self):
        raise NotImplementedError

    def address_of(self, thing) -> str:
        raise NotImplementedError

    def address(self) -> str:
        return ""

    def get_context_data(self, parent_context):
        found = self.found()
        few = [{"words": str(each), "address": self.address_of(each)} for each in found[:FEW]]
        return {"panel": self, "count": found.count(), "few": few, "address": self.address()}


class PartnersToCheck(EditorsPanel):
    order = 210
    title = _("Partners to check")
    nothing = _("Every number was checked in the last three months.")
    link = _("All partners to check")

    def found(self):
        return Partner.objects.to_check().order_by("last_checked", "order")

    def address_of(self, partner):
        return reverse(Partner.snippet_viewset.get_url_name("edit"), args=[partner.pk])

    def address(self):
        return f"{reverse(Partner.snippet_viewset.get_url_name('list'))}?to_check=yes"


class StoriesToWrite(EditorsPanel):
    order = 220
    title = _("Stories to write")
    nothing = _("No story waits to be written or checked.")

    def found(self):
        return StoryPage.objects.not_live().order_by("-latest_revision_created_at")

    def address_of(self, story):
        return reverse("wagtailadmin_pages:edit", args=[story.pk])


def edits_partners(user) -> bool:
    return policy_registry.get_by_type(Partner).user_has_permission(user, "change")


def panels_for(user) -> list[EditorsPanel]:
    return [PartnersToCheck(), StoriesToWrite()] if edits_partners(user) else []
