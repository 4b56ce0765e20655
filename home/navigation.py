"""The pages that every page links to: those an editor ticked "show in menus", straight below the home page."""

from django.core.cache import cache
from wagtail.models import Site

KEY = "home.navigation"
SECONDS = 60


def _links() -> list[dict]:
    links = cache.get(KEY)
    if links is None:
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        pages = site.root_page.get_children().live().in_menu() if site else []
        links = [{"title": page.title, "url": page.get_url(current_site=site)} for page in pages]
        cache.set(KEY, links, SECONDS)
    return links


def navigation(request) -> list[dict]:
    return [link | {"active": request.path.startswith(link["url"])} for link in _links()]


def footer_navigation() -> list[dict]:
    return []


def forget_navigation() -> None:
    cache.delete(KEY)
