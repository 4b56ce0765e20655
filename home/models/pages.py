from itertools import takewhile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.blocks import CharBlock, StructBlock
from wagtail.documents import get_document_model, get_document_model_string
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model, get_image_model_string
from wagtail.models import Orderable, Page, PageViewRestriction
from wagtail.search import index

from home.kept import until_published
from reporting.kinds import Category

from .base import PAGE_FEATURES, PART_FEATURES, PublicPage
from .footer import FOOTER_PANEL, FooterLink

DEEPEST = 8
POSTER = "width-960|format-jpeg|jpegquality-70"
FILMS = (".mp4", ".webm")
CAPTIONS = ".vtt"


class FigureBlock(StructBlock):
    number = CharBlock(label=_("number"), max_length=20, help_text=_("Such as: 86 %, or 412."))
    words = CharBlock(label=_("in words"), max_length=120, help_text=_("What was counted, and of how many."))
    as_of = CharBlock(label=_("as of"), max_length=60, help_text=_("Such as: October 2026."))

    class Meta:
        icon = "order"
        label = _("figure")


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
    figures = StreamField(
        [("figure", FigureBlock())],
        blank=True,
        max_num=4,
        verbose_name=_("figures"),
        help_text=_("A few that people can trust. Say what was counted, and when."),
    )
    film_title = models.CharField(_("heading of the film"), max_length=100, blank=True)
    film = models.ForeignKey(
        get_document_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("film"),
        help_text=_("A short .mp4 or .webm file. Nothing of it is loaded before someone presses play."),
    )
    captions = models.ForeignKey(
        get_document_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("captions"),
        help_text=_("A .vtt file with what is said and heard, for those who cannot hear it."),
    )
    poster = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture shown before it plays"),
    )
    transcript = RichTextField(
        _("the film in words"),
        features=PART_FEATURES,
        blank=True,
        help_text=_("All that is said and shown, for those who would rather read. It can be read without the film."),
    )

    rich_fields = ("introduction", "next_steps", "case_review", "transcript")
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("heading"),
        FieldPanel("introduction"),
        FieldPanel("next_steps"),
        InlinePanel("promises", heading=_("What each category gets"), label=_("category"), max_num=3),
        FieldPanel("case_review"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("film_title", "film", "captions", "poster", "transcript")],
            heading=_("Film"),
        ),
        FieldPanel("figures"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1

    class Meta:
        verbose_name = _("home page")

    def clean(self):
        """A film that some cannot hear, or cannot play, is not shown to anyone."""
        super().clean()
        wrong = {}
        if self.film and not self.film.filename.lower().endswith(FILMS):
            wrong["film"] = _("Choose a film: a file that ends in .mp4 or .webm.")
        if self.captions and not self.captions.filename.lower().endswith(CAPTIONS):
            wrong["captions"] = _("Choose a file of captions: it ends in .vtt.")
        if self.film and not self.captions:
            wrong["captions"] = _("A film needs captions, for those who cannot hear it.")
        if self.film and not self.transcript:
            wrong["transcript"] = _("A film needs its words written down, for those who cannot play it.")
        if wrong:
            raise ValidationError(wrong)

    @cached_property
    def files(self) -> dict:
        """The addresses of the film, its captions and its picture, and the type of the film; none when a file is gone."""
        return _film(self.film_id, self.captions_id, self.poster_id)

    def get_view_restrictions(self):
        """Above it stands only the root of the tree: its way is in its own path."""
        ways = [self.path[: -self.steplen], self.path]
        return PageViewRestriction.objects.filter(page__path__in=ways)

    def route(self, request, path_components):
        """Find the page by its whole path at once, where Wagtail asks twice for every step down."""
        try:
            page, rest = self.nearest(path_components) if path_components else (self, [])
            return super().route(request, rest) if page is self else page.route(request, rest)
        except Http404:
            ours = self.in_own_language
            if ours is None:
                raise
            # Nobody has made this page in the language that is read.
            return ours.route(request, path_components)

    @property
    def in_own_language(self) -> Page | None:
        """The page that this front page was made from; none for that one itself."""
        if self.locale.language_code == settings.LANGUAGE_CODE:
            return None
        return (
            HomePage.objects.live()
            .filter(translation_key=self.translation_key, locale__language_code=settings.LANGUAGE_CODE)
            .first()
        )

    def nearest(self, path_components: list[str]) -> tuple[Page, list[str]]:
        """The page furthest down that path, knowing the pages above it, and the steps that lead on from there."""
        own = self.url_path.strip("/").split("/")
        steps = [*own, *path_components[:DEEPEST]]
        paths = ["/", *(f"/{'/'.join(steps[: n + 1])}/" for n in range(len(steps)))]
        kept = Exists(PageViewRestriction.objects.filter(page=OuterRef("pk")))
        pages = Page.objects.filter(url_path__in=paths).annotate(is_kept_for_some=kept)
        found = {page.url_path: page for page in pages}
        known = list(takewhile(found.__contains__, paths))
        if len(known) < len(own) + 2:
            return self, path_components
        page = found[known[-1]].specific
        page.trail = [found[path] for path in known[:-1]]
        page.is_open_to_all = not any(found[path].is_kept_for_some or found[path].alias_of_id for path in known)
        return page, path_components[len(known) - len(own) - 1 :]


@until_published
def _film(film_id: int | None, captions_id: int | None, poster_id: int | None) -> dict:
    found = get_document_model().objects.in_bulk({film_id, captions_id} - {None})
    if film_id not in found or captions_id not in found:
        return {}
    poster = get_image_model().objects.filter(pk=poster_id).first()
    return {
        "film": found[film_id].file.url,
        "type": found[film_id].content_type,
        "captions": found[captions_id].file.url,
        "poster": poster.get_rendition(POSTER).url if poster else "",
    }


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
