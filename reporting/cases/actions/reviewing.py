from django.db import transaction
from django.utils.translation import gettext as _

from home.language import in_our_language
from reporting.staff.models import User

from .. import clocks
from ..enums import EventKind
from ..lifecycle import need_open
from ..models import Case
from ..permissions import Do, require
from ..timeline import lock, record


@transaction.atomic
@in_our_language
def review(*, case: Case, by: User, text: str) -> None:
    """A manager looked at the case as a whole. Keeps that promise, and sets when one looks again."""
    require(by, Do.REVIEW, lock(case))
    need_open(case)
    record(
        case=case,
        kind=EventKind.REVIEWED,
        by=by,
        text=text,
        reporter_text=_("A manager looked at how your case is going."),
    )
    clocks.start_next_review(case)
