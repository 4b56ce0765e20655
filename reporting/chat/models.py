from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reporting.cases.models import Case
from reporting.cases.permissions import Do, cases_for, may_ever
from reporting.codes import new_code
from reporting.kinds import Kind
from reporting.post.models import Channel, Recipient

from .enums import LIVE, Line, Outcome, Presence, Sender, Settled, Status

TEXT_LENGTH = 4000
# A browser asks every few seconds, one in the background once a minute: after this long it is gone.
GONE_AFTER = timedelta(minutes=2)
# Nobody has touched the desk for so long: whoever it is sits elsewhere.
AWAY_AFTER = timedelta(minutes=15)
# After so long nobody is asked any more what came of a chat.
OUTCOME_WITHIN = timedelta(days=7)
USUAL_LIMIT, HIGHEST_LIMIT = 3, 10


def new_public_id() -> str:
    return new_code(20)


class ConversationQuerySet(models.QuerySet):
    def live(self):
        return self.filter(status__in=LIVE)

    def waiting(self):
        """Those nobody has answered yet, who waited longest first."""
        return self.filter(status=Status.WAITING).order_by("started_at", "pk")

    def unanswered(self):
        """Those in which the visitor spoke last."""
        return self.with_last_from().filter(last_from=Sender.VISITOR)

    def asked_in(self, user):
        """Those in which a colleague asks for `user`, who has not looked yet."""
        asked = Whisper.objects.filter(conversation=models.OuterRef("pk"), to=user, read_at=None)
        return self.live().filter(models.Exists(asked)).exclude(taken_by=user)

    def without_outcome(self, user):
        """Those that `user` answered, which ended without it being written down what came of them."""
        since = timezone.now() - OUTCOME_WITHIN
        return self.filter(taken_by=user, status=Status.ENDED, outcome="", owed_answer=None, ended_at__gte=since)

    def with_last_from(self):
        """Each with `last_from`: who spoke last."""
        last = ChatMessage.objects.filter(conversation=models.OuterRef("pk")).exclude(sender=Sender.SYSTEM)
        return self.annotate(last_from=models.Subquery(last.order_by("-seq").values("sender")[:1]))

    def owed(self):
        """Those that nobody answered, or that were left as a message: we owe each a call or an answer, the soonest first."""
        owed = self.filter(owed_answer__isnull=False, owed_answer__settled_at=None, forgotten_at=None)
        return owed.order_by("owed_answer__due_at", "pk")

    def seen_by(self, user):
        """Those that this member of staff may read.

        A chat is open to whoever answers chats while it goes on. Afterwards only the one who answered it can still make
        it into a case, and once it is a case, whoever may read the case may read it.
        """
        if not may_ever(user, Do.CHAT):
            return self.none()
        readable = cases_for(user, Do.SEE_CASE, Case.objects.filter(chats=models.OuterRef("pk")))
        return self.filter(forgotten_at=None).filter(
            Q(status__in=LIVE)
            | Q(taken_by=user, case=None)
            | Q(owed_answer__isnull=False, owed_answer__settled_at=None, case=None)
            | models.Exists(readable)
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
    # Whoever answers is finding something out. Their next words end it.
    held_at = models.DateTimeField(_("on hold since"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=12, choices=Outcome.choices, blank=True)
    topic = models.CharField(_("what it was about"), max_length=20, choices=Kind.choices, blank=True)
    # The visitor wrote words of danger.
    danger = models.BooleanField(default=False)
    # Rises with whatever changes that staff alone see.
    staff_seq = models.PositiveIntegerField(default=0)
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
                condition=Q(status__in=["waiting", "open", "left"]) & ~Q(owner=""),
                name="one_live_chat_a_browser",
            )
        ]

    def __str__(self):
        return f"Chat {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def as_staff_see_it(self) -> str:
        """Another word whenever something changed that staff see beside the chat."""
        return f"{self.staff_seq} {self.status} {self.taken_by_id} {self.held_at is not None} {self.case_id} {self.danger}"

    @property
    def visitor_name(self) -> str:
        return self.name or str(_("No name given"))


class OwedAnswerQuerySet(models.QuerySet):
    def to(self, conversation):
        """What is or was owed to its visitor, with how to reach them; nothing if nothing ever was."""
        return self.filter(conversation=conversation).select_related("recipient", "settled_by").first()


class OwedAnswer(models.Model):
    """What we owe whoever nobody answered: a call, or an answer to read. `due_at` is what they were promised.

    Without a `recipient` they left no way to reach them; what they wrote may be a report all the same.
    """

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="owed_answer")
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
    # A visitor's words that sound as if someone were in danger (`danger`).
    danger = models.BooleanField(default=False)
    # What the service says: which `Line` it is and what stands in it. `text` has it in our language.
    line = models.CharField(max_length=20, choices=Line.choices, blank=True)
    values = models.JSONField(default=dict)
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
        """What was said; what the service said, in the language of whoever reads it."""
        return str(Line(self.line).label) % self.values if self.line else self.text


class Whisper(models.Model):
    """What staff say to each other about a chat. It is no message of the chat, so that it can never come to the visitor.

    With `to`, a colleague is asked in, or has it handed over; `read_at` is when they opened the chat.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="whispers")
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


class AgentQuerySet(models.QuerySet):
    def there(self):
        now = timezone.now()
        return self.filter(ready=True, seen_at__gt=now - GONE_AFTER, used_at__gt=now - AWAY_AFTER)

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
        return Presence.THERE if self.used_at and now - self.used_at < AWAY_AFTER else Presence.AWAY
