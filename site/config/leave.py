"""Leaving the site at once. Here because it ends what every other app holds for this browser."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from home.service import current_service
from reporting.cases import session
from reporting.chat import visitors
from reporting.intake import drafts
from reporting.reviews import receipt


@csrf_exempt  # it only ends things, and must work from a page whose token is long gone
@never_cache
@require_http_methods(["GET", "POST"])
def leave(request):
    """End the report being written, the open case and the chat of this browser, then go somewhere neutral.

    A script sends a POST behind the back of a page that is already leaving; without scripts it is a plain link.
    """
    if request.method == "POST":
        response = HttpResponse(status=204)
    else:
        response = HttpResponseRedirect(current_service().exit_url)
    end_everything(request, response)
    response["Referrer-Policy"] = "no-referrer"
    return response


def end_everything(request, response) -> None:
    drafts.end_all(request, response)
    visitors.end_all(request, response)
    session.end(request)
    receipt.forget(response)
    if settings.CSRF_COOKIE_NAME in request.COOKIES:
        response.delete_cookie(settings.CSRF_COOKIE_NAME)
