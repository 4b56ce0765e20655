from django.utils.translation import gettext as _

from .enums import TRANSITIONS, Status
from .models import Case


class NotPossible(Exception):
    """What was asked cannot be done with the case as it stands; the message is for the person who asked."""


def move(case: Case, to: Status) -> None:
    """Set the case's status, if the table of transitions allows it. The caller holds the case."""
    if to not in TRANSITIONS[Status(case.status)]:
        raise NotPossible(
            _("This case is “%(status)s”, so that cannot be done with it now.")
            % {"status": case.get_status_display()}
        )
    case.status = to
    case.save(update_fields=["status"])


def need_open(case: Case) -> None:
    if not case.is_open:
        raise NotPossible(_("This case has ended. If it has started again, open a new report."))
