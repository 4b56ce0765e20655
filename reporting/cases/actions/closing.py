from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from home.language import in_our_language
from reporting.staff.models import User

from .. import clocks
from ..enums import CloseReason, EventKind, Status
from ..letters import write_to_reporter
from ..lifecycle import move
from ..models import Case
from ..permissions import Do, require
from ..timeline import lock, record


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
    write_to_reporter(case=case, letter="closed", by=by, explanation=explanation)
