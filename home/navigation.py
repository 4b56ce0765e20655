"""The pages that every page links to: at the top those an editor ticked "show in menus", straight below the home page;
at the foot those that an editor put there, of the types that may stand there."""

from functools import reduce
from operator import or_

from django.core.cache import cache
from django.db.models import Q
from wagtail.models import Site, get_page_models

from .models.footer import FooterLink

KEY = "home.navigation"
SECONDS = 60


def _links() -> dict[str, list[dict]]:
    links = cache.get(KEY)
    if links is None:
        links = _look_up()
        cache.set(KEY, links, SECONDS)
    return links


def _look_up() -> dict[str, list[dict]]:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return {"top": [], "foot": []}
    top = site.root_page.get_children().live().in_menu()
    foot = site.root_page.get_descendants().live().filter(in_footer())
    return {
        place: [{"title": page.title, "url": page.get_url(current_site=site)} for page in pages]
        for place, pages in {"top": top, "foot": foot}.items()
    }


def in_footer() -> Q:
    """The condition that an editor put a page, of whichever type, at the foot."""
    may_stand = [model for model in get_page_models() if issubclass(model, FooterLink)]
    # A type that is made from another keeps this in the table of that one.
    tables = {model._meta.get_field("in_footer").model._meta.model_name for model in may_stand}
    return reduce(or_, (Q(**{f"{table}__in_footer": True}) for table in sorted(tables)))


def navigation(request) -> list[dict]:
    return [link | {"active": request.path.startswith(link["url"])} for link in _links()["top"]]


def footer_navigation() -> list[dict]:
    return _links()["foot"]


def forget_navigation() -> None:
    cache.delete(KEY)
