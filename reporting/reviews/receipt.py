"""Which request this browser made last: in a signed cookie for an hour, for the page that says what happens next."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .models import ReviewRequest

SECONDS = 60 * 60
NAME = "review"


def cookie_name() -> str:
    return f"__Host-{NAME}" if settings.REPORTER_COOKIES_SECURE else NAME


def remember(response: HttpResponse, review: ReviewRequest) -> HttpResponse:
    # No max_age: the browser forgets it when it is closed.
    response.set_signed_cookie(
        cookie_name(),
        review.reference,
        httponly=True,
        samesite="Lax",
        secure=settings.REPORTER_COOKIES_SECURE,
    )
    return response


def find(request: HttpRequest) -> ReviewRequest | None:
    reference = request.get_signed_cookie(cookie_name(), default="", max_age=SECONDS)
    return ReviewRequest.objects.filter(reference=reference).first() if reference else None


def forget(response: HttpResponse) -> None:
    response.delete_cookie(cookie_name(), samesite="Lax")
