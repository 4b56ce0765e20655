from django import template

from advice.models import AdvicePage, StoryPage
from advice.models.pages import in_order

register = template.Library()


@register.simple_tag
def advice_by_kind() -> list[AdvicePage]:
    """Every advice page that is open to everyone, in the order in which the report form asks."""
    return in_order(AdvicePage.objects.live().public())


@register.simple_tag
def latest_stories(count: int = 3) -> list[StoryPage]:
    return list(StoryPage.objects.live().public().newest_first()[:count])
