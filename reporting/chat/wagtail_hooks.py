from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from reporting.cases.desk.menu import DeskMenuItem
from reporting.cases.permissions import Do


@hooks.register("register_admin_urls")
def chat_urls():
    return [path("chat/", include("reporting.chat.desk.urls"))]


@hooks.register("register_admin_menu_item")
def chat_menu_item():
    return DeskMenuItem(_("Chats"), reverse("desk_chats"), icon_name="comment", order=15, do=Do.CHAT)
