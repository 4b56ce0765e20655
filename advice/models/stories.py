from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from home.models.base import PART_FEATURES, PublicPage
from reporting.kinds import Kind
from reporting.places.models import Area


class StoryQuerySet(PageQuerySet):
    def newest_first(self):
        return self.order_by("-first_published_at", "-pk")


class StoryIndexPage(PublicPage):
    """What came of reports, by kind and by neighbourhood (P50)."""

    introduction = RichTextField(_("introduction"), features=PART_FEATURES, blank=True)

    rich_fields = ("introduction",)
    content_panels = [*PublicPage.content_panels, FieldPanel("introduction")]
    subpage_types = ["advice.StoryPage"]

    class Meta:
        verbose_name = _("success stories")

    @cached_property
    def stories(self) -> list["StoryPage"]:
        return list(StoryPage.objects.live().public().child_of(self).newest_first().select_related("area"))

    def get_context(self, request, *args, **kwargs):
        """`?kind=noise` and `?area=3` narrow the list."""
        kind, area = request.GET.get("kind", ""), request.GET.get("area", "")
        chosen = [each for each in self.stories if kind in ("", each.kind) and area in ("", str(each.area_id))]
        return super().get_context(request, *args, **kwargs) | {
            "stories": chosen,
            "kinds": [choice for choice in Kind.choices if any(each.kind == choice[0] for each in self.stories)],
            "areas": sorted({(str(each.area_id), each.area.name) for each in self.stories if each.area}, key=by_name),
            "kind": kind,
            "area": area,
        }


def by_name(choice: tuple[str, str]) -> str:
    return choice[1]


class StoryPage(PublicPage):
    """How something was put right, told so that nobody in it can be known."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, db_index=True)
    area = models.ForeignKey(
        Area,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("neighbourhood"),
        help_text=_("Leave empty if the place would give someone away."),
    )
    quote = models.TextField(_("in their words"), max_length=300, blank=True)
    quote_by = models.CharField(
        _("who says so"),
        max_length=80,
        blank=True,
        help_text=_("Never a name: “a tenant”, “a parent of two”."),
    )
    what_happened = RichTextField(_("what happened"), features=PART_FEATURES, blank=True)
    what_we_did = RichTextField(_("what we did"), features=PART_FEATURES, blank=True)
    outcome = RichTextField(_("what changed"), features=PART_FEATURES, blank=True)

    rich_fields = ("what_happened", "what_we_did", "outcome")
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("quote"),
        *(index.SearchField(name) for name in rich_fields),
        index.FilterField("kind"),
    ]
    content_panels = [
        *PublicPage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("area")]),
        *(FieldPanel(name) for name in rich_fields),
        MultiFieldPanel([FieldPanel("quote"), FieldPanel("quote_by")], heading=_("In their words")),
    ]
    parent_page_types = ["advice.StoryIndexPage"]

    objects = PageManager.from_queryset(StoryQuerySet)()

    class Meta:
        verbose_name = _("success story")
        verbose_name_plural = _("success story pages")
