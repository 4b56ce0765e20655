from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .forms import SearchForm
from .language import address_in
from .search import find, promoted
from .service import current_service

RESULTS_PER_PAGE = 10
# What no search engine has business with, in any language.
FORMS = (
    "case/",
    "case-review/ask/",
    "case-review/check/",
    "case-review/sent/",
    "chat/",
    "feedback/",
    "report/",
    "search/",
)


def status(request):
    """For whoever watches the service: answers when a page can be made."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@cache_control(max_age=60, public=True)
def open_now(request):
    """A sentence to put into a page that is kept whole: whether someone answers the phone at this moment."""
    service, now = current_service(), timezone.now()
    hours = service.centre_hours
    context = {"open": hours.is_open(now), "closes": hours.closes, "opens": hours.next_open(now)}
    return render(request, "home/open_now.html", context)


@require_safe
def search(request):
    """What is typed is neither kept nor counted: it may be about a neighbour.

    Wagtail can keep each search in a list (`Query`, with its hits by day). Leaving names and addresses out of that by
    machine cannot be relied on, so nothing is stored at all; only editors' own promoted words are in the list.
    """
    form = SearchForm(request.GET or None)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    context = {"form": form, "query": query, "section": "search"}
    if query:
        found = find(query)
        context |= {
            "found": found,
            "results": Paginator(found.pages, RESULTS_PER_PAGE).get_page(request.GET.get("page")),
            "promoted": promoted(query) or promoted(found.instead),
            "page_query": f"{urlencode({'q': query})}&",
        }
    return render(request, "search/search.html", context)


@require_safe
def robots(request):
    ways = [address_in(code, f"/{form}") for code, _name in settings.LANGUAGES for form in FORMS]
    return render(request, "home/robots.txt", {"ways": ways}, content_type="text/plain")
