from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import risk
from ..enums import RiskBand
from ..figures import Sheet
from .case import Case
from .figures import FiguresVersion


class RiskMatrix(FiguresVersion):
    """What each answer to the risk questions weighs, and from which score on a band begins."""

    sheet: ClassVar[Sheet] = risk.SHEET

    class Meta:
        verbose_name = _("risk matrix")
        verbose_name_plural = _("risk matrices")


class RiskAssessmentQuerySet(models.QuerySet):
    def weigh(self, case: Case, answers: dict[str, str], by=None) -> "RiskAssessment":
        """Keep `answers` with what they come to by the matrix of now."""
        matrix = RiskMatrix.objects.current()
        found = risk.weigh(answers, kind=case.kind, figures=matrix.every_figure)
        return self.create(
            case=case,
            answers=answers,
            score=found.score,
            band=found.band,
            overrides=found.overrides,
            matrix=matrix.number,
            by=by,
            at=timezone.now(),
        )


class RiskAssessment(models.Model):
    """The risk questions as answered once: by the reporter in the form (`by` is empty), or later by an officer."""

    Band = RiskBand

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="risks")
    answers = models.JSONField(default=dict)
    score = models.PositiveSmallIntegerField(_("score"))
    band = models.CharField(_("band"), max_length=10, choices=RiskBand.choices)
    # What made it high whatever the score, in words for staff.
    overrides = models.JSONField(default=list)
    # The number of the `RiskMatrix` by which it was weighed.
    matrix = models.PositiveIntegerField(_("risk matrix"), default=1)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    objects = RiskAssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["case", "at"]
        get_latest_by = "at"

    def __str__(self):
        return f"Risk assessment {self.pk}"

    @property
    def suggestion(self) -> risk.Suggestion | None:
        """The category that the answers spoke for as they were weighed."""
        weighed = risk.Weighed(self.score, RiskBand(self.band), self.overrides)
        return risk.suggestion(weighed, answered=bool(self.answers))
