"""Who is there to answer: saying that one takes chats, and, for who leads them, how many each may have at once."""

from django.contrib import messages as notices
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from home.page_cache import private
from reporting.cases.desk.access import desk_view
from reporting.cases.permissions import Do, may_ever
from reporting.staff.middleware import is_unattended

from .. import presence
from ..enums import Presence
from ..models import HIGHEST_LIMIT, Agent, CallNote, Conversation
from ..release import release_left_behind
from .forms import LimitForm
from .owed import MOST_LISTED


@desk_view(Do.CHAT)
@require_POST
def take_chats(request):
    presence.take_chats(request.user)
    return redirect("desk_chats")


@desk_view(Do.CHAT)
@require_POST
def stop_taking(request):
    presence.stop_taking(request.user)
    return redirect("desk_chats")


@desk_view(Do.ENTER_DESK)
@require_GET
@private
def here(request):
    """What the script on every page of the desk asks now and then (static/js/desk-chat.js), so that one counts as there
    whatever page one reads. `answers`: whether this person has anything to do with chats at the moment."""
    if not may_ever(request.user, Do.CHAT):
        return JsonResponse({"answers": False})
    presence.seen(request.user, used=not is_unattended(request))
    release_left_behind()
    own = Conversation.objects.live().filter(taken_by=request.user)
    agent = presence.agent_of(request.user)
    return JsonResponse(
        {
            "answers": agent.presence != Presence.OFF or own.exists(),
            "waiting": Conversation.objects.waiting().count(),
            "unanswered": own.unanswered().count(),
        }
    )


@desk_view(Do.LEAD_CHATS)
@require_http_methods(["GET", "POST"])
@private
def team(request):
    if request.method == "POST":
        return change_limit(request)
    agents = Agent.objects.with_taken().select_related("user").order_by("user__last_name", "user__username")
    calls = CallNote.objects.seen_by(request.user).going_on().select_related("by")[:MOST_LISTED]
    return render(request, "chat/desk/team.html", {"agents": agents, "room": presence.room(), "calls": calls})


def change_limit(request):
    form = LimitForm(request.POST)
    if not form.is_valid():
        notices.error(request, _("Choose a number from 1 to %(most)s.") % {"most": HIGHEST_LIMIT})
        return redirect("desk_chat_team")
    agent = get_object_or_404(Agent.objects.select_related("user"), pk=form.cleaned_data["agent"])
    presence.set_limit(agent.user, form.cleaned_data["limit"], by=request.user)
    notices.success(request, _("%(who)s: changed.") % {"who": agent.user.display_name})
    return redirect("desk_chat_team")
