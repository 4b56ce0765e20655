from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .case import Case


class BrokenGlassQuerySet(models.QuerySet):
    def now(self, now):
        """Those that still open their case."""
        return self.filter(until__gt=now)


class BrokenGlass(models.Model):
    """That someone who is not named on a restricted case opened it all the same, why, and until when that holds."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="broken_glass")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("why"), max_length=300)
    at = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"))

    objects = BrokenGlassQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["by", "until"])]

    def __str__(self):
        return f"Broken glass {self.pk}"
