"""What we owe to people whom nobody answered in the chat, wherever the desk lists what is owed."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.cases.desk.panels import FEW, DeskPanel
from reporting.cases.desk.views.lists import count_up_to
from reporting.cases.desk.words import due, short_moment
from reporting.cases.permissions import Do, may_ever

from ..models import Conversation, OwedAnswer

MOST_LISTED = 50


def owed_conversations():
    return Conversation.objects.owed().select_related("owed_answer__recipient")


def calls_owed(user) -> dict | None:
    """A table for the page of the calls we owe; nothing for who does not answer chats, or when nothing is owed."""
    if not may_ever(user, Do.CHAT):
        return None
    rows = owed_rows(owed_conversations()[: MOST_LISTED + 1])
    more = reverse("desk_chat_owed") if len(rows) > MOST_LISTED else ""
    title = _("From the chat: nobody answered, or left as a message")
    return {"title": title, "rows": rows[:MOST_LISTED], "more": more} if rows else None


def owed_rows(conversations) -> list[dict]:
    now = timezone.now()
    return [
        {
            "address": reverse("desk_chat", args=[conversation.public_id]),
            "who": conversation.visitor_name,
            "due": due(conversation.owed_answer.due_at, now),
            "asked": short_moment(conversation.owed_answer.asked_at),
            "how": how_to_answer(conversation.owed_answer),
        }
        for conversation in conversations
    ]


def how_to_answer(owed: OwedAnswer) -> str:
    if owed.wants_call:
        return _("Call them")
    return _("Write an answer in the chat") if owed.recipient else _("They left no way to reach them")


class OwedFromChat(DeskPanel):
    do = Do.CHAT
    template_name = "chat/desk/panel.html"
    title = gettext_lazy("Chats nobody answered")
    nothing = gettext_lazy("We owe nobody an answer.")
    link = gettext_lazy("Open the chats")
    order = 45

    def get_context_data(self, parent_context):
        owed = owed_conversations()
        return {
            "panel": self,
            "count": count_up_to(owed),
            "rows": owed_rows(owed[:FEW]),
            "address": reverse("desk_chats"),
        }
