"""What stands between a password and the desk: the second factor, and the end of a shift."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found

from . import second_factor, sessions
from .doors import BEFORE_THE_CODE, FOR_ALL_STAFF, FOR_NOBODY
from .groups import edits_site


def is_desk(request) -> bool:
    return request.path.startswith(reverse("wagtailadmin_home"))


def is_unattended(request) -> bool:
    """Nobody did anything: a script of ours asked for this by itself, or the browser did, to show a picture in a page."""
    return "Unattended" in request.headers or request.headers.get("Sec-Fetch-Dest") == "image"


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
            elif not is_unattended(request):
                sessions.touch(request.session)
        return self.get_response(request)


class TwoFactorMiddleware(_ForStaff):
    """Until the second factor is given, the desk leads to it, and everywhere else one is nobody in particular."""

    def process_view(self, request, view, args, kwargs):
        if not self.must_verify(request):
            return None
        if is_desk(request):
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


class EditorsOnlyMiddleware(_ForStaff):
    """Wagtail lets whoever may enter its admin look through pages, pictures and choosers. Here that is the editors' alone.

    To someone who only works cases, what is Wagtail's answers as what does not exist. A page of ours says what it is
    for (`desk_do`) and guards itself; one that says nothing counts as Wagtail's.
    """

    def process_view(self, request, view, args, kwargs):
        if not is_desk(request) or not self.is_signed_in(request) or hasattr(view, "desk_do"):
            return None
        name = request.resolver_match.view_name
        if name in FOR_ALL_STAFF or (name not in FOR_NOBODY and edits_site(request.user)):
            return None
        response = page_not_found(request, None, template_name="wagtailadmin/404.html")
        add_never_cache_headers(response)
        return response
