from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from home.language import in_our_language
from reporting.staff.models import User

from ..enums import EventKind
from ..lifecycle import NotPossible
from ..models import BrokenGlass, Case
from ..permissions import Do, is_named_on, require
from ..timeline import lock, record

# A working day, so that nobody has to say it again in the afternoon.
OPENS_FOR = timedelta(hours=12)


@transaction.atomic
@in_our_language
def break_glass(*, case: Case, by: User, reason: str) -> None:
    """A manager who is not named on a restricted case opens it for twelve hours, and says why (P42)."""
    require(by, Do.BREAK_GLASS, lock(case))
    if is_named_on(by, case):
        raise NotPossible(_("This case is open to you already."))
    now = timezone.now()
    BrokenGlass.objects.create(case=case, by=by, reason=reason, at=now, until=now + OPENS_FOR)
    record(case=case, kind=EventKind.GLASS, by=by, text=reason)
