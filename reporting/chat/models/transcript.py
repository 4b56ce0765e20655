from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reporting.post.models import Recipient

READABLE_FOR = timedelta(days=7)
# Then the link is shut, for nobody mistypes six figures so often.
MOST_TRIES = 5


class TranscriptLinkQuerySet(models.QuerySet):
    def usable(self):
        return self.filter(
            shut=False, until__gt=timezone.now(), wrong_tries__lt=MOST_TRIES, conversation__forgotten_at=None
        )


class TranscriptLink(models.Model):
    """A link, e-mailed, to what had been said in a chat by the time it was asked for. It opens with a code that only the page
    showed which asked for it: neither the e-mail nor the code is of use to a stranger who has only one of them.

    Written only by `actions.send_transcript`, `actions.stop_transcripts` and `actions.open_transcript`.
    """

    conversation = models.ForeignKey("Conversation", on_delete=models.CASCADE, related_name="transcript_links")
    recipient = models.OneToOneField(Recipient, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64)
    # The number of the last message that it shows.
    last_seq = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(_("readable until"))
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    # Stopped by the visitor, or another was sent after it.
    shut = models.BooleanField(default=False)

    objects = TranscriptLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to a transcript")
        verbose_name_plural = _("links to transcripts")
        indexes = [models.Index(fields=["until"])]

    def __str__(self):
        return f"Transcript link {self.pk}"
