from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from advice.topics import FOR_KIND
from home.models.base import PART_FEATURES, PublicPage
from reporting.kinds import RESTRICTED, WHAT_TO_RECORD, Kind

from .partner import Partner

PARTNERS_SHOWN = 6
KIND_ORDER = {kind: place for place, kind in enumerate(Kind.values)}
# Where a call to the police may have to come before reading on.
DANGEROUS = RESTRICTED | {Kind.VIOLENCE, Kind.HARASSMENT, Kind.SEXUAL}


class AdviceIndexPage(PublicPage):
    """Advice by kind, in the order in which the report form asks."""

    introduction = RichTextField(_("introduction"), features=PART_FEATURES, blank=True)

    rich_fields = ("introduction",)
    content_panels = [*PublicPage.content_panels, FieldPanel("introduction")]
    subpage_types = ["advice.AdvicePage"]

    class Meta:
        verbose_name = _("advice index")

    @cached_property
    def advice(self) -> list["AdvicePage"]:
        return in_order(AdvicePage.objects.live().public().child_of(self))


class AdvicePage(PublicPage):
    """One kind of anti-social behaviour: what counts, and what each of us can do about it."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, db_index=True)
    other_words = models.CharField(
        _("other words for it"),
        max_length=250,
        blank=True,
        help_text=_("What people type when they search, such as: weed, cannabis, dealing."),
    )
    urgent = RichTextField(_("read this first"), features=PART_FEATURES, blank=True)
    what_counts = RichTextField(_("what counts"), features=PART_FEATURES, blank=True)
    what_does_not = RichTextField(_("what does not"), features=PART_FEATURES, blank=True)
    you_can = RichTextField(_("what you can do"), features=PART_FEATURES, blank=True)
    we_can = RichTextField(_("what we can do"), features=PART_FEATURES, blank=True)
    we_cannot = RichTextField(_("what we cannot do"), features=PART_FEATURES, blank=True)
    record_extra = RichTextField(
        _("more on what to record"),
        features=PART_FEATURES,
        blank=True,
        help_text=_("Stands below the list that the report form uses too."),
    )

    rich_fields = (
        "urgent",
        "what_counts",
        "what_does_not",
        "you_can",
        "we_can",
        "we_cannot",
        "record_extra",
    )
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("other_words", boost=2),
        *(index.SearchField(name) for name in rich_fields),
        index.FilterField("kind"),
    ]
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("kind"),
        FieldPanel("other_words"),
        *(FieldPanel(name) for name in rich_fields),
    ]
    parent_page_types = ["advice.AdviceIndexPage"]

    class Meta:
        verbose_name = _("advice page")

    @property
    def what_to_record(self) -> list:
        return WHAT_TO_RECORD.get(self.kind, [])

    @cached_property
    def partners(self) -> list[Partner]:
        return Partner.objects.about(FOR_KIND.get(self.kind, ()))[:PARTNERS_SHOWN]

    @property
    def is_dangerous(self) -> bool:
        return self.kind in DANGEROUS


def in_order(pages) -> list[AdvicePage]:
    return sorted(pages, key=lambda page: KIND_ORDER.get(page.kind, len(KIND_ORDER)))
