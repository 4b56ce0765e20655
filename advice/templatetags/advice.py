from django import template

from advice.models import AdvicePage, StoryPage
from advice.models.pages import in_order
from home.kept import until_published
from home.models.base import open_to_all

register = template.Library()


@register.simple_tag
@until_published
def advice_by_kind() -> list[dict]:
    """Title and address of every advice page that is open to everyone, in the order in which the report form asks."""
    pages = in_order(open_to_all(AdvicePage.objects.all()))
    return [{"title": page.title, "url": page.get_url()} for page in pages]


@register.simple_tag
def latest_stories(count: int = 3) -> list[StoryPage]:
    return list(StoryPage.objects.open_to_all().newest_first()[:count])
