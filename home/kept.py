"""What many pages show and only publishing changes: looked up once for each language, and again when something was published."""

from collections.abc import Callable
from functools import wraps

from django.core.cache import cache
from django.db.models import Model
from django.utils.translation import get_language

from .page_cache import generation

SECONDS = 60


def until_published(look_up: Callable) -> Callable:
    """Keeps what `look_up` gives, by its arguments (plain values, or rows) and the language that is read, until a page is
    published or moved.

    A change made by another process without a shared cache is seen after a minute.
    """

    name = f"{look_up.__module__}.{look_up.__qualname__}"

    @wraps(look_up)
    def kept(*arguments):
        these = (argument.pk if isinstance(argument, Model) else argument for argument in arguments)
        key = ":".join(map(str, (name, generation(), get_language(), *these)))
        return cache.get_or_set(key, lambda: look_up(*arguments), SECONDS)

    return kept
