"""What a visitor can ask for around a chat: each on a page of its own, which works without a script."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from . import actions
from .forms import NeedsForm, RatingForm
from .gate import Seat
from .rating import asked, said_before
from .views import address_of, page, pages_language, seated


@require_http_methods(["GET", "POST"])
@seated
def needs(request, seat: Seat):
    """Their language and the help they need, told or changed later."""
    chat = seat.conversation
    form = NeedsForm(request.POST or None, initial=vars(chat.needs))
    if form.is_valid():
        actions.tell_needs(conversation=chat, needs=form.needs(), pages_language=pages_language())
        return redirect(address_of(chat))
    return render(request, "chat/needs.html", page(conversation=chat, form=form))


@require_http_methods(["GET", "POST"])
@seated
def rate(request, seat: Seat):
    chat = seat.conversation
    if not chat.may_be_rated:
        return redirect(address_of(chat))
    if "skip" in request.POST:
        actions.skip_rating(conversation=chat)
        return redirect(address_of(chat))
    form = RatingForm(request.POST or None, initial=said_before(chat))
    if form.is_valid():
        actions.rate(conversation=chat, **form.cleaned_data)
        return redirect("chat:rate", chat.public_id)
    return render(request, "chat/rate.html", page(conversation=chat, **asked(chat, form)))
