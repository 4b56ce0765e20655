from django.conf import settings
from django.db import models
from django.utils import timezone

from .message import TEXT_LENGTH


class Whisper(models.Model):
    """What staff say to each other about a chat. It is no message of the chat, so that it can never come to the visitor.

    With `to`, a colleague is asked in, or has it handed over; `read_at` is when they opened the chat.
    """

    conversation = models.ForeignKey("Conversation", on_delete=models.CASCADE, related_name="whispers")
    client_id = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="whispers_to")
    text = models.TextField(max_length=TEXT_LENGTH)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "client_id"], name="chat_whisper_once"),
        ]

    def __str__(self):
        return f"Whisper {self.pk}"
