from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from reporting.cases.desk.menu import DeskMenuItem
from reporting.cases.permissions import Do, may_ever

from .desk.owed import OwedFromChat, calls_owed


@hooks.register("register_admin_urls")
def chat_urls():
    return [path("chat/", include("reporting.chat.desk.urls"))]


@hooks.register("register_admin_menu_item")
def chat_menu_item():
    return DeskMenuItem(_("Chats"), reverse("desk_chats"), icon_name="comment", order=15, do=Do.CHAT)


@hooks.register("register_admin_menu_item")
def chat_figures_menu_item():
    return DeskMenuItem(
        _("Chat figures"), reverse("desk_chat_figures"), icon_name="table", order=16, do=Do.CHAT_FIGURES
    )


@hooks.register("calls_owed")
def calls_owed_from_chat(user):
    return calls_owed(user)


@hooks.register("construct_homepage_panels", order=10)
def show_owed_answers(request, panels):
    if may_ever(request.user, Do.CHAT):
        panels.append(OwedFromChat())


@hooks.register("insert_global_admin_js")
def chat_presence():
    """On every page of the desk: whoever takes chats is there whatever page they read, and sees when someone waits."""
    return format_html(
        '<script src="{}" data-chat-here="{}" data-chats="{}" data-one-waiting="{}" data-waiting="{}"'
        ' data-unanswered="{}" defer></script>',
        static("js/desk-chat.js"),
        reverse("desk_chat_here"),
        reverse("desk_chats"),
        _("Someone is waiting to chat"),
        _("People waiting to chat:"),
        _("A chat of yours waits for your answer"),
    )
