from django.db import models
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import POOR, Helped

COMMENT_LENGTH = 1000


class ChatRatingQuerySet(models.QuerySet):
    def given(self):
        """Those in which something was said; who skipped the question is not among them."""
        return self.filter(helped__isnull=False)

    def counts(self) -> dict[Helped, int]:
        """How many gave each answer, none left out: one query."""
        found = dict(self.given().order_by().values_list("helped").annotate(number=Count("pk")))
        return {helped: found.get(helped.value, 0) for helped in Helped}

    def commented(self, *, reader):
        """Those with words, the latest first, for whoever leads chats. What was said of a chat that `reader` answered is not
        among them: its visitor was promised so."""
        return self.given().exclude(comment="").exclude(conversation__taken_by=reader).order_by("-at", "-pk")


class ChatRating(models.Model):
    """Whether a chat helped, as its visitor sees it. Asked once, after the end; written only by `actions.rate`.

    For figures join `conversation` (`taken_by`, `topic`, `outcome`, `ended_at`). The answer stays when the words of the
    chat are forgotten, and `comment` goes with them. Who answered sees counts of many, never one rating by itself.
    """

    conversation = models.OneToOneField("Conversation", on_delete=models.CASCADE, related_name="rating")
    # Empty: they skipped the question, so that it is not asked again.
    helped = models.PositiveSmallIntegerField(_("did it help"), choices=Helped.choices, null=True, blank=True)
    comment = models.TextField(_("what we could do better"), blank=True, max_length=COMMENT_LENGTH)
    at = models.DateTimeField(_("said"), default=timezone.now)

    objects = ChatRatingQuerySet.as_manager()

    class Meta:
        verbose_name = _("chat rating")
        verbose_name_plural = _("chat ratings")
        indexes = [models.Index(fields=["at"])]

    def __str__(self):
        return f"Chat rating {self.pk}"

    @property
    def is_poor(self) -> bool:
        return self.helped in POOR
