from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, PageViewRestriction
from wagtail.rich_text import expand_db_html
from wagtail.search import index

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


def open_to_all(pages):
    """As `pages.live().public()`, without a query of its own for which pages are kept for some."""
    above = PageViewRestriction.objects.annotate(
        below=ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
    )
    return pages.live().filter(~Exists(above.filter(below__startswith=F("page__path"))))


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

    @property
    def breadcrumbs(self) -> list[dict]:
        links = [{"title": page.title, "url": page.get_url()} for page in self.trail if page.live]
        return [link for link in links if link["url"]]

    def get_view_restrictions(self):
        """As Wagtail's, without asking again for the pages above. Copies that follow another page are left to it."""
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
