"""The door of every page about one chat."""

from functools import wraps

from django.http import Http404
from django.shortcuts import redirect

from home.page_cache import private
from reporting.cases.desk.access import desk_view
from reporting.cases.permissions import Do
from reporting.staff.middleware import is_unattended

from .. import presence
from ..gate import NotYours, Seat, staff_seat
from ..models import Conversation


def seated_for(do: Do):
    """Call a view with the seat of a member of staff who may `do` this there; 404 where there is none for them."""

    def declare(view):
        @desk_view(do)
        @private
        @wraps(view)
        def guarded(request, public_id, **more):
            try:
                seat = staff_seat(request.user, public_id)
            except NotYours:
                raise Http404 from None
            presence.seen(request.user, used=not is_unattended(request))
            return view(request, seat, **more)

        return guarded

    return declare


seated = seated_for(Do.CHAT)


def back_to(seat: Seat):
    return redirect("desk_chat", seat.conversation.public_id)


def back_if_seen(seat: Seat):
    """To the chat, unless it has become part of a case that this person may not read."""
    still = Conversation.objects.seen_by(seat.user).filter(pk=seat.conversation.pk)
    return back_to(seat) if still.exists() else redirect("desk_chats")
