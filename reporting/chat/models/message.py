from django.conf import settings
from django.db import models
from django.utils import timezone

from ..enums import Line, Reason, Sender

TEXT_LENGTH = 4000


class ChatMessageQuerySet(models.QuerySet):
    def after(self, seq: int):
        return self.filter(seq__gt=seq).order_by("seq")

    def known_to(self, conversation):
        """Those that were there when `conversation` was read. What is newer wakes its readers by itself, and then it is read
        together with what it changed in the conversation."""
        return self.filter(seq__lte=conversation.last_seq)

    def from_visitor(self):
        return self.filter(sender=Sender.VISITOR)

    def with_files(self):
        """Each with what it takes to show it, in one query."""
        return self.select_related("by", "file__evidence")


class ChatMessage(models.Model):
    """What one side said. `seq` counts up without a gap within a conversation: what follows the last one a client
    has is all that it lacks."""

    conversation = models.ForeignKey("Conversation", on_delete=models.CASCADE, related_name="messages")
    seq = models.PositiveIntegerField()
    # Made by whoever sends, so that sending again after a lost connection says nothing twice. Of files that are sent
    # together, each has the same one with a dot and its number.
    client_id = models.CharField(max_length=48)
    sender = models.CharField(max_length=10, choices=Sender.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=TEXT_LENGTH)
    # A visitor's words that sound as if someone were in danger (`danger`).
    danger = models.BooleanField(default=False)
    # What is said in set words: which `Line` it is and what stands in it. `text` has it in our language.
    line = models.CharField(max_length=20, choices=Line.choices, blank=True)
    values = models.JSONField(default=dict)
    # Why it was removed from view, and then `text` is empty: what it said is sealed in its `Removal`.
    removed = models.CharField(max_length=10, choices=Reason.choices, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = ChatMessageQuerySet.as_manager()

    class Meta:
        ordering = ["conversation", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="chat_seq_once"),
            models.UniqueConstraint(fields=["conversation", "client_id"], name="chat_client_id_once"),
        ]

    def __str__(self):
        return f"Chat message {self.pk}"

    @property
    def words(self) -> str:
        """What was said; what is in set words, or that it was removed, in the language of whoever reads it."""
        if self.removed:
            return Reason(self.removed).words
        return str(Line(self.line).label) % self.values if self.line else self.text

    def says(self, text: str) -> bool:
        return self.removal.is_of(text) if self.removed else self.text == text
