"""What stands between a password and the desk: the second factor, and the end of a shift."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from . import second_factor, sessions
from .doors import BEFORE_THE_CODE


class _ForStaff:
    """Only for those with a session; a reader of the public site costs nothing and gets no cookie looked at."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    @staticmethod
    def is_signed_in(request) -> bool:
        return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


class SessionLimitsMiddleware(_ForStaff):
    """Signs out whoever has been away, or signed in, too long."""

    def __call__(self, request):
        if self.is_signed_in(request):
            if sessions.is_over(request.session):
                logout(request)
                messages.info(request, _("You were signed out because you had not used the desk for a while."))
            else:
                sessions.touch(request.session)
        return self.get_response(request)


class TwoFactorMiddleware(_ForStaff):
    """Until the second factor is given, the desk leads to it, and everywhere else one is nobody in particular."""

    def process_view(self, request, view, args, kwargs):
        if not self.must_verify(request):
            return None
        if request.path.startswith(reverse("wagtailadmin_home")):
            return redirect(self.where_to(request))
        request.user = AnonymousUser()
        return None

    @classmethod
    def must_verify(cls, request) -> bool:
        return (
            settings.STAFF_TWO_FACTOR
            and cls.is_signed_in(request)
            and request.resolver_match.view_name not in BEFORE_THE_CODE
            and not second_factor.is_verified(request.user)
        )

    @staticmethod
    def where_to(request) -> str:
        name = "staff_verify" if second_factor.has_phone(request.user) else "staff_set_up"
        query = QueryDict(mutable=True)
        # What was posted is gone; coming back to its address by GET could be to no page at all.
        query["next"] = request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
        return f"{reverse(name)}?{query.urlencode(safe='/')}"
