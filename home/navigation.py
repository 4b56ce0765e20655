"""The pages that every page links to: at the top those an editor ticked "show in menus", straight below the home page;
at the foot those plain pages that an editor put there."""

from django.core.cache import cache
from wagtail.models import Site

from .models import PlainPage

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
    foot = PlainPage.objects.live().filter(in_footer=True).descendant_of(site.root_page)
    return {
        place: [{"title": page.title, "url": page.get_url(current_site=site)} for page in pages]
        for place, pages in {"top": top, "foot": foot}.items()
    }


def navigation(request) -> list[dict]:
    return [link | {"active": request.path.startswith(link["url"])} for link in _links()["top"]]


def footer_navigation() -> list[dict]:
    return _links()["foot"]


def forget_navigation() -> None:
    cache.delete(KEY)
