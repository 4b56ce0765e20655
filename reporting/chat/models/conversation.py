from dataclasses import fields
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reporting.cases.models import Case
from reporting.cases.permissions import Do, cases_for, may_ever
from reporting.codes import new_code
from reporting.kinds import Kind

from ..enums import LIVE, Outcome, Sender, Status
from ..needs import Needs, name_of_language
from .message import ChatMessage
from .whisper import Whisper

# After so long nobody is asked any more what came of a chat.
OUTCOME_WITHIN = timedelta(days=7)


def new_public_id() -> str:
    return new_code(20)


class ConversationQuerySet(models.QuerySet):
    def live(self):
        return self.filter(status__in=LIVE)

    def going_on(self):
        """Those that everyone who answers chats may read."""
        return self.filter(status__in=LIVE, forgotten_at=None)

    def waiting(self):
        """Those nobody has answered yet, who waited longest first."""
        return self.filter(status=Status.WAITING).order_by("queued_at", "pk")

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
            | Q(owed_answer__isnull=False, owed_answer__settled_at=None) & (Q(case=None) | Q(case__restricted=False))
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
    # The language of the pages that they write from, where it is not the landlord's own.
    pages_language = models.CharField(max_length=10, blank=True)
    language = models.CharField(_("easiest language"), max_length=60, blank=True)
    interpreter = models.BooleanField(_("needs an interpreter"), default=False)
    # Values of `needs.HELP`.
    help_with = models.JSONField(default=list, blank=True)
    other_help = models.CharField(_("other help"), max_length=200, blank=True)
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
    # From when on it is taken to wait: later than it began where many came from one place (`networks`).
    queued_at = models.DateTimeField(default=timezone.now, editable=False)
    # The keyed hash of where it came from; empty after a day.
    network = models.CharField(max_length=64, blank=True, editable=False)
    answered_at = models.DateTimeField(_("first answered"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    # Whoever answers asked for calm; and until when the visitor cannot send.
    warned_at = models.DateTimeField(null=True, blank=True, editable=False)
    paused_until = models.DateTimeField(null=True, blank=True, editable=False)
    # Which `Line` told its end. The words go, this stays for the figures.
    ended_as = models.CharField(max_length=20, blank=True)
    # When it became a message to answer later.
    left_at = models.DateTimeField(_("left as a message"), null=True, blank=True)
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
    # The case was there before, and the chat was added to it.
    case_added = models.BooleanField(default=False)
    # The case that the visitor shows to whoever answers, having given its secret.
    shown_case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    last_seq = models.PositiveIntegerField(default=0)
    # Up to where each side has read: the visitor, and whoever answers.
    visitor_read_seq = models.PositiveIntegerField(default=0)
    staff_read_seq = models.PositiveIntegerField(default=0)
    # Why each of the messages was removed that were, by its number. Kept here too, so that every answer can tell.
    removed = models.JSONField(default=dict)
    # Up to where the words stand on the case's timeline.
    attached_seq = models.PositiveIntegerField(default=0)
    # The secret of the case this became, for its reporter alone, until they say that they have kept it.
    sealed_secret = models.BinaryField(default=bytes)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("chat")
        verbose_name_plural = _("chats")
        indexes = [
            models.Index(fields=["status", "started_at"]),
            models.Index(fields=["status", "queued_at"]),
            models.Index(fields=["network", "started_at"]),
            models.Index(fields=["forgotten_at", "ended_at"]),
            # All that figures count stands in it: read from there, they take a third of the time.
            models.Index(
                fields=["started_at", "answered_at", "ended_at", "left_at", "status", "ended_as"], name="chat_figures"
            ),
        ]
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
    def needs(self) -> Needs:
        return Needs(**{each.name: getattr(self, each.name) for each in fields(Needs)})

    @property
    def pages_language_name(self) -> str:
        return name_of_language(self.pages_language) if self.pages_language else ""

    def needs_told(self) -> list[str]:
        """What the visitor told of their language and of the help they need, a sentence each, as staff read it."""
        language, told = self.language or self.pages_language_name, []
        if language:
            told.append(_("Easiest language: %(language)s.") % {"language": language})
        if self.interpreter:
            told.append(_("They need an interpreter."))
        if help_needed := self.needs.said():
            told.append(_("Help they need: %(help)s.") % {"help": help_needed.replace("\n", "; ")})
        return told

    @property
    def may_be_rated(self) -> bool:
        """It is over, and someone answered: only then can it have helped."""
        return self.status == Status.ENDED and self.answered_at is not None

    @property
    def is_paused(self) -> bool:
        return self.paused_until is not None and self.paused_until > timezone.now()

    @property
    def as_staff_see_it(self) -> str:
        """Another word whenever something changed that staff see beside the chat."""
        return f"{self.staff_seq} {self.status} {self.taken_by_id} {self.held_at is not None} {self.case_id} {self.danger}"

    def read_up_to(self, side: Sender) -> int:
        return self.staff_read_seq if side == Sender.STAFF else self.visitor_read_seq

    def set_read_up_to(self, side: Sender, seq: int) -> None:
        setattr(self, "staff_read_seq" if side == Sender.STAFF else "visitor_read_seq", seq)

    @property
    def is_reporters(self) -> bool:
        """Whether its case is known to be the visitor's own: it was made of this chat, or they showed its secret."""
        return not self.case_added or self.case_id == self.shown_case_id

    @property
    def visitor_name(self) -> str:
        return self.name or str(_("No name given"))
