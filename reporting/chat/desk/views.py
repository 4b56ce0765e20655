"""One chat: what is said, and what becomes of it."""

from django.contrib import messages as notices
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from reporting.cases.lifecycle import NotPossible
from reporting.cases.permissions import Do, may_ever
from reporting.staff.middleware import is_unattended

from .. import actions, presence
from ..enums import Status
from ..gate import Seat
from ..models import Conversation, OwedAnswer
from ..pages import everything_said, messages_as_json, read_by_form, read_by_looking, read_state, say_by_form
from .forms import AnswerForm, EndForm, HandOverForm, PauseForm, SettleForm, TakeForm, WhisperForm
from .lists import going_on
from .owed import owed_rows
from .seats import back_to, seated
from .shown import case_of, shown_to


@seated
@require_GET
def conversation(request, seat: Seat):
    actions.read_whispers(conversation=seat.conversation, by=request.user)
    return conversation_page(request, seat)


def conversation_page(request, seat: Seat, form: AnswerForm | None = None, **forms):
    """The whole page; `forms` are those with something to put right, by the name that the template has for each."""
    chat = seat.conversation
    lines = everything_said(seat)
    if not is_unattended(request):
        read_by_looking(seat, lines)
    context = {
        "lines": lines,
        "form": form or AnswerForm(),
        "socket": f"/ws/desk/chat/{chat.public_id}/",
        "at": chat.public_id,
        "settle_form": SettleForm(),
        "pause_form": PauseForm(prefix="pause"),
        "whisper_form": WhisperForm(prefix="whisper", colleagues=presence.colleagues_of(request.user)),
        "hand_over_form": HandOverForm(prefix="hand", colleagues=presence.colleagues_there(request.user)),
        "end_form": EndForm(prefix="end", initial={"outcome": chat.outcome, "topic": chat.topic}),
    } | read_state(seat, lines)
    return render(
        request, "chat/desk/conversation.html", context | beside(request, chat) | going_on(request.user) | forms
    )


def beside(request, chat: Conversation) -> dict:
    """What stands beside the words: who, how long, what colleagues said."""
    owed = OwedAnswer.objects.to(chat)
    return {
        "conversation": chat,
        "is_mine": chat.taken_by_id == request.user.pk,
        "is_answering": chat.taken_by_id == request.user.pk and chat.status == Status.OPEN,
        "of_case": case_of(request.user, chat),
        "shown": shown_to(request.user, chat),
        "may_block": may_ever(request.user, Do.BLOCK_CHAT),
        "whispers": chat.whispers.select_related("by", "to"),
        "owed": owed,
        "owed_row": owed_rows([chat])[0] if owed else None,
    }


@seated
@require_GET
def messages(request, seat: Seat):
    return messages_as_json(request, seat)


@seated
@require_POST
def read(request, seat: Seat):
    return read_by_form(request, seat)


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
    form = EndForm(request.POST, prefix="end")
    if not form.is_valid():
        return conversation_page(request, seat, end_form=form)
    given = form.cleaned_data
    if seat.conversation.is_live:
        actions.end(conversation=seat.conversation, by=request.user, **given)
    else:
        actions.write_outcome(conversation=seat.conversation, by=request.user, **given)
    return redirect("desk_chats")


@seated
@require_POST
def settle(request, seat: Seat):
    form = SettleForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        actions.settle(conversation=seat.conversation, by=request.user, how=given["how"], note=given["note"])
        return redirect("desk_chats")
    return conversation_page(request, seat, settle_form=form)
