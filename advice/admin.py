import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Partner


class PartnerFilterSet(WagtailFilterSet):
    """`?to_check=yes` is the editors' list of partners to call or look up."""

    to_check = django_filters.ChoiceFilter(
        label=_("To check"),
        choices=[("yes", _("Needs checking"))],
        empty_label=_("All"),
        method="only_to_check",
    )

    class Meta:
        model = Partner
        fields = ["emergency", "areas"]

    def only_to_check(self, partners, name, value):
        return partners.to_check()


class PartnerViewSet(SnippetViewSet):
    model = Partner
    icon = "group"
    menu_label = _("Partners")
    menu_order = 250
    add_to_admin_menu = True
    list_display = ["name", BooleanColumn("verified", label=_("Checked")), "phone", "last_checked"]
    list_export = ["name", "what_for", "phone", "website", "hours", "open_hours", "verified", "last_checked", "note"]
    filterset_class = PartnerFilterSet
    search_fields = ["name", "what_for"]
    search_backend_name = None
    ordering = ["order", "name"]
