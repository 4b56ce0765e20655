import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import RichTextField
from wagtail.models import PageManager
from wagtail.search import index

from advice import pdf
from advice.paging import KnownCount
from advice.topics import FOR_KIND
from home.kept import until_published
from home.models.base import PART_FEATURES, PublicPage, PublicQuerySet, RoutedPage
from reporting.kinds import RESTRICTED, WHAT_TO_RECORD, Kind

from .partner import Partner
from .stories import StoryPage

ADVICE_ON_A_PAGE = 24
# Elsewhere than in the list of all.
ADVICE_SHOWN = 24
PARTNERS_SHOWN = 6
PARTNERS_ON_PAPER = 4
STORIES_SHOWN = 3
KIND_ORDER = {kind: place for place, kind in enumerate(Kind.values)}
# Where a call to the police may have to come before reading on.
DANGEROUS = RESTRICTED | {Kind.VIOLENCE, Kind.HARASSMENT, Kind.SEXUAL}

# Someone at home may look at the screen, the title or the address: a page stands before it, and nothing keeps it.
DISCREET = frozenset({Kind.DOMESTIC_ABUSE})
TELLING = re.compile(r"abus|domestic|violen|safe", re.IGNORECASE)


class AdviceIndexPage(PublicPage):
    """Advice by kind, in the order in which the report form asks."""

    introduction = RichTextField(_("introduction"), features=PART_FEATURES, blank=True)

    rich_fields = ("introduction",)
    content_panels = [*PublicPage.content_panels, FieldPanel("introduction")]
    subpage_types = ["advice.AdvicePage"]
    max_count = 1

    class Meta:
        verbose_name = _("advice index")

    def get_context(self, request, *args, **kwargs):
        """`?page=2` goes on in the list."""
        # There is one index, so what stands below it need not be looked for.
        pages = KnownCount(AdvicePage.objects.open_to_all().in_order(), ADVICE_ON_A_PAGE, count=how_many())
        return super().get_context(request, *args, **kwargs) | {"advice": pages.get_page(request.GET.get("page"))}


@until_published
def how_many() -> int:
    """The number of pages of advice that everyone may read."""
    return AdvicePage.objects.open_to_all().count()


class AdviceQuerySet(PublicQuerySet):
    def matching(self, query: str):
        """Those whose title, summary or other words have every word of `query`."""
        found = self
        for word in query.split():
            found = found.filter(
                Q(title__icontains=word) | Q(summary__icontains=word) | Q(other_words__icontains=word)
            )
        return found

    def in_order(self):
        """As the report form asks about the kinds."""
        return self.order_by("place", "pk")


class AdvicePage(RoutedPage):
    """One kind of anti-social behaviour: what counts, and what each of us can do about it.

    Below it, at `fact-sheet/`, stands the same on a sheet to print (P52).
    """

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, db_index=True)
    # Where its kind stands in the report form: kept here, so that a few come in order from any number.
    place = models.PositiveSmallIntegerField(default=0, editable=False)
    other_words = models.CharField(
        _("other words for it"),
        max_length=250,
        blank=True,
        help_text=_("What people type when they search, such as: weed, cannabis, dealing."),
    )
    before = RichTextField(
        _("on the page before this one"),
        features=PART_FEATURES,
        blank=True,
        help_text=_(
            "For abuse at home only: how to read on safely. It stands on a page of its own, before this one."
        ),
    )
    urgent = RichTextField(_("read this first"), features=PART_FEATURES, blank=True)
    what_counts = RichTextField(_("what counts"), features=PART_FEATURES, blank=True)
    what_does_not = RichTextField(_("what does not"), features=PART_FEATURES, blank=True)
    you_can = RichTextField(_("what you can do"), features=PART_FEATURES, blank=True)
    not_yourself = RichTextField(
        _("when not to try this yourself"),
        features=PART_FEATURES,
        blank=True,
        help_text=_("When it is safer to leave it to us or to the police."),
    )
    we_can = RichTextField(_("what we can do"), features=PART_FEATURES, blank=True)
    our_steps = RichTextField(
        _("what we do first, and what then"),
        features=PART_FEATURES,
        blank=True,
        help_text=_("A numbered list, from the first step to the last."),
    )
    we_cannot = RichTextField(_("what we cannot do"), features=PART_FEATURES, blank=True)
    record_extra = RichTextField(
        _("more on what to record"),
        features=PART_FEATURES,
        blank=True,
        help_text=_("Stands below the list that the report form uses too."),
    )

    rich_fields = (
        "before",
        "urgent",
        "what_counts",
        "what_does_not",
        "you_can",
        "not_yourself",
        "we_can",
        "our_steps",
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

    objects = PageManager.from_queryset(AdviceQuerySet)()

    class Meta:
        verbose_name = _("advice page")
        indexes = [models.Index(fields=["place", "page_ptr"], name="advice_in_order")]

    @property
    def what_to_record(self) -> list:
        return WHAT_TO_RECORD.get(self.kind, [])

    @cached_property
    def partners(self) -> list[Partner]:
        return Partner.objects.about(FOR_KIND.get(self.kind, ()))[:PARTNERS_SHOWN]

    @property
    def partners_on_paper(self) -> list[Partner]:
        """Those whom one can call: paper has no links."""
        return [partner for partner in self.partners if partner.shown_phone][:PARTNERS_ON_PAPER]

    @cached_property
    def stories(self) -> list[StoryPage]:
        return list(StoryPage.objects.open_to_all().filter(kind=self.kind).newest_first()[:STORIES_SHOWN])

    @property
    def is_dangerous(self) -> bool:
        return self.kind in DANGEROUS

    # --- Where someone at home may be watching --------------------------------------------------------

    @property
    def is_discreet(self) -> bool:
        return self.kind in DISCREET

    def clean(self):
        super().clean()
        if self.is_discreet and TELLING.search(self.slug or ""):
            raise ValidationError({"slug": _("Choose an address that gives nothing away, such as “home-life”.")})

    def save(self, *args, **kwargs):
        self.place = KIND_ORDER.get(self.kind, len(KIND_ORDER))
        super().save(*args, **kwargs)

    @property
    def fact_sheet_url(self) -> str:
        """Where the search leads to; nothing for what must not be come upon by chance."""
        return "" if self.is_discreet else f"{self.get_url()}fact-sheet/"

    def kept(self, request, response):
        if not self.is_discreet:
            return super().kept(request, response)
        response["Cache-Control"] = "no-store"
        return response

    def get_sitemap_urls(self, request=None):
        return [] if self.is_discreet else super().get_sitemap_urls(request)

    # --- Its addresses ---------------------------------------------------------------------------------

    preview_modes = [("", _("The page")), ("before", _("The page before it")), ("fact-sheet", _("Fact sheet"))]

    def serve_preview(self, request, mode_name):
        views = {"": self.whole, "before": self.first, "fact-sheet": self.fact_sheet}
        return views[mode_name](request)

    @path("")
    def index_route(self, request):
        return self.first(request) if self.is_discreet else self.whole(request)

    @path("read/")
    def read(self, request):
        """The page itself, where another stands before it."""
        if not self.is_discreet:
            raise Http404
        return self.whole(request)

    @path("fact-sheet/")
    def fact_sheet(self, request):
        return self.shown(request, "advice/fact_sheet.html", pdf=pdf.can_be_made())

    @path("fact-sheet/pdf/")
    def fact_sheet_pdf(self, request):
        if not pdf.can_be_made():
            raise Http404
        page = self.shown(request, "advice/fact_sheet_pdf.html").render()
        return HttpResponse(pdf.make(page.content.decode()), content_type="application/pdf")

    def first(self, request):
        return self.shown(request, "advice/before_page.html")

    def whole(self, request):
        return self.shown(request, self.template)

    def shown(self, request, template: str, **context):
        return self.render(request, template=template, context_overrides={"sensitive": self.is_discreet, **context})
