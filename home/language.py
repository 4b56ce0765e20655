"""The language of a page: the one that its address begins with, and without one the landlord's own (`LANGUAGE_CODE`).

Neither a browser's wish nor a cookie changes it: what one sees is what the address says, so a page can be kept whole, and
nobody who borrows a phone learns which language was read on it. What is stored or sent stays in the landlord's own
language (`in_our_language`), for staff read it, and a letter is not for a machine to translate.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_language_from_path, get_language_info


def own_language() -> str:
    return settings.LANGUAGE_CODE


def is_own(language: str | None) -> bool:
    return not language or language == own_language()


def address_in(language: str | None, path: str) -> str:
    """`path` with the beginning that stands for `language`; addresses of other sites stay as they are."""
    if not path.startswith("/"):
        return path
    if begins_with := get_language_from_path(path):
        path = path.removeprefix(f"/{begins_with}")
    return path if is_own(language) else f"/{language}{path}"


def choices(path: str) -> list[dict]:
    """Each language by its own name, and where this page is in it."""
    return [
        {
            "code": code,
            "name": get_language_info(code.split("-")[0])["name_local"],
            "url": address_in(code, path),
            "rtl": get_language_info(code.split("-")[0])["bidi"],
        }
        for code, _name in settings.LANGUAGES
    ]


def said_language() -> str:
    """The language of this moment, by its own name and as staff read it: اردو (Urdu)."""
    info = get_language_info((translation.get_language() or own_language()).split("-")[0])
    return f"{info['name_local']} ({info['name']})"


def in_our_language(function: Callable) -> Callable:
    """Runs `function` in the landlord's own language, whatever the page that called it is in."""

    @wraps(function)
    def run(*args, **kwargs):
        with translation.override(own_language()):
            return function(*args, **kwargs)

    return run


class LanguageMiddleware:
    """As Django's own, but without a word to caches that the page depends on the browser's wish: it does not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = get_language_from_path(request.path_info) or own_language()
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
