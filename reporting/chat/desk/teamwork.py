"""What staff do about a chat among themselves."""

from django.contrib import messages as notices
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from reporting.cases.lifecycle import NotPossible

from .. import actions, presence
from ..gate import Seat
from .forms import HandOverForm, WhisperForm
from .seats import back_to, seated
from .views import beside, conversation_page


@seated
@require_GET
def facts(request, seat: Seat):
    """What stands beside the chat, for the script to put in anew when something changed."""
    actions.read_whispers(conversation=seat.conversation, by=request.user)
    return render(request, "chat/desk/facts.html", beside(request, seat.conversation))


@seated
@require_POST
def hold(request, seat: Seat):
    try:
        actions.hold(conversation=seat.conversation, by=request.user)
    except NotPossible as problem:
        notices.error(request, str(problem))
    return back_to(seat)


@seated
@require_POST
def whisper(request, seat: Seat):
    form = WhisperForm(request.POST, prefix="whisper", colleagues=presence.colleagues_of(request.user))
    if not form.is_valid():
        return conversation_page(request, seat, whisper_form=form)
    actions.whisper(conversation=seat.conversation, by=request.user, **form.cleaned_data)
    return back_to(seat)


@seated
@require_POST
def hand_over(request, seat: Seat):
    form = HandOverForm(request.POST, prefix="hand", colleagues=presence.colleagues_there(request.user))
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.hand_over(
                conversation=seat.conversation,
                by=request.user,
                to=given["to"],
                client_id=given["client_id"],
                note=given["text"],
            )
        except NotPossible as problem:
            form.add_error("to", str(problem))
        else:
            notices.success(request, _("%(who)s answers now.") % {"who": given["to"].display_name})
            return back_to(seat)
    return conversation_page(request, seat, hand_over_form=form)
