from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from home.language import in_our_language
from reporting.post.models import Recipient
from reporting.staff.models import User

from .. import clocks
from ..enums import ClockKind, ContactChannel, ContactOutcome, EventKind
from ..lifecycle import NotPossible, need_open
from ..models import Case
from ..permissions import Do, require
from ..timeline import lock, record

SHOWED = _lazy("The visitor showed the case’s secret code.")
NOT_SHOWN = _lazy("The visitor did not show the case’s secret code. Be sure who they are before you answer.")
REACHED = frozenset({ContactOutcome.SPOKE, ContactOutcome.MET, ContactOutcome.WROTE})


@transaction.atomic
@in_our_language
def note(*, case: Case, by: User, text: str) -> None:
    require(by, Do.NOTE, lock(case))
    record(case=case, kind=EventKind.NOTE, by=by, text=text)


@transaction.atomic
@in_our_language
def record_contact(
    *,
    case: Case,
    by: User,
    outcome: ContactOutcome,
    text: str,
    next_contact_on: date,
    channel: ContactChannel = ContactChannel.PHONE,
) -> None:
    """Write down a contact with the reporter, and when they hear from us next.

    Having reached them keeps the promises of a first contact, of keeping in touch and of a return call.
    """
    require(by, Do.CONTACT, lock(case))
    need_open(case)
    if next_contact_on < timezone.localdate():
        raise NotPossible(_("The next contact cannot be in the past."))
    reached = outcome in REACHED
    record(
        case=case,
        kind=EventKind.CONTACT,
        by=by,
        text=_("%(channel)s: %(outcome)s. %(text)s")
        % {"channel": ContactChannel(channel).label, "outcome": ContactOutcome(outcome).label, "text": text},
        reporter_text=_("We were in touch with you.") if reached else _("We tried to reach you."),
        data={"channel": channel, "outcome": outcome, "next_contact_on": next_contact_on.isoformat()},
    )
    if reached:
        clocks.meet(case, ClockKind.FIRST_CONTACT)
        clocks.meet(case, ClockKind.RETURN_CALL)
    clocks.set_next_contact(case, next_contact_on)


@transaction.atomic
@in_our_language
def leave_message(*, case: Case, by: User, text: str, call_back: bool, is_reporters: bool = True) -> None:
    """The contact centre passes on what a caller said; a call back that was asked for starts its clock.

    `is_reporters`: the case's reporter called. Of anyone else's call they are not told."""
    require(by, Do.LEAVE_MESSAGE, lock(case))
    record(
        case=case,
        kind=EventKind.LEFT_MESSAGE,
        by=by,
        text=text,
        reporter_text=_("You called us and left a message.") if is_reporters else "",
    )
    clocks.hasten_risk(case)
    if call_back:
        request_call(case=case)


@transaction.atomic
@in_our_language
def announce_chat(
    *, case: Case, by: User, is_reporters: bool, needs: list[str], call: Recipient | None = None
) -> None:
    """A chat comes on an open case: the officer finds a message about it, before its words. `needs` is what its visitor
    told of the help they need, a sentence each; `call` is how to reach a reporter who was promised a call."""
    require(by, Do.LEAVE_MESSAGE, lock(case))
    need_open(case)
    words = [_("A chat was added to this case."), SHOWED if is_reporters else NOT_SHOWN, *needs]
    if call is not None:
        words.append(_("They were promised a call: %(number)s.") % {"number": call.phone.as_national})
        words.append(_("When: %(when)s") % {"when": call.safe_times or _("They did not say.")})
        words.append(_("We may leave a voicemail.") if call.may_leave_voicemail else _("Leave no voicemail."))
        request_call(case=case)
    record(case=case, kind=EventKind.LEFT_MESSAGE, by=by, text=" ".join(map(str, words)))


@transaction.atomic
@in_our_language
def note_removal(*, case: Case, by: User) -> None:
    """A message that stands on the timeline was removed in the chat it comes from. The timeline keeps what it has."""
    lock(case)
    record(
        case=case,
        kind=EventKind.REMOVED,
        by=by,
        text=_("A message of the chat was removed there. What was attached here before stays as it is."),
    )


@transaction.atomic
@in_our_language
def request_call(*, case: Case) -> None:
    lock(case)
    need_open(case)
    if not case.clocks.running().filter(kind=ClockKind.RETURN_CALL).exists():
        clocks.start_return_call(case)


@transaction.atomic
@in_our_language
def ask_for_call(*, case: Case, number: str = "", when: str = "") -> None:
    """The reporter asks on *Your case* for a call: on `number`, or the one we have, at a time in their own words."""
    request_call(case=case)
    wishes = [_("The reporter asks for a call back.")]
    if number:
        wishes.append(_("Call %(number)s.") % {"number": number})
    if when:
        wishes.append(_("When: %(when)s") % {"when": when})
    record(
        case=case,
        kind=EventKind.INFORMATION,
        text=" ".join(wishes),
        reporter_text=_("You asked us to call you back."),
    )


@transaction.atomic
@in_our_language
def record_reading(*, case: Case, by: User, what: str = "") -> None:
    """Who opened a restricted case, or a piece of evidence, and when: part of the case's own story."""
    lock(case)
    record(case=case, kind=EventKind.READ, by=by, text=what)
