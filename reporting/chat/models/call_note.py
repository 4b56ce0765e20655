from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reporting.cases.models import Case
from reporting.cases.permissions import Do, may_ever
from reporting.codes import new_code
from reporting.kinds import Kind
from reporting.post.models import Channel
from reporting.sealing import Unsealable, open_json

from ..enums import Outcome

NOTE_LENGTH = 20_000
# As long as the receipt of a report that is taken on the phone shows it.
SECRET_SHOWN_FOR = timedelta(hours=1)


def new_call_id() -> str:
    return new_code(20)


class CallNoteQuerySet(models.QuerySet):
    def going_on(self):
        return self.filter(ended_at=None).order_by("started_at", "pk")

    def seen_by(self, user):
        """One's own; and everyone's for who leads the chats."""
        if not may_ever(user, Do.CHAT):
            return self.none()
        kept = self.filter(forgotten_at=None)
        return kept if may_ever(user, Do.LEAD_CHATS) else kept.filter(by=user)


class CallNote(models.Model):
    """What someone writes down while they are on the phone. Changed only by the functions in `actions.calls`.

    The caller's words and how to reach them stay as they were typed, finished or not, until they go into a case or are
    forgotten like those of a chat.
    """

    public_id = models.CharField(max_length=20, unique=True, default=new_call_id)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="call_notes", verbose_name=_("written by")
    )
    started_at = models.DateTimeField(_("began"), default=timezone.now)
    saved_at = models.DateTimeField(_("last saved"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    words = models.TextField(_("notes"), max_length=NOTE_LENGTH, blank=True)
    name = models.CharField(_("name"), max_length=160, blank=True)
    prefers = models.CharField(_("prefers"), max_length=10, choices=Channel.choices, default=Channel.NONE)
    email = models.CharField(_("e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("phone number"), max_length=40, blank=True)
    may_leave_voicemail = models.BooleanField(_("we may leave a voicemail"), default=False)
    shared = models.BooleanField(_("someone else may see or hear messages"), default=True)
    safe_times = models.CharField(_("when it is safe to reach them"), max_length=200, blank=True)
    wants_call = models.BooleanField(_("they want us to call them back"), default=False)
    outcome = models.CharField(_("what came of it"), max_length=12, choices=Outcome.choices, blank=True)
    topic = models.CharField(_("what it was about"), max_length=20, choices=Kind.choices, blank=True)
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="call_notes", verbose_name=_("case")
    )
    # The secret of the case that this became, to be read out to the caller.
    sealed_secret = models.BinaryField(default=bytes)
    forgotten_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CallNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("notes of a call")
        verbose_name_plural = _("notes of calls")
        indexes = [models.Index(fields=["by", "ended_at"]), models.Index(fields=["forgotten_at", "saved_at"])]

    def __str__(self):
        return f"Call note {self.pk}"

    @property
    def caller(self) -> str:
        return self.name or str(_("Someone on the phone"))

    @property
    def secret_to_show(self) -> str:
        """The secret of the case it became, for an hour or until it was written down."""
        if not self.sealed_secret or timezone.now() >= self.ended_at + SECRET_SHOWN_FOR:
            return ""
        try:
            return open_json(self.sealed_secret)
        except Unsealable:
            return ""

    def forget(self) -> None:
        """Empty what tells of the caller. The caller of this saves it."""
        for name in TELLING:
            setattr(self, name, self._meta.get_field(name).get_default())


# What tells who called, what they said, or how to reach them.
CONTACT = ("prefers", "email", "phone", "may_leave_voicemail", "shared", "safe_times", "wants_call")
TELLING = ("words", "name", *CONTACT)
