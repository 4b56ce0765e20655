"""Promises wait, for stated reasons alone, and go on."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from home.language import in_our_language
from home.said import said_day
from reporting.staff.models import User

from .. import clocks
from ..enums import EventKind, PauseReason
from ..lifecycle import NotPossible, need_open
from ..models import Case, Pause
from ..permissions import Do, require
from ..timeline import lock, record

# After four weeks somebody asks again.
LONGEST = timedelta(days=28)


@transaction.atomic
@in_our_language
def pause(*, case: Case, by: User, reason: PauseReason, why: str, until: date) -> None:
    """Let what is promised to the reporter wait until `until`, the day on which we go on, four weeks from now at most.

    Calls that are owed, the risk and a manager's look do not wait, nor does what is late already."""
    require(by, Do.PAUSE, lock(case))
    need_open(case)
    today = timezone.localdate()
    if not today < until <= today + LONGEST:
        raise NotPossible(_("Choose a day from tomorrow on, four weeks from today at most."))
    if clocks.current_pause(case):
        raise NotPossible(_("The promises of this case wait already."))
    begun = Pause.objects.create(case=case, by=by, reason=reason, why=why, began_at=timezone.now(), until=until)
    record(
        case=case,
        kind=EventKind.PAUSED,
        by=by,
        text=_("Until %(day)s. %(reason)s. %(why)s")
        % {"day": said_day(until), "reason": PauseReason(reason).label, "why": why},
        # Why is not said: the police may have asked us not to.
        reporter_text=_("We wait until %(day)s. Dates that we gave you are later by as many working days.")
        % {"day": said_day(until)},
        data={"reason": reason, "until": until.isoformat()},
    )
    clocks.pause(case, begun)


@transaction.atomic
@in_our_language
def resume(*, case: Case, by: User, why: str) -> None:
    """Go on before the day that was set."""
    require(by, Do.PAUSE, lock(case))
    ended = clocks.current_pause(case)
    if ended is None:
        raise NotPossible(_("The promises of this case do not wait."))
    ended.ended_on = timezone.localdate()
    ended.save(update_fields=["ended_on"])
    record(
        case=case,
        kind=EventKind.RESUMED,
        by=by,
        text=why,
        reporter_text=_("We go on with your case now. Dates that we gave you are sooner again."),
    )
    clocks.end_pause(case, ended)
