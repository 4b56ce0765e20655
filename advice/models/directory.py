from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from advice.enums import Topic
from home.models.base import PART_FEATURES, PublicPage

from .partner import Partner


class PartnerDirectoryPage(PublicPage):
    """Everyone else who can help, by what they help with (P51)."""

    introduction = RichTextField(_("introduction"), features=PART_FEATURES, blank=True)

    rich_fields = ("introduction",)
    search_fields = [*PublicPage.search_fields, index.SearchField("partner_words")]
    content_panels = [
        *PublicPage.content_panels,
        MultiFieldPanel([FieldPanel("introduction")], heading=_("Above the list")),
    ]
    max_count = 1

    class Meta:
        verbose_name = _("partner directory")

    def partner_words(self) -> str:
        """So that a search for a partner leads here."""
        return " ".join(f"{partner.name} {partner.what_for}" for partner in Partner.objects.all())

    @cached_property
    def groups(self) -> list[dict]:
        """Emergencies first, then each topic that has someone."""
        partners = list(Partner.objects.all())
        emergencies = [partner for partner in partners if partner.emergency]
        groups = [{"id": "emergency", "title": _("In an emergency"), "partners": emergencies}]
        for topic in Topic:
            found = [each for each in partners if each.main_topic == topic and not each.emergency]
            groups.append({"id": topic.value, "title": topic.label, "partners": found})
        return [group for group in groups if group["partners"]]
