"""What a visitor can ask for around a chat: each on a page of its own, which works without a script."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from . import actions
from .forms import RatingForm
from .gate import Seat
from .rating import asked, said_before
from .views import address_of, page, seated


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
