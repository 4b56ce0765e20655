"""The visitor's side: showing a case of theirs to whoever answers."""

from contextlib import suppress

from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from reporting.cases import session
from reporting.cases.lifecycle import NotPossible
from reporting.cases.models import Case
from reporting.cases.throttle import address_of as sent_from

from . import actions
from .forms import ShowCaseForm
from .gate import Seat
from .views import address_of, conversation_page, seated

NO_LONGER_OPEN = _("Your case is no longer open in this browser. Type its reference and your code.")


@sensitive_post_parameters()
@require_POST
@seated
def show_case(request, seat: Seat):
    form = ShowCaseForm(request.POST)
    case = form.open_case(sent_from(request)) if form.is_valid() else None
    return show(request, seat, form, case)


@require_POST
@seated
def show_open_case(request, seat: Seat):
    """The one that is open on *Your case* in this browser: its secret was given there."""
    form = ShowCaseForm(request.POST)
    case = session.current(request)
    if case is None:
        form.errors.clear()
        form.add_error(None, NO_LONGER_OPEN)
    return show(request, seat, form, case)


def show(request, seat: Seat, form: ShowCaseForm, case: Case | None):
    if case is None:
        return conversation_page(request, seat, show_case_form=form)
    # What keeps it from being shown, such as the end of the chat, stands on the page.
    with suppress(NotPossible):
        actions.show_case(conversation=seat.conversation, case=case)
    return redirect(address_of(seat.conversation))


@require_POST
@seated
def take_back_case(request, seat: Seat):
    actions.take_back_case(conversation=seat.conversation)
    return redirect(address_of(seat.conversation))
