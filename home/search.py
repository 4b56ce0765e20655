"""Finding a page from a few words."""

import re

from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page
from wagtail.search.utils import normalise_query_string

MOST = 100
# Signs mean something to the search engines of databases, and not the same in each.
SIGNS = re.compile(r"[^\w\s'’-]")


def find(query: str) -> list[Page]:
    """Live pages open to everyone, best first. When no page has all the words, those that have any of them."""
    pages = Page.objects.live().public().filter(depth__gt=2).specific()
    query = SIGNS.sub(" ", query).strip()
    if not query:
        return []
    return list(pages.search(query)[:MOST]) or list(pages.search(query, operator="or")[:MOST])


def promoted(query: str) -> list[SearchPromotion]:
    """What an editor wants people who search for this to see first."""
    picks = SearchPromotion.objects.filter(query__query_string=normalise_query_string(query))
    return [pick for pick in picks.select_related("page") if not pick.page or pick.page.live]
