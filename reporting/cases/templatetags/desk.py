from django import template

from ..desk.menu import desk_items

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_menu(context) -> list[dict]:
    """The desk's items for who is signed in, the one that is open marked."""
    request = context["request"]
    return [
        {"label": item.label, "url": item.url, "current": request.path == item.url} for item in desk_items(request)
    ]
