from django import template
from django.utils.translation import ngettext

from home.models import CategoryPromise

register = template.Library()


@register.simple_tag
def category_promises() -> list[CategoryPromise]:
    """What each category gets, as the live front page has it."""
    return list(CategoryPromise.objects.filter(page__live=True))


@register.filter
def working_days(number: int) -> str:
    """1 working day, 3 working days."""
    return ngettext("%(number)d working day", "%(number)d working days", number) % {"number": number}
