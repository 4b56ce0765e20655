from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reporting.post.models import Channel, Recipient

from ..enums import Settled


class OwedAnswerQuerySet(models.QuerySet):
    def to(self, conversation):
        """What is or was owed to its visitor, with how to reach them; nothing if nothing ever was."""
        return self.filter(conversation=conversation).select_related("recipient", "settled_by").first()


class OwedAnswer(models.Model):
    """What we owe whoever nobody answered: a call, or an answer to read. `due_at` is what they were promised.

    Without a `recipient` they left no way to reach them; what they wrote may be a report all the same.
    """

    conversation = models.OneToOneField("Conversation", on_delete=models.CASCADE, related_name="owed_answer")
    recipient = models.ForeignKey(
        Recipient,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("how to reach them"),
    )
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    due_at = models.DateTimeField(_("promised by"))
    settled_at = models.DateTimeField(_("answered"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled = models.CharField(_("how"), max_length=10, choices=Settled.choices, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=1000)

    objects = OwedAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer owed")
        verbose_name_plural = _("answers owed")
        indexes = [models.Index(fields=["settled_at", "due_at"])]

    def __str__(self):
        return f"Owed answer {self.pk}"

    @property
    def wants_call(self) -> bool:
        return self.recipient is not None and self.recipient.prefers == Channel.PHONE
