from django import template

from advice.models import AdvicePage, StoryPage
from advice.models.pages import in_order
from home.models.base import open_to_all

register = template.Library()


@register.simple_tag
def advice_by_kind() -> list[AdvicePage]:
    """Every advice page that is open to everyone, in the order in which the report form asks."""
    return in_order(open_to_all(AdvicePage.objects.all()))


@register.simple_tag
def latest_stories(count: int = 3) -> list[StoryPage]:
    return list(StoryPage.objects.open_to_all().newest_first()[:count])
