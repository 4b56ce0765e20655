from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reporting.post.models import Recipient

from ..enums import Point
from .clock import Clock


class AlertQuerySet(models.QuerySet):
    def standing(self):
        """Those whose promise is not kept yet, and has not got another day since."""
        running = models.Q(clock__met_at=None, clock__stopped_at=None)
        return self.filter(running, clock__due_at=models.F("due_at"))


class Alert(models.Model):
    """That a member of staff is told of a promise: once before it falls due, and once when it was missed."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="alerts")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="alerts")
    point = models.CharField(_("point"), max_length=10, choices=Point.choices)
    # By when it was due as they were told of it: a promise that was moved is told of again.
    due_at = models.DateTimeField(_("due"))
    at = models.DateTimeField(_("told"))
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("in a digest"), null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clock", "to", "point", "due_at"], name="told_once")]
        indexes = [
            models.Index(fields=["to", "at", "id"]),
            models.Index(fields=["to"], condition=models.Q(mailed_at=None), name="alerts_to_mail"),
            models.Index(fields=["to"], condition=models.Q(seen_at=None), name="alerts_to_see"),
        ]

    def __str__(self):
        return f"Alert {self.pk}"


class DigestTo(models.Model):
    """Where a member of staff gets their digest: the gateway writes to recipients alone."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    recipient = models.OneToOneField(Recipient, on_delete=models.CASCADE, related_name="+")
    last_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"Digest {self.pk}"
