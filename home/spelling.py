"""Putting a mistyped search right, by the words that stand on our own pages.

The words are gathered when a page is published, into a table: a search then reads them once, keeps them until something is
published again, and compares only with what is about as long and shares some letters. 20,000 words take about 30 ms.
"""

import re
from difflib import get_close_matches

from django.core.cache import cache
from wagtail.models import Page
from wagtail.search.index import SearchField

from .models import Word
from .page_cache import GENERATION

WORD = re.compile(r"[^\W\d_]{4,40}")  # shorter ones are like too many others
TAG = re.compile(r"<[^>]+>")
ALIKE = 0.75
SECONDS = 24 * 60 * 60


def words_in(text: str) -> set[str]:
    return set(WORD.findall(TAG.sub(" ", text).lower()))


def put_right(query: str) -> str:
    """`query` with each word that stands nowhere here replaced by the one most like it; empty when there is nothing better."""
    known = known_words()
    better = WORD.sub(lambda found: nearest(found[0].lower(), known), query.lower())
    return better if better != query.lower() else ""


def nearest(word: str, known: frozenset[str]) -> str:
    """The known word most like `word`; itself when it is known, or when none is like it."""
    if word in known:
        return word
    pairs = pairs_of(word)
    near = [
        each for each in known if abs(len(each) - len(word)) <= 2 and len(pairs & pairs_of(each)) * 3 >= len(pairs)
    ]
    return next(iter(get_close_matches(word, sorted(near), n=1, cutoff=ALIKE)), word)


def pairs_of(word: str) -> set[str]:
    """Its neighbouring letters: a slip of the finger changes two or three of them and leaves the rest."""
    return {word[at : at + 2] for at in range(len(word) - 1)}


def known_words() -> frozenset[str]:
    """All words of our pages, looked up once for each time something is published."""
    key = f"spelling:{cache.get(GENERATION, 1)}"
    known = cache.get(key)
    if known is None:
        if not Word.objects.exists():
            learn(Page.objects.live().public().specific().iterator(chunk_size=200))
        known = frozenset(Word.objects.values_list("word", flat=True))
        cache.set(key, known, SECONDS)
    return known


def learn(pages) -> None:
    """Add the words of `pages`. A word whose page is gone stays: it is offered only when it finds something."""
    found = {word for page in pages for word in words_of(page)}
    new = found - set(Word.objects.filter(word__in=found).values_list("word", flat=True))
    Word.objects.bulk_create([Word(word=word) for word in sorted(new)], ignore_conflicts=True, batch_size=500)


def words_of(page: Page) -> set[str]:
    """Of everything by which `page` is found."""
    fields = [field for field in page.get_search_fields() if isinstance(field, SearchField)]
    return words_in(" ".join(as_text(field.get_value(page)) for field in fields))


def as_text(value) -> str:
    """What a field gives to the search: words, nothing, or several pieces."""
    if isinstance(value, (list, tuple)):
        return " ".join(as_text(each) for each in value)
    return str(value or "")
