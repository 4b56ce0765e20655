from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet

from .admin import PartnerViewSet
from .models import Partner

register_snippet(PartnerViewSet)


class PartnersToCheckMenuItem(MenuItem):
    def is_shown(self, request):
        return policy_registry.get_by_type(Partner).user_has_permission(request.user, "change")


@hooks.register("register_reports_menu_item")
def register_partners_to_check_menu_item():
    return PartnersToCheckMenuItem(
        _("Partners to check"),
        f"{reverse(Partner.snippet_viewset.get_url_name('list'))}?to_check=yes",
        name="partners-to-check",
        icon_name="warning",
        order=50,
    )
