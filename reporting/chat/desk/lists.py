"""The chats that wait, one's own, the team's, and what is owed."""

from django.db.models import Count, Q
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from home.page_cache import private
from reporting.cases.desk.access import desk_view
from reporting.cases.desk.paging import oldest_first
from reporting.cases.permissions import Do, may_ever
from reporting.staff.middleware import is_unattended

from .. import presence
from ..enums import Sender
from ..models import CallNote, ChatMessage, Conversation, OwedAnswer
from ..release import release_left_behind
from .owed import MOST_LISTED, owed_conversations, owed_rows

# Of those who were put behind, so many are listed.
FEW_BEHIND = 3


@desk_view(Do.CHAT)
@require_GET
@private
def chats(request):
    presence.seen(request.user, used=not is_unattended(request))
    unsettled = list(owed_conversations()[: MOST_LISTED + 1])
    context = going_on(request.user) | {
        "agent": presence.agent_of(request.user),
        "leads": may_ever(request.user, Do.LEAD_CHATS),
        "edits_replies": may_ever(request.user, Do.EDIT_REPLIES),
        "reads_removed": may_ever(request.user, Do.READ_REMOVED),
        "owed": with_owed(with_first_words(unsettled)),
        "owed_number": len(unsettled) if len(unsettled) <= MOST_LISTED else f"{MOST_LISTED}+",
        "unwritten": with_first_words(Conversation.objects.without_outcome(request.user).order_by("-ended_at")),
    }
    return render(request, "chat/desk/list.html", context)


@desk_view(Do.CHAT)
@require_GET
@private
def at_hand(request):
    """The part of the list that stands beside an open chat (`at`, its public id), for the script to put in anew."""
    return render(request, "chat/desk/at_hand.html", going_on(request.user) | {"at": request.GET.get("at", "")})


def going_on(user) -> dict:
    """Waiting, those one is asked into, one's own with one's calls, and those of others: each who waited longest first."""
    release_left_behind()
    live = Conversation.objects.live().select_related("taken_by").with_last_from().order_by("started_at", "pk")
    asked_in = Conversation.objects.asked_in(user).values("pk")
    own = with_first_words(live.filter(taken_by=user))
    return {
        **those_waiting(),
        "asked_in": with_first_words(live.filter(pk__in=asked_in)),
        # Those in which the visitor waits for an answer come first.
        "mine": sorted(own, key=lambda conversation: conversation.last_from != Sender.VISITOR),
        "calls": CallNote.objects.going_on().filter(by=user)[:MOST_LISTED],
        "others": with_first_words(live.exclude(taken_by=None).exclude(taken_by=user).exclude(pk__in=asked_in)),
    }


def those_waiting() -> dict:
    """Those whose turn has come, and of those who were put behind (`networks`) only the next few: a flood fills no list."""
    now = timezone.now()
    listed = with_first_words(Conversation.objects.waiting())
    turn_has_come = [each for each in listed if each.queued_at <= now]
    shown = turn_has_come + [each for each in listed if each.queued_at > now][:FEW_BEHIND]
    behind = Count("pk", filter=Q(queued_at__gt=now))
    places = Conversation.objects.waiting().order_by().values_list("network").annotate(Count("pk"), behind=behind)
    counts = [(number, behind) for _network, number, behind in places]
    number = sum(number for number, _behind in counts)
    return {
        "waiting": shown,
        "waiting_number": number,
        "waiting_more": number - len(shown),
        "waiting_places": sum(behind > 0 for _number, behind in counts),
    }


@desk_view(Do.CHAT)
@require_GET
@private
def waiting(request):
    """All who wait, a page at a time."""
    presence.seen(request.user, used=not is_unattended(request))
    page = oldest_first(Conversation.objects.waiting(), "queued_at", request.GET.get("after", ""))
    context = {"rows": with_first_words(page.rows), "after": page.after, "paged": "after" in request.GET}
    return render(request, "chat/desk/waiting.html", context)


@desk_view(Do.CHAT)
@require_GET
@private
def owed(request):
    """All that we owe, a page at a time."""
    presence.seen(request.user, used=not is_unattended(request))
    unsettled = OwedAnswer.objects.filter(conversation__in=Conversation.objects.owed().order_by())
    page = oldest_first(unsettled, "due_at", request.GET.get("after", ""))
    rows = with_owed(with_first_words(owed_conversations().filter(owed_answer__in=page.rows)))
    return render(
        request, "chat/desk/owed.html", {"rows": rows, "after": page.after, "paged": "after" in request.GET}
    )


def with_first_words(conversations) -> list[Conversation]:
    """With `opening`, what the visitor said first, in one query for all."""
    listed = list(conversations[:MOST_LISTED])
    first = ChatMessage.objects.filter(conversation__in=listed, seq=1, sender=Sender.VISITOR)
    words = {message.conversation_id: message.words for message in first}
    for conversation in listed:
        conversation.opening = words.get(conversation.pk, "")
    return listed


def with_owed(conversations: list[Conversation]) -> list[Conversation]:
    """With `owed`, what we owe and by when in words."""
    for conversation, row in zip(conversations, owed_rows(conversations), strict=True):
        conversation.owed = row
    return conversations
