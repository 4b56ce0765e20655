from functools import wraps

from django.contrib import messages as notices
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from home.page_cache import private
from reporting.cases.desk.access import desk_view
from reporting.cases.lifecycle import NotPossible
from reporting.cases.permissions import Do, may, may_ever
from reporting.staff.middleware import is_unattended

from .. import actions, presence
from ..enums import Sender
from ..gate import NotYours, Seat, staff_seat
from ..models import ChatMessage, Conversation, OwedAnswer
from ..pages import everything_said, messages_as_json, say_by_form
from ..release import release_left_behind
from ..transcript import visitors_words
from .forms import AnswerForm, CaseForm, SettleForm, TakeForm
from .owed import owed_conversations, owed_rows

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
        presence.seen(request.user, used=not is_unattended(request))
        return view(request, seat)

    return guarded


@desk_view(Do.CHAT)
@require_GET
@private
def chats(request):
    presence.seen(request.user, used=not is_unattended(request))
    release_left_behind()
    live = Conversation.objects.live().select_related("taken_by").order_by("started_at", "pk")
    context = {
        "waiting": with_first_words(Conversation.objects.waiting()),
        "mine": with_first_words(live.filter(taken_by=request.user)),
        "others": with_first_words(live.exclude(taken_by=None).exclude(taken_by=request.user)),
        "agent": presence.agent_of(request.user),
        "leads": may_ever(request.user, Do.LEAD_CHATS),
        "owed": with_owed(with_first_words(owed_conversations())),
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


def with_owed(conversations: list[Conversation]) -> list[Conversation]:
    """With `owed`, what we owe and by when in words."""
    for conversation, row in zip(conversations, owed_rows(conversations), strict=True):
        conversation.owed = row
    return conversations


@seated
@require_GET
def conversation(request, seat: Seat):
    return conversation_page(request, seat, AnswerForm())


def conversation_page(request, seat: Seat, form: AnswerForm, settle_form: SettleForm | None = None):
    case, owed = seat.conversation.case, owed_to(seat.conversation)
    context = {
        "conversation": seat.conversation,
        "lines": everything_said(seat),
        "form": form,
        "is_mine": seat.conversation.taken_by_id == request.user.pk,
        "may_open_case": bool(case) and may(request.user, Do.SEE_CASE, case),
        "owed": owed,
        "owed_row": owed_rows([seat.conversation])[0] if owed else None,
        "settle_form": settle_form or SettleForm(),
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


def owed_to(conversation: Conversation) -> OwedAnswer | None:
    found = OwedAnswer.objects.filter(conversation=conversation).select_related("recipient", "settled_by")
    return found.first()


@seated
@require_POST
def settle(request, seat: Seat):
    form = SettleForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        actions.settle(conversation=seat.conversation, by=request.user, how=given["how"], note=given["note"])
        return redirect("desk_chats")
    return conversation_page(request, seat, AnswerForm(), settle_form=form)


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
    known = {"name": conversation.name, "what_happened": visitors_words(conversation)}
    owed = owed_to(conversation)
    if owed and owed.recipient:
        for name in ("prefers", "email", "phone", "safe_times", "may_leave_voicemail", "shared"):
            known[name] = getattr(owed.recipient, name)
        known["wants_call"] = owed.wants_call and owed.settled_at is None
    return known


def back_to(seat: Seat):
    return redirect("desk_chat", seat.conversation.public_id)
