from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import PAUSABLE, ClockKind
from .case import Case


class ClockQuerySet(models.QuerySet):
    def running(self):
        return self.filter(met_at=None, stopped_at=None)

    def overdue(self, now):
        return self.running().filter(due_at__lt=now)

    def pausable(self):
        return self.running().filter(kind__in=PAUSABLE)


class Clock(models.Model):
    """A promise with a time: by when, by which rule, and when it was kept. All moments in UTC."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clocks")
    kind = models.CharField(_("promise"), max_length=20, choices=ClockKind.choices)
    rule = models.CharField(_("rule"), max_length=120)
    started_at = models.DateTimeField(_("started"))
    # By the rule alone. `due_at` is this, and the working days for which the promise waited.
    first_due_at = models.DateTimeField(_("due by the rule"))
    paused_days = models.PositiveSmallIntegerField(_("working days it waited"), default=0)
    due_at = models.DateTimeField(_("due"))
    # From when staff are told that it falls due soon; see `triggers`.
    warn_at = models.DateTimeField(_("warned from"))
    met_at = models.DateTimeField(_("kept"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        ordering = ["due_at"]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(met_at=None, stopped_at=None), name="running_clocks"),
            models.Index(fields=["warn_at"], condition=models.Q(met_at=None, stopped_at=None), name="warned_clocks"),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def is_running(self) -> bool:
        return self.met_at is None and self.stopped_at is None
