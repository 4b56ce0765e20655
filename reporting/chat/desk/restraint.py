"""When a visitor abuses the chat: asking for calm, a pause, and for who leads chats a block for a while."""

from datetime import timedelta

from django.contrib import messages as notices
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from home.page_cache import private
from home.service import current_service
from reporting.cases.desk.access import desk_view
from reporting.cases.desk.paging import newest_first
from reporting.cases.lifecycle import NotPossible
from reporting.cases.permissions import Do

from .. import actions
from ..gate import Seat
from ..models import Block
from .forms import BlockForm, PauseForm
from .seats import back_to, seated, seated_for


def tried(request, seat: Seat, action, **given):
    """Do it and go back to the chat, with what kept it from being done."""
    try:
        action(conversation=seat.conversation, by=request.user, **given)
    except NotPossible as problem:
        notices.error(request, str(problem))
    return back_to(seat)


@seated
@require_POST
def warn(request, seat: Seat):
    return tried(request, seat, actions.warn)


@seated
@require_POST
def pause(request, seat: Seat):
    form = PauseForm(request.POST, prefix="pause")
    if form.is_valid():
        return tried(request, seat, actions.pause, minutes=form.cleaned_data["minutes"])
    notices.error(request, form.errors["minutes"][0])
    return back_to(seat)


@seated
@require_POST
def go_on(request, seat: Seat):
    return tried(request, seat, actions.go_on)


@seated_for(Do.BLOCK_CHAT)
@require_http_methods(["GET", "POST"])
def block(request, seat: Seat):
    chat = seat.conversation
    form = BlockForm(request.POST or None, chat=chat)
    if form.is_valid():
        try:
            actions.block(conversation=chat, by=request.user, **form.given())
        except NotPossible as problem:
            form.add_error("who", str(problem))
        else:
            notices.success(request, _("They cannot chat until then. They have been told how else to reach us."))
            return redirect("desk_chat_blocks")
    return render(request, "chat/desk/block.html", {"conversation": chat, "form": form})


@desk_view(Do.BLOCK_CHAT)
@require_GET
@private
def blocks(request):
    since = timezone.now() - timedelta(days=current_service().chat_kept_days)
    page = newest_first(
        Block.objects.filter(at__gte=since).select_related("by", "lifted_by"), "at", request.GET.get("after", "")
    )
    context = {"rows": page.rows, "after": page.after, "paged": "after" in request.GET}
    return render(request, "chat/desk/blocks.html", context)


@desk_view(Do.BLOCK_CHAT)
@require_POST
def lift(request, block: int):
    actions.lift(block=get_object_or_404(Block, pk=block), by=request.user)
    return redirect("desk_chat_blocks")
