from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.search import index

from home.models.base import PAGE_FEATURES, PART_FEATURES, PublicPage
from home.models.footer import FOOTER_PANEL, FooterLink
from reporting.post.models import Message, Recipient
from reporting.sealing import open_json
from reporting.worktime import add_working_days

from .enums import UNDECIDED, Status

# Nowhere may the rule ask for more (Anti-social Behaviour, Crime and Policing Act 2014, section 104).
MOST_REPORTS = 3


def working_days(label, default: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, default=default, validators=[MaxValueValidator(120)])


@register_setting(icon="group", order=20)
class ReviewRules(BaseSiteSetting):
    """How the councils, police and landlords of this area do case reviews. They set it; this says it (P27)."""

    lead = models.CharField(
        _("who leads reviews here"),
        max_length=160,
        default=_("the council"),
        help_text=_("As it stands in a sentence: “Fairstow Council”, “the community safety partnership”."),
    )
    lead_contact = models.CharField(
        _("how to reach them"), max_length=160, blank=True, help_text=_("A number, an e-mail or a web address.")
    )
    reports_needed = models.PositiveSmallIntegerField(
        _("reports needed"),
        default=MOST_REPORTS,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_REPORTS)],
        help_text=_("In six months, each made within a month of what happened. The law allows no more than three."),
    )
    acknowledge_within = working_days(_("acknowledged within"), 10)
    decide_within = working_days(_("decided within"), 15)
    meet_within = working_days(_("reviewed within"), 20)
    if_no = models.CharField(
        _("if the answer is no"),
        max_length=250,
        default=_("You can ask for that to be looked at again. We tell you how."),
    )

    panels = [
        FieldRowPanel([FieldPanel("lead"), FieldPanel("lead_contact")]),
        FieldPanel("reports_needed"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("acknowledge_within"), FieldPanel("decide_within"), FieldPanel("meet_within")]
                )
            ],
            heading=_("How long it takes, in working days from the request"),
        ),
        FieldPanel("if_no"),
    ]

    class Meta:
        verbose_name = _("case review rules")

    def __str__(self):
        return str(_("Case review rules"))

    def dates_from(self, day: date) -> dict[str, date]:
        """By when each part is done for who asks on `day`, named as the fields of `ReviewRequest`."""
        return {
            "acknowledge_by": add_working_days(day, self.acknowledge_within),
            "decide_by": add_working_days(day, self.decide_within),
            "meet_by": add_working_days(day, self.meet_within),
        }


def current_rules() -> ReviewRules:
    return ReviewRules.objects.filter(site__is_default_site=True).first() or ReviewRules()


class CaseReviewPage(FooterLink, PublicPage):
    """What a case review is and who can ask. The rule and the times come from the settings."""

    introduction = RichTextField(_("introduction"), features=PART_FEATURES, blank=True)
    body = RichTextField(_("more about it"), features=PAGE_FEATURES, blank=True)

    rich_fields = ("introduction", "body")
    search_fields = [*PublicPage.search_fields, *(index.SearchField(name) for name in rich_fields)]
    content_panels = [*PublicPage.content_panels, *(FieldPanel(name) for name in rich_fields)]
    promote_panels = [*PublicPage.promote_panels, FOOTER_PANEL]
    max_count = 1

    class Meta:
        verbose_name = _("case review page")

    @property
    def rules(self) -> ReviewRules:
        return current_rules()


class ReviewQuerySet(models.QuerySet):
    def undecided(self):
        return self.filter(status__in=UNDECIDED)

    def decided(self):
        return self.exclude(status__in=UNDECIDED)


class ReviewRequest(models.Model):
    """Somebody asks for a case review. What they wrote is sealed; how to reach them is the gateway's, as for a case."""

    reference = models.CharField(_("reference"), max_length=12, unique=True)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.NEW)
    for_someone = models.BooleanField(_("asked for someone else"), default=False)
    # Keyed hashes, so that sending the same form again gives the same answer.
    key = models.CharField(max_length=64, unique=True)
    body_hash = models.CharField(max_length=64)
    # Sections of questions and answers, as a case keeps its report.
    sealed = models.BinaryField(default=bytes)
    recipient = models.OneToOneField(Recipient, on_delete=models.PROTECT, related_name="review_request")
    asked_at = models.DateTimeField(_("asked"))
    # As they were promised on the day; the rules may change after.
    acknowledge_by = models.DateField(_("acknowledge by"))
    decide_by = models.DateField(_("decide by"))
    meet_by = models.DateField(_("review by"))
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a case review")
        verbose_name_plural = _("requests for a case review")
        indexes = [models.Index(fields=["status", "asked_at", "id"])]

    def __str__(self):
        return self.reference

    @property
    def is_undecided(self) -> bool:
        return self.status in UNDECIDED

    @property
    def next_due(self) -> date | None:
        """The promise that comes next; none once it is decided."""
        return {Status.NEW: self.acknowledge_by, Status.ACKNOWLEDGED: self.decide_by}.get(Status(self.status))

    @cached_property
    def answers(self) -> list[dict]:
        return open_json(self.sealed)["answers"]

    @property
    def letters(self):
        return Message.objects.about(self.reference)
