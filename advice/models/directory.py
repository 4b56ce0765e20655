from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from advice.enums import Topic
from home.models.base import PART_FEATURES, PublicPage

from .partner import Partner


class PartnerDirectoryPage(PublicPage):
    """Everyone else who can help, by what they help with and where (P51)."""

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
    def partners(self) -> list[Partner]:
        return list(Partner.objects.prefetch_related(models.Prefetch("areas", to_attr="only_in")))

    def get_context(self, request, *args, **kwargs):
        """`?need=noise`, `?area=3` and `?now=yes` narrow the list. Emergencies always stand first."""
        wish = {name: request.GET.get(name, "") for name in ("need", "area", "now")}
        areas = {str(area.pk): area for partner in self.partners for area in partner.only_in}
        chosen = [partner for partner in self.partners if partner.emergency or fits(partner, wish)]
        return super().get_context(request, *args, **kwargs) | {
            "groups": in_groups(chosen, wish["need"]),
            "needs": [topic for topic in Topic if any(topic in partner.topics for partner in self.partners)],
            "areas": sorted(areas.values(), key=lambda area: area.name),
            "wish": wish,
            "narrowed": any(wish.values()),
        }


def fits(partner: Partner, wish: dict[str, str]) -> bool:
    here = not partner.only_in or wish["area"] in {"", *(str(area.pk) for area in partner.only_in)}
    helps = wish["need"] in {"", *partner.topics}
    return here and helps and (not wish["now"] or bool((state := partner.state_now) and state.open))


def in_groups(partners: list[Partner], need: str = "") -> list[dict]:
    """Emergencies first, then each topic that has someone.

    Those who help with a `need` all stand under it, the nearest first.
    """
    groups = [
        {
            "id": "emergency",
            "title": _("In an emergency"),
            "partners": [partner for partner in partners if partner.emergency],
        }
    ]
    for topic in Topic:
        found = [each for each in partners if topic == (need or each.main_topic) and not each.emergency]
        if need:
            found.sort(key=lambda partner: (not partner.only_in, not partner.verified, partner.rank({need})))
        groups.append({"id": topic.value, "title": topic.label, "partners": found})
    return [group for group in groups if group["partners"]]
