from django import template

from ..links import own_origins, with_links

register = template.Library()
register.filter("with_links", with_links)


@register.simple_tag
def origins() -> str:
    """What addresses of ours begin with, for static/js/chat.js."""
    return " ".join(own_origins())
