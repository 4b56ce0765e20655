"""Finding a page from a few words."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import get_language
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet
from wagtail.search.utils import normalise_query_string

from .language import own_language
from .spelling import put_right

MOST = 100
# Signs mean something to the search engines of databases, and not the same in each.
SIGNS = re.compile(r"[^\w\s'’-]")


@dataclass(frozen=True)
class Other:
    """Something that is found and is no page of its own, such as a partner in the directory."""

    title: str
    url: str
    text: str = ""


@dataclass(frozen=True)
class Found:
    """Pages, best first; `instead` is what was looked for when what was typed stands nowhere."""

    pages: list[Page] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)
    instead: str = ""

    def __bool__(self) -> bool:
        return bool(self.pages or self.others)


Finder = Callable[[str], list[Other]]
_finders: list[Finder] = []


def also_find(finder: Finder) -> Finder:
    """Register what an app above this one finds besides pages. It is given the words, tidied, and asked for each search."""
    _finders.append(finder)
    return finder


def find(query: str) -> Found:
    """What is open to everyone. When nothing has all the words, they are put right; then any one of them will do."""
    query = SIGNS.sub(" ", query).strip()
    if not query:
        return Found()
    better = ""
    found = _with_all(query)
    if not found:
        better = put_right(query)
        found = _with_all(better, instead=better) if better else found
    return found or _with_any(better or query, instead=better)


def _with_all(query: str, instead: str = "") -> Found:
    others = [other for finder in _finders for other in finder(query)]
    return Found(_in_language(_pages().search(query)[:MOST]), others, instead)


def _with_any(query: str, instead: str) -> Found:
    pages = _in_language(_pages().search(query, operator="or")[:MOST])
    return Found(pages, instead=instead if pages else "")


def _pages() -> PageQuerySet:
    return Page.objects.live().public().filter(depth__gt=2).specific()


def _in_language(found: Iterable[Page]) -> list[Page]:
    """Of each page found, the one to read in the language of this moment; the index cannot be asked for that."""
    spoken = dict(Locale.objects.values_list("pk", "language_code"))
    pages = [page for page in found if spoken[page.locale_id] in {get_language(), own_language()}]
    made = {page.translation_key for page in pages if spoken[page.locale_id] == get_language()}
    return [page for page in pages if spoken[page.locale_id] == get_language() or page.translation_key not in made]


def promoted(query: str) -> list[SearchPromotion]:
    """What an editor wants people who search for this to see first."""
    picks = SearchPromotion.objects.filter(query__query_string=normalise_query_string(query))
    return [pick for pick in picks.select_related("page") if not pick.page or pick.page.live]
