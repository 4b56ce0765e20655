"""From a chat to a case: a new one, or one that was there before."""

from django.contrib import messages as notices
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reporting.cases.lifecycle import NotPossible

from .. import actions
from ..gate import Seat
from ..models import Conversation, OwedAnswer
from ..transcript import visitors_words
from .forms import AddForm, CaseForm
from .seats import back_if_seen, back_to, seated


@seated
@require_http_methods(["GET", "POST"])
def make_case(request, seat: Seat):
    if seat.conversation.case:
        return back_to(seat)
    form = CaseForm(request.POST or None, initial=what_we_know(seat.conversation))
    if form.is_valid():
        try:
            case = actions.make_case(conversation=seat.conversation, by=request.user, report=form.report())
        except NotPossible as problem:
            notices.error(request, str(problem))
        else:
            made = _("Case %(reference)s is made. The visitor has been told.")
            notices.success(request, made % {"reference": case.reference})
        return back_if_seen(seat)
    return render(request, "chat/desk/make_case.html", {"conversation": seat.conversation, "form": form})


def what_we_know(conversation: Conversation) -> dict:
    known = {"name": conversation.name, "what_happened": visitors_words(conversation)}
    known |= {
        "language": conversation.language or conversation.pages_language_name,
        "interpreter": conversation.interpreter,
        "support_needs": conversation.needs.said(),
    }
    owed = OwedAnswer.objects.to(conversation)
    if owed and owed.recipient:
        for name in ("prefers", "email", "phone", "safe_times", "may_leave_voicemail", "shared"):
            known[name] = getattr(owed.recipient, name)
        known["wants_call"] = owed.wants_call and owed.settled_at is None
    return known


@seated
@require_http_methods(["GET", "POST"])
def add_to_case(request, seat: Seat):
    if seat.conversation.case:
        return back_to(seat)
    form = AddForm(request.POST or None, user=request.user)
    if form.is_valid():
        try:
            actions.add_to_case(conversation=seat.conversation, by=request.user, case=form.cleaned_data["reference"])
        except NotPossible as problem:
            form.add_error("reference", str(problem))
        else:
            notices.success(request, _("The chat is on the case."))
            return back_if_seen(seat)
    return render(request, "chat/desk/add_to_case.html", {"conversation": seat.conversation, "form": form})
