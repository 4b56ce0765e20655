from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def call(number: str) -> SafeString:
    """A telephone number that can be pressed, kept left to right in any language."""
    return format_html('<a href="tel:{}"><bdi dir="ltr">{}</bdi></a>', number.replace(" ", ""), number)
