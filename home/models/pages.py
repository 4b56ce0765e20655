from itertools import takewhile

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from reporting.kinds import Category

from .base import PAGE_FEATURES, PART_FEATURES, PublicPage
from .footer import FOOTER_PANEL, FooterLink

DEEPEST = 8


class HomePage(PublicPage):
    """The front page, and the way to every page below it."""

    heading = models.CharField(_("heading"), max_length=120)
    introduction = RichTextField(_("introduction"), features=PART_FEATURES, blank=True)
    next_steps = RichTextField(
        _("what happens when you tell us"),
        features=PART_FEATURES,
        blank=True,
        help_text=_("A numbered list reads best. The times for each category stand below it."),
    )
    case_review = RichTextField(_("about the case review"), features=PART_FEATURES, blank=True)

    rich_fields = ("introduction", "next_steps", "case_review")
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("heading"),
        FieldPanel("introduction"),
        FieldPanel("next_steps"),
        InlinePanel("promises", heading=_("What each category gets"), label=_("category"), max_num=3),
        FieldPanel("case_review"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1

    class Meta:
        verbose_name = _("home page")

    def route(self, request, path_components):
        """Find the page by its whole path at once, where Wagtail asks twice for every step down."""
        page, rest = self.nearest(path_components)
        return super().route(request, rest) if page is self else page.route(request, rest)

    def nearest(self, path_components: list[str]) -> tuple[Page, list[str]]:
        """The page furthest down that path, knowing the pages above it, and the steps that lead on from there."""
        own = self.url_path.strip("/").split("/")
        steps = [*own, *path_components[:DEEPEST]]
        paths = ["/", *(f"/{'/'.join(steps[: n + 1])}/" for n in range(len(steps)))]
        found = {page.url_path: page for page in Page.objects.filter(url_path__in=paths)}
        known = list(takewhile(found.__contains__, paths))
        if len(known) < len(own) + 2:
            return self, path_components
        page = found[known[-1]].specific
        page.trail = [found[path] for path in known[:-1]]
        return page, path_components[len(known) - len(own) - 1 :]


class CategoryPromise(Orderable):
    """What a category of report gets, and how fast. Days are working days."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="promises")
    category = models.CharField(_("category"), max_length=1, choices=Category.choices)
    for_what = models.TextField(_("for what"), max_length=300)
    speak_within = models.PositiveSmallIntegerField(_("we speak with you within"))
    plan_within = models.PositiveSmallIntegerField(_("your plan within"))
    in_touch_every = models.PositiveSmallIntegerField(_("we are in touch every"))

    panels = [
        FieldPanel("category"),
        FieldPanel("for_what"),
        FieldRowPanel([FieldPanel("speak_within"), FieldPanel("plan_within"), FieldPanel("in_touch_every")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("what a category gets")

    def __str__(self):
        return self.get_category_display()


class PlainPage(FooterLink, PublicPage):
    """A page of text."""

    body = RichTextField(_("text"), features=PAGE_FEATURES, blank=True)
    show_promises = models.BooleanField(
        _("show what each category gets"),
        default=False,
        help_text=_("Puts the times from the front page below the text."),
    )
    show_danger = models.BooleanField(_("show what to do in danger"), default=False)

    rich_fields = ("body",)
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("body"),
        FieldPanel("show_promises"),
        FieldPanel("show_danger"),
    ]
    promote_panels = [*PublicPage.promote_panels, FOOTER_PANEL]

    class Meta:
        verbose_name = _("plain page")


class HowToReportPage(PublicPage):
    """Every way to report, on one page. Numbers, hours and costs come from the service settings (P2)."""

    introduction = RichTextField(_("introduction"), features=PART_FEATURES, blank=True)
    by_phone = RichTextField(_("by phone"), features=PART_FEATURES, blank=True)
    out_of_hours = RichTextField(_("nights and weekends"), features=PART_FEATURES, blank=True)
    online = RichTextField(_("with the form"), features=PART_FEATURES, blank=True)
    call_back = RichTextField(_("ask for a call back"), features=PART_FEATURES, blank=True)
    by_chat = RichTextField(_("by chat"), features=PART_FEATURES, blank=True)
    by_email = RichTextField(_("by e-mail"), features=PART_FEATURES, blank=True)
    at_office = RichTextField(_("at the office"), features=PART_FEATURES, blank=True)
    in_person = RichTextField(_("in person"), features=PART_FEATURES, blank=True)
    help_to_report = RichTextField(_("help to report"), features=PART_FEATURES, blank=True)
    before_you_report = RichTextField(_("what we will ask"), features=PART_FEATURES, blank=True)

    rich_fields = (
        "introduction",
        "by_phone",
        "out_of_hours",
        "online",
        "call_back",
        "by_chat",
        "by_email",
        "at_office",
        "in_person",
        "help_to_report",
        "before_you_report",
    )
    search_fields = [*PublicPage.search_fields, *(index.SearchField(name) for name in rich_fields)]
    content_panels = [*PublicPage.content_panels, *(FieldPanel(name) for name in rich_fields)]

    class Meta:
        verbose_name = _("how to report page")
