from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .desk import urls
from .desk.menu import DeskMenuItem
from .desk.panels import panels_for
from .permissions import Do, may_ever


@hooks.register("register_admin_urls")
def register_desk():
    return urls.urlpatterns


@hooks.register("register_admin_menu_item")
def register_queue():
    return DeskMenuItem(_("Triage queue"), reverse("desk_queue"), icon_name="list-ol", order=10, do=Do.TRIAGE)


@hooks.register("register_admin_menu_item")
def register_cases():
    return DeskMenuItem(
        _("Cases"), reverse("desk_cases"), icon_name="folder-open-inverse", order=20, do=Do.LIST_CASES
    )


@hooks.register("register_admin_menu_item")
def register_call_backs():
    return DeskMenuItem(
        _("Calls we owe"), reverse("desk_call_backs"), icon_name="mobile-alt", order=30, do=Do.CONTACT
    )


@hooks.register("construct_homepage_panels")
def show_what_is_to_do(request, panels):
    if may_ever(request.user, Do.LIST_CASES):
        panels[:] = [*panels_for(request.user), *(panel for panel in panels if request.user.is_superuser)]


@hooks.register("construct_main_menu")
def leave_out_help_with_pages(request, items):
    # Wagtail's help is about editing pages.
    if may_ever(request.user, Do.LIST_CASES) and not request.user.is_superuser:
        items[:] = [item for item in items if item.name != "help"]
