from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from reporting.cases.models import Case
from reporting.cases.permissions import Do, cases_for, may_ever
from reporting.sealing import keyed_hash, open_json, seal_json

from ..enums import Reason


class RemovalQuerySet(models.QuerySet):
    def readable_by(self, user):
        """Those of which `user` may read what was removed."""
        if not may_ever(user, Do.READ_REMOVED):
            return self.none()
        case = Case.objects.filter(pk=models.OuterRef("message__conversation__case"))
        in_reach = models.Q(message__conversation__case=None) | models.Exists(cases_for(user, Do.SEE_CASE, case))
        return self.filter(in_reach).select_related("by", "message__conversation__case")


class Removal(models.Model):
    """That a message was removed, by whom and why; `sealed` holds what it said until that is forgotten too."""

    message = models.OneToOneField("ChatMessage", on_delete=models.CASCADE, related_name="removal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    note = models.TextField(_("note for colleagues"), blank=True, max_length=1000)
    sealed = models.BinaryField(default=bytes)
    # By which the same words sent again are known.
    words_hash = models.CharField(max_length=64)

    objects = RemovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("removed message")
        verbose_name_plural = _("removed messages")

    def __str__(self):
        return f"Removal {self.pk}"

    def seal(self, text: str) -> None:
        self.sealed, self.words_hash = seal_json(text), _hash(text)

    def open(self) -> str:
        """Raises `Unsealable` when it was sealed with a key that is gone."""
        return open_json(self.sealed)

    def is_of(self, text: str) -> bool:
        return constant_time_compare(self.words_hash, _hash(text))


class RemovalReading(models.Model):
    """Who read what was removed, and when."""

    removal = models.ForeignKey(Removal, on_delete=models.CASCADE, related_name="readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"Reading {self.pk}"


def _hash(text: str) -> str:
    return keyed_hash("chat-removed", text)
