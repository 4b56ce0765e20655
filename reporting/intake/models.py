from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reporting.codes import new_code
from reporting.sealing import open_bytes, open_json, random_name, seal_bytes, seal_json

LIFE = timedelta(days=14)
SECRET_SHOWN_FOR = timedelta(hours=1)
PUBLIC_ID_LENGTH = 13  # 65 bits


def new_public_id() -> str:
    return new_code(PUBLIC_ID_LENGTH)


class AlreadySent(Exception):
    """What was to be changed has become a case in the meantime."""


class DraftQuerySet(models.QuerySet):
    def living(self):
        return self.filter(updated_at__gt=timezone.now() - LIFE)

    def expired(self):
        return self.filter(updated_at__lte=timezone.now() - LIFE)

    def unsent(self):
        return self.filter(sent_at=None)

    def sent(self):
        return self.exclude(sent_at=None)


class Draft(models.Model):
    """A report that is being written. Its answers are sealed; who holds it is known only by a keyed hash.

    It belongs to one browser (`owner`), or to the member of staff who takes it for someone (`taken_by`). Once sent
    it keeps nothing of what was answered, only the receipt: the reference, and for an hour the secret, sealed.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id)
    owner = models.CharField(max_length=64, blank=True, db_index=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    # Made with the draft, so that whatever sends it, and however often, opens one case.
    key = models.CharField(max_length=40, unique=True, default=random_name)
    sealed = models.BinaryField(default=bytes)
    version = models.PositiveIntegerField(default=0)
    evidence_ids = models.JSONField(default=list)
    # Only the keyed hash of the code with which one comes back.
    resume_code = models.CharField(max_length=64, unique=True, null=True, blank=True)
    reference = models.CharField(max_length=12, blank=True)
    secret = models.BinaryField(default=bytes)
    sent_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a report")
        verbose_name_plural = _("drafts of reports")

    def __str__(self):
        return f"Draft {self.pk}"

    @property
    def answers(self) -> dict:
        return open_json(self.sealed) if self.sealed else {}

    def keep(self, answers: dict) -> bool:
        """Save `answers` unless somebody else saved first; says whether it did. One query."""
        now = timezone.now()
        kept = Draft.objects.unsent().filter(pk=self.pk, version=self.version)
        done = kept.update(
            sealed=seal_json(answers),
            evidence_ids=answers.get("evidence", []),
            version=F("version") + 1,
            updated_at=now,
        )
        if done:
            self.version, self.updated_at = self.version + 1, now
        return bool(done)

    def load_again(self) -> None:
        """As it is in the database now, held until the transaction ends.

        Raises `AlreadySent`, or `Draft.DoesNotExist` when it was forgotten.
        """
        self.refresh_from_db(from_queryset=Draft.objects.select_for_update())
        if self.sent_at:
            raise AlreadySent

    def finish(self, reference: str, secret: str) -> None:
        """Keep the receipt in place of the answers. Runs in the transaction that opens the case."""
        now = timezone.now()
        Draft.objects.unsent().filter(pk=self.pk).update(
            reference=reference,
            secret=seal_bytes(secret.encode()) if secret else b"",
            sealed=b"",
            evidence_ids=[],
            resume_code=None,
            sent_at=now,
            updated_at=now,
        )

    @property
    def secret_to_show(self) -> str:
        """The reporter's secret while it may still be shown, else nothing."""
        shown = self.secret and self.sent_at and timezone.now() < self.sent_at + SECRET_SHOWN_FOR
        return open_bytes(self.secret).decode() if shown else ""
