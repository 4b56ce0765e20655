from django.db import models

from reporting.cases.models import EvidenceFile
from reporting.codes import new_code

from .message import ChatMessage

# All that one chat takes.
MOST_FILES = 20
FILE_ID_LENGTH = 20  # 100 bits


def new_file_id() -> str:
    return new_code(FILE_ID_LENGTH)


class ChatFileQuerySet(models.QuerySet):
    def of(self, conversation):
        return self.filter(message__conversation=conversation).select_related("message", "evidence")

    def in_view(self):
        """Not those whose message was removed: nobody opens them, and they go on no case."""
        return self.filter(message__removed="")


class ChatFile(models.Model):
    """A file that the visitor sent. Its message stands for it among what was said; what is in it is kept as evidence is.

    Its address has `public_id`, which nobody can guess and which says nothing.
    """

    public_id = models.CharField(max_length=FILE_ID_LENGTH, unique=True, default=new_file_id)
    message = models.OneToOneField(ChatMessage, on_delete=models.CASCADE, related_name="file")
    evidence = models.OneToOneField(EvidenceFile, on_delete=models.PROTECT, related_name="chat_file")

    objects = ChatFileQuerySet.as_manager()

    def __str__(self):
        return f"Chat file {self.pk}"
