from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .case import Case


class RiskAssessment(models.Model):
    """The risk questions as answered once: by the reporter in the form (`by` is empty), or later by an officer."""

    class Band(models.TextChoices):
        HIGH = "high", _("High")
        MEDIUM = "medium", _("Medium")
        LOW = "low", _("Low")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="risks")
    answers = models.JSONField(default=dict)
    score = models.PositiveSmallIntegerField(_("score"))
    band = models.CharField(_("band"), max_length=10, choices=Band.choices)
    # What made it high whatever the score, in words for staff.
    overrides = models.JSONField(default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["case", "at"]
        get_latest_by = "at"

    def __str__(self):
        return f"Risk assessment {self.pk}"
