from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import Presence, Status

# A browser asks every few seconds, one in the background once a minute: after this long it is gone.
GONE_AFTER = timedelta(minutes=2)
# Nobody has touched the desk for so long: whoever it is sits elsewhere.
AWAY_AFTER = timedelta(minutes=15)
USUAL_LIMIT, HIGHEST_LIMIT = 3, 10


class AgentQuerySet(models.QuerySet):
    def there(self):
        now = timezone.now()
        return self.filter(ready=True, in_call=None, seen_at__gt=now - GONE_AFTER, used_at__gt=now - AWAY_AFTER)

    def gone(self):
        """Those who took chats and whose browser asks no more."""
        return self.filter(ready=True, seen_at__lte=timezone.now() - GONE_AFTER)

    def with_taken(self):
        """Each with `taken`: how many chats they are in."""
        return self.annotate(taken=models.Count("user__chats", filter=Q(user__chats__status=Status.OPEN)))


class Agent(models.Model):
    """A member of staff as one who answers chats. Changed only by the functions in `presence`."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="chat_agent",
        verbose_name=_("member of staff"),
    )
    # They said that they take chats. Whether they are there is another question.
    ready = models.BooleanField(_("takes chats"), default=False)
    limit = models.PositiveSmallIntegerField(
        _("chats at once"),
        default=USUAL_LIMIT,
        validators=[MinValueValidator(1), MaxValueValidator(HIGHEST_LIMIT)],
    )
    # The notes of the call for which they take no new chats.
    in_call = models.ForeignKey(
        "CallNote", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    # When their browser last asked for anything, and when they last did something with it themselves.
    seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    used_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AgentQuerySet.as_manager()

    class Meta:
        verbose_name = _("who answers chats")
        verbose_name_plural = _("who answers chats")

    def __str__(self):
        return f"Agent {self.pk}"

    @property
    def presence(self) -> Presence:
        now = timezone.now()
        if not self.ready or not self.seen_at or now - self.seen_at >= GONE_AFTER:
            return Presence.OFF
        if self.in_call_id:
            return Presence.ON_PHONE
        return Presence.THERE if self.used_at and now - self.used_at < AWAY_AFTER else Presence.AWAY
