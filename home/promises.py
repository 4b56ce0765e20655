"""What each category of report gets, as the live front page has it."""

from django.conf import settings
from django.utils.translation import get_language

from .kept import until_published
from .models import CategoryPromise


@until_published
def promises() -> list[CategoryPromise]:
    """In the language that is read where the front page is there in it, otherwise in our own."""
    by_language: dict[str, list[CategoryPromise]] = {}
    for promise in CategoryPromise.objects.filter(page__live=True).select_related("page__locale"):
        by_language.setdefault(promise.page.locale.language_code, []).append(promise)
    return by_language.get(get_language()) or by_language.get(settings.LANGUAGE_CODE, [])
