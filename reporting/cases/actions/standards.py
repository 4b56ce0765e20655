"""The service standards are changed: for what is reported from now on."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from reporting.staff.models import User

from ..lifecycle import NotPossible
from ..models import StandardsVersion
from ..permissions import Do, require


def set_standards(*, by: User, figures: dict[str, int], why: str, instead_of: int) -> StandardsVersion:
    """Make the next version: `figures` by the keys of `standards.FIGURES`, checked by the form. `instead_of` is the number of
    the version that `by` was looking at. Raises `NotPossible` when someone else has changed it meanwhile."""
    require(by, Do.SET_STANDARDS)
    now = StandardsVersion.objects.current()
    if now.number != instead_of:
        raise _changed_meanwhile()
    if now.every_figure == figures:
        return now
    try:
        with transaction.atomic():
            return StandardsVersion.objects.create(number=now.number + 1, figures=figures, why=why, by=by)
    except IntegrityError:  # at this moment
        raise _changed_meanwhile() from None


def _changed_meanwhile() -> NotPossible:
    return NotPossible(_("Someone else has changed the standards since you opened this page. Look at theirs first."))
