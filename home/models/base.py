from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.rich_text import expand_db_html
from wagtail.search import index

from home.language import address_in, is_own
from home.page_cache import keep_whole

# What an editor may use: for a whole page, and for a part of one that has its heading already.
PAGE_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "document-link"]
PART_FEATURES = ["h3", "bold", "ol", "ul", "link", "document-link"]

# Stands between the rich texts of a page while they are made ready together; no one types it.
BREAK = "\x1e"


def ready(texts: list[str]) -> list[SafeString]:
    """Rich texts made ready to show. Their links to pages are looked up all at once, not text by text."""
    expanded = expand_db_html(BREAK.join(text.replace(BREAK, "") for text in texts))
    # The editor's own filter cleaned them when they were written.
    return [mark_safe(part) for part in expanded.split(BREAK)] if texts else []  # noqa: S308


class PublicQuerySet(PageQuerySet):
    def open_to_all(self):
        """As `live().public()`, without a query of its own for which pages are kept for some; in the language that is read."""
        above = PageViewRestriction.objects.annotate(
            below=ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
        )
        return in_language(self.live().filter(~Exists(above.filter(below__startswith=F("page__path")))))


def in_language(pages):
    """Those of `pages` to read in the language of this moment: one that has no live page in it is read in our own."""
    ours, language = is_in(settings.LANGUAGE_CODE), get_language()
    if is_own(language):
        return pages.filter(ours)
    theirs = is_in(language)
    made = Page.objects.live().filter(theirs, translation_key=OuterRef("translation_key"))
    return pages.filter(theirs | (ours & ~Exists(made)))


def is_in(language: str) -> Exists:
    """The condition that a page is in `language`. Asked of each page as it is come to: with a join a database may first look
    for all in that language, which is nearly all there are, and then put them in order."""
    return Exists(Locale.objects.filter(pk=OuterRef("locale_id"), language_code=language))


class PublicPage(Page):
    """What every page that people read has in common: a summary, a date, and that it is the same for everyone."""

    summary = models.TextField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two plain sentences. Shown under the title, in lists and in search results."),
    )
    checked_on = models.DateField(
        _("facts last checked on"),
        null=True,
        blank=True,
        help_text=_("The day on which someone last checked every number, law and promise on this page."),
    )

    search_fields = [*Page.search_fields, index.SearchField("summary", boost=2)]
    content_panels = [*Page.content_panels, FieldPanel("summary")]
    promote_panels = [
        *Page.promote_panels,
        MultiFieldPanel([FieldPanel("checked_on")], heading=_("Kept right")),
    ]
    # The names of its rich texts, each used in the template as `page.rich.<name>`.
    rich_fields: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def serve(self, request, *args, **kwargs):
        return self.kept(request, super().serve(request, *args, **kwargs))

    def kept(self, request, response):
        """`response`, to be kept whole for everyone unless it was made for someone."""
        return response if request.user.is_authenticated else keep_whole(response)

    @cached_property
    def rich(self) -> dict[str, SafeString]:
        """The rich texts ready to show."""
        return dict(zip(self.rich_fields, ready([getattr(self, name) for name in self.rich_fields]), strict=True))

    @cached_property
    def trail(self) -> list[Page]:
        """The pages above this one, from the root of the tree down. HomePage.route() knows them already."""
        return list(self.get_ancestors())

    def get_url_parts(self, request=None):
        """As Wagtail's; a page of ours stays within the language that is read, with that language around its words."""
        parts = super().get_url_parts(request)
        return parts and (*parts[:2], parts[2] and address_in(get_language(), parts[2]))

    @cached_property
    def is_in_own_language_only(self) -> bool:
        """Whether someone who reads another language now gets our own words."""
        return not is_own(get_language()) and self.locale.language_code != get_language()

    @property
    def breadcrumbs(self) -> list[dict]:
        links = [
            {"title": page.title, "url": address_in(get_language(), page.get_url() or "")}
            for page in self.trail
            if page.live
        ]
        return [link for link in links if link["url"]]

    # HomePage.nearest() has seen when nothing keeps this page or one above it for some readers.
    is_open_to_all = False

    def get_view_restrictions(self):
        """As Wagtail's, without asking again for the pages above. Copies that follow another page are left to it."""
        if self.is_open_to_all:
            return PageViewRestriction.objects.none()
        pages = [*self.trail, self]
        if any(page.alias_of_id for page in pages):
            return super().get_view_restrictions()
        return PageViewRestriction.objects.filter(page_id__in=[page.pk for page in pages])


class RoutedPage(RoutablePageMixin, PublicPage):
    """A page with addresses of its own below it, each a method marked with `wagtail.contrib.routable_page`'s `path`."""

    class Meta:
        abstract = True

    def serve(self, request, *args, **kwargs):
        return self.kept(request, super().serve(request, *args, **kwargs))
