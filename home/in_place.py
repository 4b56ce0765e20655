"""Lets a step of a report take the place of the one before in the browser's history."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class InPlaceMiddleware:
    """Tells a script where to go next instead of sending it there.

    `static/js/replace.js` sends forms with `X-In-Place`. Had it to follow the redirect itself, the next page would be
    fetched twice, and what is shown once (a reporter's secret) would be gone by the second time.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and "X-In-Place" in request.headers and response.has_header("Location"):
            response["X-Go-To"] = response["Location"]
            del response["Location"]
            response.status_code = 200
        return response
