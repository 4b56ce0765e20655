from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import EventKind
from .case import Case


class AppendOnly(Exception):
    """Someone tried to change or remove what was written to a timeline."""


class EventQuerySet(models.QuerySet):
    def for_reporter(self):
        """What the reporter may read: never the words written for staff."""
        return self.exclude(reporter_text="").defer("text", "data")

    def update(self, **changes):
        raise AppendOnly

    def delete(self):
        raise AppendOnly


class Event(models.Model):
    """One entry of a case's timeline: history, audit and evidence at once. Written by `timeline.record`, never changed.

    Each entry holds the keyed hash of itself and of the one before, so that an entry altered, removed or put in
    between is found by `timeline.verify`. The database refuses changes too (see the migration's triggers).
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("for staff"), blank=True)
    reporter_text = models.TextField(_("for the reporter"), blank=True)
    data = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["case", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="event_number_once")]

    def __str__(self):
        return f"Event {self.number}"

    @property
    def who(self) -> str:
        return self.by.display_name if self.by else str(_("Reporter or system"))
