from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    TEXT = "text", _("Text message")
    PHONE = "phone", _("Phone call")
    LETTER = "letter", _("Letter")
    NONE = "none", _("Only on Your case")


class Recipient(models.Model):
    """How one person may safely be reached. Read again at the moment of each sending, never before."""

    name = models.CharField(_("name"), max_length=160, blank=True)
    prefers = models.CharField(_("prefers"), max_length=10, choices=Channel.choices, default=Channel.NONE)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = PhoneNumberField(_("phone number"), blank=True)
    address = models.TextField(_("postal address"), blank=True, max_length=400)
    safe_times = models.CharField(_("when it is safe to contact them"), max_length=200, blank=True)
    may_leave_voicemail = models.BooleanField(_("we may leave a voicemail"), default=False)
    shared = models.BooleanField(
        _("someone else may see or hear messages"),
        default=True,
        help_text=_("Then messages say only that there is something to read on Your case."),
    )
    stopped = models.BooleanField(
        _("send nothing"), default=False, help_text=_("Ticked when a message could put them at risk.")
    )
    language = models.CharField(_("language"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")

    def __str__(self):
        return f"Recipient {self.pk}"

    @property
    def reads_online(self) -> bool:
        """They chose not to be written to, so what we write waits for them on *Your case*."""
        return self.prefers in {Channel.NONE, Channel.PHONE}

    def address_for(self, channel: str) -> str:
        """Where a message by `channel` goes; empty when there is nowhere."""
        where = {Channel.EMAIL: self.email, Channel.TEXT: str(self.phone or ""), Channel.LETTER: self.address}
        return where.get(channel, "")


class MessageQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(status=Message.Status.WAITING)

    def about(self, reference: str):
        return self.filter(about=reference)


class Message(models.Model):
    """A row of the outbox: written with the change it tells of, sent after, kept as what was sent."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting to go")
        SENT = "sent", _("Sent")
        KEPT = "kept", _("There to read on Your case")
        HELD = "held", _("Not sent: no safe way known")
        FAILED = "failed", _("Could not be sent")

    # What could not be sent: staff may give it by hand.
    STUCK = (Status.HELD, Status.FAILED)

    key = models.CharField(max_length=80, unique=True)
    about = models.CharField(_("case"), max_length=20, db_index=True)
    to = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(_("kind"), max_length=40)
    full_text = models.TextField(_("full text"))
    discreet_text = models.TextField(_("text when someone else may see it"))
    # What the texts hide, sealed; emptied as soon as the message has gone or cannot go.
    sealed_secret = models.BinaryField(default=bytes)
    channel = models.CharField(_("sent by"), max_length=10, choices=Channel.choices, blank=True)
    sent_text = models.TextField(_("what was sent"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.WAITING)
    why_not = models.CharField(_("why it was not sent"), max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [models.Index(fields=["status", "written_at"])]

    def __str__(self):
        return f"Message {self.pk}"

    @property
    def may_be_given_by_hand(self) -> bool:
        return self.status in self.STUCK and not self.to.stopped
