from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from home.models.base import PART_FEATURES, PublicPage, RoutedPage
from home.models.footer import FOOTER_PANEL, FooterLink

from .pages import ADVICE_SHOWN, DISCREET, AdvicePage


class LeafletsPage(FooterLink, RoutedPage):
    """What one can print and hang up or hand out: posters, and the fact sheet of each advice page (P50, P52)."""

    introduction = RichTextField(_("introduction"), features=PART_FEATURES, blank=True)

    rich_fields = ("introduction",)
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("introduction"),
        InlinePanel("posters", heading=_("Posters"), label=_("poster")),
    ]
    promote_panels = [*PublicPage.promote_panels, FOOTER_PANEL]
    max_count = 1

    class Meta:
        verbose_name = _("leaflets and posters")

    @cached_property
    def sheets(self) -> list[AdvicePage]:
        """Not those of what must stay unseen: one comes to them by their own way."""
        return list(AdvicePage.objects.exclude(kind__in=DISCREET).open_to_all().in_order()[:ADVICE_SHOWN])

    @path("poster/<int:number>/")
    def poster(self, request, number: int):
        """Posters are counted from 1, in the editor's order."""
        posters = list(self.posters.select_related("leads_to"))
        if not 0 < number <= len(posters):
            raise Http404
        return self.render(request, template="advice/poster.html", context_overrides={"poster": posters[number - 1]})


class Poster(Orderable):
    page = ParentalKey(LeafletsPage, on_delete=models.CASCADE, related_name="posters")
    heading = models.CharField(_("large words"), max_length=60)
    words = models.TextField(_("words below them"), max_length=300, blank=True)
    leads_to = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("page that its code opens"),
        help_text=_("Leave empty for the report form."),
    )

    panels = [FieldPanel("heading"), FieldPanel("words"), FieldPanel("leads_to")]

    class Meta(Orderable.Meta):
        verbose_name = _("poster")

    def __str__(self):
        return self.heading

    @property
    def path(self) -> str:
        return self.leads_to.get_url() if self.leads_to and self.leads_to.live else reverse("report:start")
