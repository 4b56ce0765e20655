from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from .case import Case


def evidence_storage():
    return storages["evidence"]


class EvidenceFileQuerySet(models.QuerySet):
    def loose(self):
        """Those that are on no case and that nothing else points to. (A draft of a report only knows their numbers.)"""
        pointing = {f"{relation.name}__isnull": True for relation in self.model._meta.related_objects}
        return self.filter(case=None, **pointing)


class EvidenceFile(models.Model):
    """A sealed file: the original as it came, and for a picture a copy to look at without position or device.

    Kept under a random name outside MEDIA_ROOT, and served by one audited view once it is on a case. Belongs to a draft
    or a chat before it belongs to a case; `case` says when that changed.
    """

    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="evidence")
    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256 of the original"), max_length=64)
    original = models.FileField(storage=evidence_storage, max_length=100)
    viewing_copy = models.FileField(storage=evidence_storage, max_length=100, blank=True)
    sealed_key = models.BinaryField()
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    received_from = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self):
        return f"Evidence {self.pk}"
