from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from advice.models import AdvicePage, Partner, StoryPage
from advice.models.pages import ADVICE_SHOWN
from home.kept import until_published

register = template.Library()


@register.simple_tag
@until_published
def advice_by_kind() -> list[dict]:
    """Title and address of advice pages that are open to everyone, in the order in which the report form asks."""
    pages = AdvicePage.objects.open_to_all().in_order()[:ADVICE_SHOWN]
    return [{"title": page.title, "url": page.get_url()} for page in pages]


@register.simple_tag
@until_published
def ways_to(partner: Partner) -> SafeString:
    """What a partner is for and how one reaches them."""
    return render_to_string("advice/ways_to_partner.html", {"partner": partner})


@register.simple_tag
def latest_stories(count: int = 3) -> list[StoryPage]:
    return list(StoryPage.objects.open_to_all().newest_first()[:count])
