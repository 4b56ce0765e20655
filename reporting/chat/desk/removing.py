"""What should not have been said: removing it, and reading what was removed."""

from django.contrib import messages as notices
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from home.page_cache import private
from reporting.cases.desk.access import desk_view
from reporting.cases.lifecycle import NotPossible
from reporting.cases.permissions import Do

from .. import actions
from ..enums import Sender
from ..gate import Seat
from ..models import ChatMessage, Removal
from .forms import RemoveForm
from .seats import back_to, seated

MOST_LISTED = 50


@seated
@require_http_methods(["GET", "POST"])
def remove(request, seat: Seat, seq: int):
    message = message_of(seat, seq)
    form = RemoveForm(request.POST or None)
    if not message.removed and form.is_valid() and remove_it(request, seat, seq, form):
        return back_to(seat)
    context = {
        "conversation": seat.conversation,
        "message": message,
        "removal": Removal.objects.select_related("by").filter(message=message).first(),
        "may_remove": actions.may_remove(request.user, seat.conversation),
        "on_timeline": actions.stands_on_timeline(seat.conversation, seq),
        "form": form,
    }
    return render(request, "chat/desk/remove.html", context)


def message_of(seat: Seat, seq: int) -> ChatMessage:
    said = seat.conversation.messages.exclude(sender=Sender.SYSTEM).select_related("by")
    return get_object_or_404(said, seq=seq)


def remove_it(request, seat: Seat, seq: int, form: RemoveForm) -> bool:
    try:
        actions.remove_message(
            conversation=seat.conversation,
            by=request.user,
            seq=seq,
            knows_it_stays="knows_it_stays" in request.POST,
            **form.cleaned_data,
        )
    except NotPossible as problem:
        form.add_error(None, str(problem))
        return False
    notices.success(request, _("The message is removed. Neither side sees it any more."))
    return True


@desk_view(Do.READ_REMOVED)
@require_GET
@private
def removals(request):
    """What was removed lately, by whom and why, and who read it. What it said takes one more press."""
    found = Removal.objects.readable_by(request.user).prefetch_related("readings__by").order_by("-at")
    return render(request, "chat/desk/removals.html", {"removals": found[:MOST_LISTED]})


@desk_view(Do.READ_REMOVED)
@require_POST
@private
def read_removed(request, public_id: str, seq: int):
    readable = Removal.objects.readable_by(request.user)
    removal = readable.filter(message__conversation__public_id=public_id, message__seq=seq).first()
    if removal is None:
        raise Http404
    try:
        words = actions.read_removed(removal=removal, by=request.user)
    except NotPossible as problem:
        notices.error(request, str(problem))
        return redirect("desk_chat_removals")
    return render(request, "chat/desk/removed.html", {"removal": removal, "words": words})
