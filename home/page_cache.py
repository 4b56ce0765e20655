"""Public pages kept whole, for everyone who is not signed in.

Only a response that a page marks with `keep_whole` is kept, so a page has to say that it holds nothing
personal. Publishing anything raises the generation, which forgets all of them at once; a change made by another
process without a shared cache is seen after `PAGE_CACHE_SECONDS`.
"""

from hashlib import blake2b

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string
from django.views.decorators.cache import cache_control

# For the opposite, a page with a form or with what one person said: browsers may not keep it, on the disk or for Back.
private = cache_control(no_store=True, private=True)

GENERATION = "pages.generation"
MARK = "keep_whole"
DROPPED_HEADERS = {"set-cookie", "date", "content-length"}


def keep_whole(response):
    """Say that `response` is the same for everyone who is not signed in."""
    setattr(response, MARK, True)
    return response


def generation() -> int:
    """Rises with everything that is published."""
    return cache.get(GENERATION, 1)


def forget_pages() -> None:
    try:
        cache.incr(GENERATION)
    except ValueError:
        cache.set(GENERATION, 2, None)


def key_of(request) -> str:
    """The same length for every address: whoever writes one chooses its length and letters, and not every cache takes all."""
    address = f"{request.scheme}:{request.get_host()}:{request.path}"
    return f"page:{generation()}:{blake2b(address.encode(), digest_size=16).hexdigest()}"


class PageCacheMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not self.may_be_kept(request):
            return self.get_response(request)
        key = key_of(request)
        kept = cache.get(key)
        if kept is not None:
            return self.answer(request, kept)
        response = self.get_response(request)
        if getattr(response, MARK, False) and response.status_code == 200 and not response.cookies:
            kept = as_kept(response)
            cache.set(key, kept, settings.PAGE_CACHE_SECONDS)
            return self.answer(request, kept)
        return response

    @staticmethod
    def may_be_kept(request) -> bool:
        return (
            request.method == "GET"
            and not request.META.get("QUERY_STRING")
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
        )

    @staticmethod
    def answer(request, kept) -> HttpResponse:
        content, compressed, headers = kept
        if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
            return HttpResponse(compressed, headers=headers | {"Content-Encoding": "gzip"})
        return HttpResponse(content, headers=headers)


def as_kept(response) -> tuple[bytes, bytes, dict]:
    """What is kept: the page as it is and compressed, once for everyone, and its headers.

    Compressing gives nothing away here, as it could on a page that holds both a secret and what a visitor chose: what is
    the same for everyone holds neither.
    """
    patch_vary_headers(response, ["Accept-Encoding"])
    headers = {name: value for name, value in response.items() if name.lower() not in DROPPED_HEADERS}
    return response.content, compress_string(response.content), headers
