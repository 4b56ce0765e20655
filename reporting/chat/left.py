"""The visitor's side when nobody can chat: a message to answer later, or a call asked for."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from home.page_cache import private
from reporting.cases.lifecycle import NotPossible
from reporting.codes import in_groups

from . import actions, visitors
from .enums import Status
from .forms import LeaveForm, NeedsForm, ReachForm
from .gate import Seat
from .models import TEXT_LENGTH
from .networks import network_of
from .store import Clash
from .views import address_of, barred, page, pages_language, seated


@private
@require_http_methods(["GET", "POST"])
def message(request):
    """Leave a message, or ask for a call, when nobody can chat. What was typed elsewhere comes along as `words`."""
    visitors.ensure_cookie(request)
    live = visitors.live_conversation(request.COOKIES)
    if live:
        return redirect(
            reverse("chat:later", args=[live.public_id]) if live.status == Status.WAITING else address_of(live)
        )
    if block := visitors.block_on(request):
        return barred(request, block)
    needs = NeedsForm.at_the_start(request.POST or None)
    if request.method == "GET" or "words" in request.POST:
        form = LeaveForm(initial={"text": request.POST.get("words", "")[:TEXT_LENGTH]})
    else:
        form = LeaveForm(request.POST)
        if form.is_valid() and needs.is_valid():
            try:
                return left(request, leave(request, form, needs))
            except Clash:
                form = form.with_new_id()
    context = page(form=form, needs=needs)
    return visitors.keep_cookie(request, render(request, "chat/message.html", context))


def leave(request, form: LeaveForm, needs: NeedsForm):
    given = form.cleaned_data
    return actions.leave_message(
        owner=visitors.owner_of(request.COOKIES),
        client_id=given["client_id"],
        text=given["text"],
        name=given["name"],
        contact=form.contact(),
        needs=needs.needs(),
        pages_language=pages_language(),
        network=network_of(request),
    )


def left(request, conversation):
    """What happens now, and the code to come back with: shown once."""
    code = actions.new_resume_code(conversation=conversation)
    context = page(conversation=conversation, owed=conversation.owed_answer, code=in_groups(code))
    return visitors.keep_cookie(request, render(request, "chat/left.html", context))


@require_http_methods(["GET", "POST"])
@seated
def later(request, seat: Seat):
    """Who waits in the queue would rather have the answer later."""
    form = ReachForm(request.POST or None)
    if form.is_valid():
        try:
            actions.ask_for_answer(conversation=seat.conversation, contact=form.contact())
        except NotPossible:
            return redirect(address_of(seat.conversation))
        return left(request, seat.conversation)
    return render(request, "chat/message.html", page(form=form, conversation=seat.conversation))
