from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from reporting.staff.groups import edits_site

from .desk import urls
from .desk.menu import DeskMenuItem
from .desk.panels import panels_for
from .permissions import Do


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


@hooks.register("register_admin_menu_item")
def register_alerts():
    return DeskMenuItem(_("Promises to look at"), reverse("desk_alerts"), icon_name="time", order=25, do=Do.ALERTS)


@hooks.register("register_admin_menu_item")
def register_team():
    return DeskMenuItem(_("The team"), reverse("desk_team"), icon_name="group", order=55, do=Do.SEE_TEAM)


@hooks.register("register_admin_menu_item")
def register_sign_ups():
    return DeskMenuItem(_("New tenants"), reverse("desk_sign_ups"), icon_name="home", order=60, do=Do.SEE_SIGN_UPS)


@hooks.register("register_admin_menu_item")
def register_standards():
    return DeskMenuItem(
        _("Service standards"), reverse("desk_standards"), icon_name="tasks", order=70, do=Do.SET_STANDARDS
    )


@hooks.register("register_admin_menu_item")
def register_risk():
    return DeskMenuItem(_("Risk matrix"), reverse("desk_risk"), icon_name="list-ul", order=71, do=Do.SET_RISK)


@hooks.register("construct_homepage_panels")
def show_what_is_to_do(request, panels):
    theirs = panels if edits_site(request.user) else []
    panels[:] = [*panels_for(request.user), *theirs]


@hooks.register("construct_main_menu")
def leave_out_help_with_pages(request, items):
    # Wagtail's help is about editing pages.
    if not edits_site(request.user):
        items[:] = [item for item in items if item.name != "help"]
