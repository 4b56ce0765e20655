"""Each form of the desk is taken once: a double click writes one note, for a note cannot be taken back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache

from reporting.codes import new_code, tidy

SECONDS = 24 * 60 * 60
# While it is being done. A process that dies over it must not keep the form from being sent again for a day.
BEING_DONE_SECONDS = 60
LENGTH = 20


class SentBefore(Exception):
    """This very form was sent before, and what it asks was done."""


def new_token() -> str:
    return new_code(LENGTH)


@contextmanager
def once(token: str) -> Iterator[None]:
    """Do what is inside unless it was done for `token`; should it fail, it can be tried again."""
    if not token:
        yield
        return
    key = f"desk.once:{tidy(token)[:LENGTH]}"
    if not cache.add(key, True, BEING_DONE_SECONDS):
        raise SentBefore
    try:
        yield
    except Exception:
        cache.delete(key)
        raise
    cache.set(key, True, SECONDS)
