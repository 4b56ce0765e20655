from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reporting.worktime import working_days_between

from ..enums import PauseReason
from .case import Case


class PauseQuerySet(models.QuerySet):
    def now(self, today):
        """Those that last."""
        return self.filter(ended_on=None, until__gt=today)


class Pause(models.Model):
    """A time for which a case's promises to its reporter wait, and why. Over on `until`, or earlier on `ended_on`."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pauses")
    reason = models.CharField(_("reason"), max_length=10, choices=PauseReason.choices)
    why = models.TextField(_("what was said"), blank=True)
    began_at = models.DateTimeField(_("from"))
    # The first day on which we go on.
    until = models.DateField(_("until"))
    ended_on = models.DateField(_("ended early on"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PauseQuerySet.as_manager()

    class Meta:
        ordering = ["-began_at"]

    def __str__(self):
        return f"Pause {self.pk}"

    @property
    def days(self) -> int:
        """The working days for which promises wait, if it lasts as long as was said."""
        return working_days_between(timezone.localdate(self.began_at), self.until)
