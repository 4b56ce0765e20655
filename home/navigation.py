"""The pages that every page links to: at the top those an editor ticked "show in menus", straight below the home page;
at the foot those that an editor put there, of the types that may stand there."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import get_language
from wagtail.models import Page, Site, get_page_models

from .kept import until_published
from .language import address_in, is_own
from .models.footer import FooterLink


@until_published
def _links() -> dict[str, list[dict]]:
    language = get_language()
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return {"top": [], "foot": []}
    top = site.root_page.get_children().live().in_menu()
    foot = site.root_page.get_descendants().live().filter(in_footer())
    return {
        place: [_link(page, site, language) for page in in_that_language(pages, language)]
        for place, pages in {"top": top, "foot": foot}.items()
    }


def _link(page: Page, site: Site, language: str) -> dict:
    return {"title": page.title, "url": address_in(language, page.get_url(current_site=site))}


def in_that_language(pages, language: str) -> list[Page]:
    """Each of `pages`, or what an editor made of it in `language`."""
    if is_own(language):
        return list(pages)
    keys = [page.translation_key for page in pages]
    made = Page.objects.live().filter(translation_key__in=keys, locale__language_code=language)
    translated = {page.translation_key: page for page in made}
    return [translated.get(page.translation_key, page) for page in pages]


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
