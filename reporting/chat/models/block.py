from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

REASON_LENGTH = 500


class BlockQuerySet(models.QuerySet):
    def running(self):
        return self.filter(lifted_at=None, until__gt=timezone.now())

    def against(self, *, owner: str, network: str):
        """Those that keep this browser, or whoever comes from there, from writing in the chat."""
        which = Q(pk__in=[])
        if owner:
            which |= Q(owner=owner)
        if network:
            which |= Q(network=network)
        return self.running().filter(which).order_by("-until")


class Block(models.Model):
    """Whoever abused the chat cannot start or write in it for a while. Calling, reporting and 999 stay open to them.

    What it is known by are keyed hashes: of the browser's cookie, and of where it came from when that was chosen. Both are
    emptied when it is over.
    """

    conversation = models.ForeignKey("Conversation", on_delete=models.CASCADE, related_name="blocks")
    owner = models.CharField(max_length=64, blank=True, db_index=True)
    network = models.CharField(max_length=64, blank=True, db_index=True)
    # Whether it was for all who came from there; stays when the hash is gone.
    wide = models.BooleanField(_("everyone from the same place"), default=False)
    reason = models.TextField(_("reason"), max_length=REASON_LENGTH)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("from"), default=timezone.now)
    until = models.DateTimeField(_("until"))
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        indexes = [models.Index(fields=["until"])]

    def __str__(self):
        return f"Block {self.pk}"

    @property
    def over_at(self) -> datetime:
        return self.lifted_at or self.until

    @property
    def is_running(self) -> bool:
        return self.over_at > timezone.now()
