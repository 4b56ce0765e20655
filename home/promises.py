"""What each category of report gets, as the live front page has it: on many pages, changed hardly ever."""

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import get_language

from .models import CategoryPromise

KEY = "home.promises"
SECONDS = 60


def promises() -> list[CategoryPromise]:
    """In the language that is read where the front page is there in it, otherwise in our own."""
    kept = cache.get(KEY)
    if kept is None:
        kept = {}
        for promise in CategoryPromise.objects.filter(page__live=True).select_related("page__locale"):
            kept.setdefault(promise.page.locale.language_code, []).append(promise)
        cache.set(KEY, kept, SECONDS)
    return kept.get(get_language()) or kept.get(settings.LANGUAGE_CODE, [])


def forget_promises() -> None:
    cache.delete(KEY)
