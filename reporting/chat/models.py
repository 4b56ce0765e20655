from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reporting.cases.models import Case
from reporting.cases.permissions import Do, cases_for, may_ever
from reporting.codes import new_code

from .enums import LIVE, Sender, Status

TEXT_LENGTH = 4000
# How long staff still see a chat whose visitor left before anyone answered.
MISSED_FOR = timedelta(days=7)


def new_public_id() -> str:
    return new_code(20)


class ConversationQuerySet(models.QuerySet):
    def live(self):
        return self.filter(status__in=LIVE)

    def waiting(self):
        """Those nobody has answered yet, who waited longest first."""
        return self.filter(status=Status.WAITING).order_by("started_at", "pk")

    def missed(self):
        """Those whose visitor left before anyone answered. What they wrote may still need an answer."""
        since = timezone.now() - MISSED_FOR
        return self.filter(status=Status.ENDED, taken_by=None, case=None, ended_at__gte=since)

    def seen_by(self, user):
        """Those that this member of staff may read.

        A chat is open to whoever answers chats while it goes on. Afterwards only the one who answered it can still make
        it into a case, and once it is a case, whoever may read the case may read it.
        """
        if not may_ever(user, Do.CHAT):
            return self.none()
        missed = self.model.objects.missed().values("pk")
        readable = cases_for(user, Do.SEE_CASE, Case.objects.filter(chats=models.OuterRef("pk")))
        return self.filter(forgotten_at=None).filter(
            Q(status__in=LIVE) | Q(taken_by=user, case=None) | Q(pk__in=missed) | models.Exists(readable)
        )


class Conversation(models.Model):
    """A chat between a visitor and staff. Changed only by the functions in `actions`, written to only by `store`.

    `owner` is the keyed hash of a cookie: the one browser that this conversation is open in. It is empty when the
    visitor has left for good.
    """

    public_id = models.CharField(max_length=20, unique=True, default=new_public_id)
    owner = models.CharField(max_length=64, blank=True, db_index=True)
    # Kept hashed, like a password; empty until a code is asked for, and again once it was used.
    resume_hash = models.CharField(max_length=64, blank=True, db_index=True)
    name = models.CharField(_("name"), max_length=160, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.WAITING)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="chats",
        verbose_name=_("answered by"),
    )
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    answered_at = models.DateTimeField(_("first answered"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    # When its words were removed, and whatever tells whose they were.
    forgotten_at = models.DateTimeField(null=True, blank=True, editable=False)
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="chats", verbose_name=_("case")
    )
    last_seq = models.PositiveIntegerField(default=0)
    # Up to where the words stand on the case's timeline.
    attached_seq = models.PositiveIntegerField(default=0)
    # The secret of the case this became, for its reporter alone, until they say that they have kept it.
    sealed_secret = models.BinaryField(default=bytes)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("chat")
        verbose_name_plural = _("chats")
        indexes = [models.Index(fields=["status", "started_at"]), models.Index(fields=["forgotten_at", "ended_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["owner"],
                condition=Q(status__in=["waiting", "open"]) & ~Q(owner=""),
                name="one_live_chat_a_browser",
            )
        ]

    def __str__(self):
        return f"Chat {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def visitor_name(self) -> str:
        return self.name or str(_("No name given"))


class ChatMessageQuerySet(models.QuerySet):
    def after(self, seq: int):
        return self.filter(seq__gt=seq).order_by("seq")

    def from_visitor(self):
        return self.filter(sender=Sender.VISITOR)


class ChatMessage(models.Model):
    """What one side said. `seq` counts up without a gap within a conversation: what follows the last one a client
    has is all that it lacks."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    seq = models.PositiveIntegerField()
    # Made by whoever sends, so that sending again after a lost connection says nothing twice.
    client_id = models.CharField(max_length=40)
    sender = models.CharField(max_length=10, choices=Sender.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=TEXT_LENGTH)
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
