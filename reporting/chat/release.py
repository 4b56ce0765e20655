"""Giving back to the queue what someone took and is not there to answer."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from reporting.staff.models import User

from . import actions, presence
from .enums import Sender, Status
from .models import AWAY_AFTER, GONE_AFTER, Agent, ChatMessage, Conversation

# Someone who is away has not answered for so long.
PATIENCE = timedelta(minutes=3)


def left_behind():
    """Chats whose answerer's browser is gone, or who is away while the visitor's last words wait for an answer."""
    now = timezone.now()
    agents = Agent.objects.filter(user=OuterRef("taken_by"))
    gone = agents.filter(seen_at__lte=now - GONE_AFTER)
    away = agents.filter(used_at__lte=now - AWAY_AFTER)
    last_at = ChatMessage.objects.filter(conversation=OuterRef("pk")).order_by("-seq").values("at")[:1]
    unanswered = Q(last_from=Sender.VISITOR, last_at__lte=now - PATIENCE)
    found = Conversation.objects.filter(status=Status.OPEN).with_last_from().annotate(last_at=Subquery(last_at))
    return found.filter(Exists(gone) | (Exists(away) & unanswered)).select_related("taken_by")


def release_left_behind(**which) -> int:
    """Return them to the queue; `which` narrows them. Safe to call again."""
    found = list(left_behind().filter(**which))
    for conversation in found:
        actions.return_to_queue(conversation=conversation, left_by=conversation.taken_by)
    return len(found)


def retire_gone() -> int:
    """Whoever went without a word takes no more chats until they say so again."""
    return Agent.objects.gone().update(ready=False)


def leave_desk(user: User) -> None:
    """They signed out: nobody waits for them."""
    presence.stop_taking(user)
    for conversation in Conversation.objects.filter(status=Status.OPEN, taken_by=user):
        actions.return_to_queue(conversation=conversation, left_by=user)
