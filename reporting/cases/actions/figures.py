"""Figures that managers set: the next version of the service standards, and of what answers to the risk questions weigh."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from reporting.staff.models import User

from ..lifecycle import NotPossible
from ..models import RiskMatrix, StandardsVersion
from ..models.figures import FiguresVersion
from ..permissions import Do, require


def set_standards(*, by: User, figures: dict[str, int], why: str, instead_of: int) -> StandardsVersion:
    """For what is reported from now on."""
    require(by, Do.SET_STANDARDS)
    return _next(StandardsVersion, by, figures, why, instead_of)


def set_risk_matrix(*, by: User, figures: dict[str, int], why: str, instead_of: int) -> RiskMatrix:
    """For what is answered from now on."""
    require(by, Do.SET_RISK)
    return _next(RiskMatrix, by, figures, why, instead_of)


def _next(
    model: type[FiguresVersion], by: User, figures: dict[str, int], why: str, instead_of: int
) -> FiguresVersion:
    """`figures` by the keys of the model's sheet, checked by the form. `instead_of` is the number of the version that `by` was
    looking at. Raises `NotPossible` when someone else has changed it meanwhile."""
    now = model.objects.current()
    if now.number != instead_of:
        raise _changed_meanwhile()
    if now.every_figure == figures:
        return now
    try:
        with transaction.atomic():
            return model.objects.create(number=now.number + 1, figures=figures, why=why, by=by)
    except IntegrityError:  # at this moment
        raise _changed_meanwhile() from None


def _changed_meanwhile() -> NotPossible:
    return NotPossible(_("Someone else has changed this since you opened the page. Look at theirs first."))
