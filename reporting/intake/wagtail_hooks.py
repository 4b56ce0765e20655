from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from reporting.cases.desk.menu import DeskMenuItem
from reporting.cases.permissions import Do

from . import desk_urls


@hooks.register("register_admin_urls")
def phone_report_urls():
    return desk_urls.urlpatterns


@hooks.register("register_admin_menu_item")
def take_report_item():
    return DeskMenuItem(
        _("Take a report"),
        reverse("phone_report_start"),
        name="take-report",
        icon_name="edit",
        order=130,
        do=Do.TAKE_REPORT,
    )
