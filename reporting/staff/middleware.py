"""Asking staff for their second factor before anything of the desk opens."""

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse

OPEN_NAMES = frozenset(
    {
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_done",
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_complete",
        "wagtailadmin_javascript_catalog",
        "staff_verify",
        "staff_set_up",
    }
)


class TwoFactorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not self.must_verify(request):
            return None
        return redirect(f"{reverse('staff_verify')}?next={request.path}")

    @staticmethod
    def must_verify(request) -> bool:
        return (
            settings.STAFF_TWO_FACTOR
            and request.path.startswith(reverse("wagtailadmin_home"))
            and request.resolver_match.url_name not in OPEN_NAMES
            and request.user.is_authenticated
            and not request.user.is_verified()
        )
