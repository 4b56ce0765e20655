from django import template

from reporting.staff.groups import edits_site

from ..desk.menu import desk_items

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_menu(context) -> list[dict]:
    """The desk's items for who is signed in, the one that is open marked."""
    request = context["request"]
    return [
        {"label": item.label, "url": item.url, "current": request.path == item.url} for item in desk_items(request)
    ]


@register.simple_tag(takes_context=True)
def edits_the_site(context) -> bool:
    """Whether Wagtail's own first page is of use to who is signed in."""
    return edits_site(context["request"].user)
