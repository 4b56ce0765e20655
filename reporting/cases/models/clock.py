from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import ClockKind
from .case import Case


class ClockQuerySet(models.QuerySet):
    def running(self):
        return self.filter(met_at=None, stopped_at=None)

    def overdue(self, now):
        return self.running().filter(due_at__lt=now)


class Clock(models.Model):
    """A promise with a time: by when, by which rule, and when it was kept. All moments in UTC."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clocks")
    kind = models.CharField(_("promise"), max_length=20, choices=ClockKind.choices)
    rule = models.CharField(_("rule"), max_length=120)
    started_at = models.DateTimeField(_("started"))
    due_at = models.DateTimeField(_("due"))
    met_at = models.DateTimeField(_("kept"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        ordering = ["due_at"]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(met_at=None, stopped_at=None), name="running_clocks")
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def is_running(self) -> bool:
        return self.met_at is None and self.stopped_at is None
