"""The pages that say that something went wrong. Each is made even when the database is what went wrong: then with 999, the
menu and the number left out. Nothing of what was sent is shown or read again."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from . import context

TOO_MUCH = {
    RequestDataTooBig: _("What you wrote is too long to send in one go."),
    TooManyFieldsSent: _("There are more answers here than we can take in one go."),
    TooManyFilesSent: _("There are more files here than we can take in one go."),
}


def bad_request(request, exception) -> HttpResponse:
    what = TOO_MUCH.get(type(exception))
    return sorry(request, "413.html", 413, what=what) if what else sorry(request, "400.html", 400)


def forbidden(request, exception) -> HttpResponse:
    return sorry(request, "403.html", 403)


def csrf_failure(request, reason="") -> HttpResponse:
    """A form whose token is gone: usually cookies that were cleared, or a page left open overnight."""
    return sorry(request, "home/csrf_failure.html", 403)


def server_error(request) -> HttpResponse:
    return sorry(request, "500.html", 500)


def sorry(request, template: str, status: int, **words) -> HttpResponse:
    # Without the request no context processor runs, which could fail as the page itself did.
    page = {"sensitive": True} | what_pages_show(request) | words
    return HttpResponse(render_to_string(template, page), status=status)


def what_pages_show(request) -> dict:
    """What every page shows, or nothing if that cannot be found out."""
    try:
        return context.service(request)
    except Exception:  # whatever it was that failed, it was said in the log when it failed first
        return {}
