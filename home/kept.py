"""What many pages show and only publishing changes: looked up once for each language, and again when something was published."""

from collections.abc import Callable
from functools import wraps

from django.core.cache import cache
from django.utils.translation import get_language

from .page_cache import generation

SECONDS = 60


def until_published(look_up: Callable) -> Callable:
    """Keeps what `look_up` gives, by its arguments and the language that is read, until a page is published or moved.

    A change made by another process without a shared cache is seen after a minute.
    """

    @wraps(look_up)
    def kept(*arguments):
        key = ":".join(map(str, (look_up.__module__, look_up.__name__, generation(), get_language(), *arguments)))
        return cache.get_or_set(key, lambda: look_up(*arguments), SECONDS)

    return kept
