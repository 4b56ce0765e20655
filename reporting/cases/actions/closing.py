from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from home.language import in_our_language
from reporting.post.gateway import given_by_hand
from reporting.post.models import Channel, Message
from reporting.staff.models import User

from .. import clocks
from ..enums import ClockKind, CloseReason, EventKind, PartyRole, Status
from ..letters import LAST, letter_name, write_last_letter
from ..lifecycle import NotPossible, move
from ..models import Case, Clock, Party
from ..permissions import Do, require
from ..timeline import lock, record

# As far as we can know: a letter carried, or put where its reader chose to read.
ARRIVED = (Message.Status.SENT, Message.Status.KEPT)


@transaction.atomic
@in_our_language
def close(*, case: Case, by: User, reason: CloseReason, explanation: str) -> None:
    """Close the case. There is no way to do it without the letter: why, what if it starts again, how to have it reviewed."""
    require(by, Do.CLOSE, lock(case))
    move(case, Status.CLOSED)
    case.close_reason, case.closed_at, case.next_contact_on = reason, timezone.now(), None
    case.save(update_fields=["close_reason", "closed_at", "next_contact_on"])
    record(
        case=case,
        kind=EventKind.CLOSED,
        by=by,
        text=_("%(reason)s. %(explanation)s")
        % {"reason": case.get_close_reason_display(), "explanation": explanation},
        reporter_text=_("Your case was closed."),
        data={"reason": reason},
    )
    clocks.stop_all(case)
    write_last_letter(case=case, letter="closed", by=by, explanation=explanation)


def note_last_letters() -> int:
    """Keep the promise of a last letter wherever it has gone out, or waits on *Your case* for someone who reads there.
    Gives how many. The gateway knows nothing of cases, so it is asked."""
    owed = Clock.objects.running().filter(kind=ClockKind.CLOSING_LETTER).select_related("case")
    cases = {clock.case.reference: clock.case for clock in owed}
    # To someone who said since then that nothing may be sent, nothing is owed any more.
    silent = Party.objects.filter(case__in=cases.values(), role=PartyRole.REPORTER, recipient__stopped=True)
    for party in silent.select_related("case"):
        _stop_last_letter(party.case)
    arrived = Message.objects.filter(about__in=cases, kind__in=LAST, status__in=ARRIVED)
    for message in arrived:
        _note_last_letter(cases[message.about], message.sent_at)
    return len(arrived)


@transaction.atomic
def _stop_last_letter(case: Case) -> None:
    clocks.stop_all(lock(case))


@transaction.atomic
def _note_last_letter(case: Case, at: datetime | None) -> None:
    clocks.meet(lock(case), ClockKind.CLOSING_LETTER, at)


@transaction.atomic
@in_our_language
def give_letter(*, case: Case, by: User, message: Message, channel: Channel) -> None:
    """A letter that the gateway could not send was posted or handed over, or read out on the phone."""
    require(by, Do.CONTACT, lock(case))
    if not given_by_hand(message, channel):
        raise NotPossible(_("This letter cannot be given by hand."))
    record(
        case=case,
        kind=EventKind.GIVEN,
        by=by,
        text=_("%(how)s: %(letter)s") % {"how": Channel(channel).label, "letter": letter_name(message.kind)},
        reporter_text=_("We gave you the letter."),
        data={"letter": message.kind, "channel": channel},
    )
    if message.kind in LAST:
        clocks.meet(case, ClockKind.CLOSING_LETTER)
