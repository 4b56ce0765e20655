from functools import wraps

from django.contrib import messages as notices
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from home.page_cache import private
from reporting.cases.desk.access import desk_view
from reporting.cases.lifecycle import NotPossible
from reporting.cases.permissions import Do, may

from .. import actions
from ..enums import Sender
from ..gate import NotYours, Seat, staff_seat
from ..models import ChatMessage, Conversation
from ..pages import everything_said, messages_as_json, say_by_form
from ..transcript import visitors_words
from .forms import AnswerForm, CaseForm, TakeForm

MOST_LISTED = 50


def seated(view):
    """Call `view` with the seat of a member of staff; 404 where there is none for them."""

    @desk_view(Do.CHAT)
    @private
    @wraps(view)
    def guarded(request, public_id):
        try:
            seat = staff_seat(request.user, public_id)
        except NotYours:
            raise Http404 from None
        return view(request, seat)

    return guarded


@desk_view(Do.CHAT)
@require_GET
@private
def chats(request):
    live = Conversation.objects.live().select_related("taken_by").order_by("started_at", "pk")
    context = {
        "waiting": with_first_words(Conversation.objects.waiting()),
        "mine": with_first_words(live.filter(taken_by=request.user)),
        "others": with_first_words(live.exclude(taken_by=None).exclude(taken_by=request.user)),
        "missed": with_first_words(Conversation.objects.missed().order_by("-ended_at", "-pk")),
    }
    return render(request, "chat/desk/list.html", context)


def with_first_words(conversations) -> list[Conversation]:
    """With `opening`, what the visitor said first, in one query for all."""
    listed = list(conversations[:MOST_LISTED])
    first = ChatMessage.objects.filter(conversation__in=listed, seq=1, sender=Sender.VISITOR)
    words = dict(first.values_list("conversation", "text"))
    for conversation in listed:
        conversation.opening = words.get(conversation.pk, "")
    return listed


@seated
@require_GET
def conversation(request, seat: Seat):
    return conversation_page(request, seat, AnswerForm())


def conversation_page(request, seat: Seat, form: AnswerForm):
    case = seat.conversation.case
    context = {
        "conversation": seat.conversation,
        "lines": everything_said(seat),
        "form": form,
        "is_mine": seat.conversation.taken_by_id == request.user.pk,
        "may_open_case": bool(case) and may(request.user, Do.SEE_CASE, case),
        "socket": f"/ws/desk/chat/{seat.conversation.public_id}/",
    }
    return render(request, "chat/desk/conversation.html", context)


@seated
@require_GET
def messages(request, seat: Seat):
    return messages_as_json(request, seat)


@seated
@require_POST
def say(request, seat: Seat):
    return say_by_form(request, seat, AnswerForm(request.POST), stored=back_to(seat), again=conversation_page)


@seated
@require_POST
def take(request, seat: Seat):
    form = TakeForm(request.POST)
    instead_of = form.cleaned_data["instead_of"] if form.is_valid() else None
    try:
        actions.take(conversation=seat.conversation, by=request.user, instead_of=instead_of)
    except NotPossible as problem:
        notices.error(request, str(problem))
    return back_to(seat)


@seated
@require_POST
def end(request, seat: Seat):
    actions.end(conversation=seat.conversation, by=request.user)
    return redirect("desk_chats")


@seated
@require_http_methods(["GET", "POST"])
def make_case(request, seat: Seat):
    if seat.conversation.case:
        return back_to(seat)
    form = CaseForm(request.POST or None, initial=what_we_know(seat.conversation))
    if form.is_valid():
        case = actions.make_case(conversation=seat.conversation, by=request.user, report=form.report())
        notices.success(
            request, _("Case %(reference)s is made. The visitor has been told.") % {"reference": case.reference}
        )
        return back_to(seat)
    return render(request, "chat/desk/make_case.html", {"conversation": seat.conversation, "form": form})


def what_we_know(conversation: Conversation) -> dict:
    return {"name": conversation.name, "what_happened": visitors_words(conversation)}


def back_to(seat: Seat):
    return redirect("desk_chat", seat.conversation.public_id)
