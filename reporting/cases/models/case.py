from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from reporting.kinds import Category, Kind
from reporting.places.models import Area, Home

from ..enums import ENDED, IN_TRIAGE, OPEN, STATUS_FOR_REPORTER, CloseReason, PartyRole, Source, Status
from .standards import StandardsVersion


class CaseQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status__in=OPEN)

    def in_triage(self):
        return self.filter(status__in=IN_TRIAGE)

    def closed(self):
        return self.filter(status__in=ENDED)

    def unassigned(self):
        return self.filter(officer=None)


class Case(models.Model):
    """The landlord's answer to a report. Changed only by the functions in `actions`."""

    reference = models.CharField(_("reference"), max_length=12, unique=True)
    status = models.PositiveSmallIntegerField(_("status"), choices=Status.choices, default=Status.NEW)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    category = models.CharField(_("category"), max_length=1, choices=Category.choices, blank=True)
    restricted = models.BooleanField(_("restricted"), default=False)
    source = models.CharField(_("came by"), max_length=10, choices=Source.choices)
    what_happened = models.TextField(_("what happened"))
    wants = models.TextField(_("what the reporter wants to happen"), blank=True)
    home = models.ForeignKey(
        Home, null=True, blank=True, on_delete=models.PROTECT, related_name="cases", verbose_name=_("home")
    )
    place = models.CharField(_("where"), max_length=400, blank=True)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("area"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
        verbose_name=_("officer"),
    )
    need_to_know = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="cases_known", verbose_name=_("who needs to know")
    )
    standards = models.ForeignKey(
        StandardsVersion,
        to_field="number",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("service standards"),
    )
    # The report as it was given: sections of questions and answers, in the order they were asked.
    answers = models.JSONField(_("answers"), default=list)
    opened_at = models.DateTimeField(_("opened"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    close_reason = models.CharField(_("reason for closing"), max_length=20, choices=CloseReason.choices, blank=True)
    next_contact_on = models.DateField(_("next contact"), null=True, blank=True)
    # The earliest promise not yet kept, so that the queue can sort by it. Kept by `clocks`.
    next_due_at = models.DateTimeField(_("next promise"), null=True, blank=True)
    # The last link of the timeline's chain, so that a cut-off end is noticed too.
    timeline_length = models.PositiveIntegerField(default=0)
    timeline_head = models.CharField(max_length=64, blank=True)
    secret_hash = models.CharField(max_length=160, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes = [
            models.Index(fields=["status", "next_due_at", "id"]),
            models.Index(fields=["opened_at", "id"]),
            models.Index(fields=["officer", "status"]),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def where(self) -> str:
        return self.home.address if self.home else self.place

    @property
    def status_for_reporter(self) -> str:
        return STATUS_FOR_REPORTER[Status(self.status)]

    @cached_property
    def reporter(self):
        """The party who reported; there always is one, though it may have no name."""
        return self.parties.select_related("recipient").get(role=PartyRole.REPORTER)


class SearchWord(models.Model):
    """A word by which a case may be found: of its reference, a name, a phone number, an address."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="search_words")
    word = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "case"], name="search_word_once")]

    def __str__(self):
        return f"Search word {self.pk}"


class Receipt(models.Model):
    """What a report was answered with, so that sending the same report again gives the same answer.

    `sealed` holds the reporter's secret until it has been shown, then is emptied; see `forget_receipts`.
    """

    key = models.CharField(max_length=64, unique=True)
    body_hash = models.CharField(max_length=64)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="receipt")
    sealed = models.BinaryField(default=bytes)
    made_at = models.DateTimeField()

    def __str__(self):
        return f"Receipt {self.pk}"
