"""What differs, page by page, from the strict headers of the settings; and whom to believe about who is asking."""

from csp.constants import HEADER, SELF, UNSAFE_INLINE
from django.conf import settings

# Wagtail starts its date pickers and choosers from scripts written into the page. Only these pages of its carry such,
# a test holds the list to be exact, and none of them shows what a reporter wrote.
WITH_INLINE_SCRIPTS = frozenset(
    {
        "wagtailadmin_explore",
        "wagtailadmin_explore_root",
        "wagtailadmin_pages:add",
        "wagtailadmin_pages:choose_parent",
        "wagtailadmin_pages:copy",
        "wagtailadmin_pages:edit",
        "wagtailadmin_pages:history",
        "wagtailadmin_pages:move",
        "wagtailadmin_pages:type_use",
        "wagtailadmin_reports:aging_pages",
        "wagtailadmin_reports:locked_pages",
        "wagtailadmin_reports:site_history",
        "wagtailadmin_reports:workflow",
        "wagtailadmin_reports:workflow_tasks",
        "wagtailadmin_workflows:add",
        "wagtailadmin_workflows:edit",
        "wagtailadmin_workflows:usage",
        "wagtaillocales:history",
        "wagtailredirects:add",
        "wagtailredirects:edit",
        "wagtailsearchpromotions:add",
        "wagtailsearchpromotions:edit",
        "wagtailsearchpromotions:search_terms",
        "wagtailsettings:edit",
        "wagtailsites:add",
        "wagtailsites:copy",
        "wagtailsites:edit",
        "wagtailsites:history",
        "wagtailsnippets_advice_partner:history",
        "wagtailusers_groups:add",
        "wagtailusers_groups:edit",
        "wagtailusers_groups:history",
        "wagtailusers_users:history",
        "wagtailusers_users:index",
    }
)
FOR_INLINE_SCRIPTS = {"script-src": [SELF, UNSAFE_INLINE]}
# Its editor for rich text writes styles into the page as one types.
WITH_INLINE_STYLES = frozenset({"wagtailadmin_pages:add", "wagtailadmin_pages:edit"})
FOR_INLINE_STYLES = {"style-src": [SELF, UNSAFE_INLINE]}
# Pictures are shown while they are still on their way up.
WITH_PICTURES_ON_THEIR_WAY = frozenset({"wagtailimages:add_multiple"})
FOR_PICTURES_ON_THEIR_WAY = {"img-src": [SELF, "data:", "blob:"]}
# The editor shows what it makes in a frame of its own.
FOR_A_FRAME_WITHIN = {"frame-src": [SELF]}
FOR_BEING_FRAMED = {"frame-ancestors": [SELF]}


class PolicyMiddleware:
    """Inside django-csp's, which writes what this leaves on the response."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if changes := self.changes(request, response):
            response._csp_replace = changes
            # A preview is made by a request within the request, and comes with the policy of a page that is not framed.
            response.headers.pop(HEADER, None)
        return response

    @staticmethod
    def changes(request, response) -> dict:
        name, changes = view_name(request), {}
        if name in WITH_INLINE_SCRIPTS:
            changes |= FOR_INLINE_SCRIPTS | FOR_A_FRAME_WITHIN
        if name in WITH_INLINE_STYLES:
            changes |= FOR_INLINE_STYLES
        if name in WITH_PICTURES_ON_THEIR_WAY:
            changes |= FOR_PICTURES_ON_THEIR_WAY
        if response.get("X-Frame-Options") == "SAMEORIGIN":  # a preview, by Wagtail's own word
            changes |= FOR_BEING_FRAMED
        return changes


def view_name(request) -> str:
    match = request.resolver_match
    return match.view_name if match else ""


class ClientAddressMiddleware:
    """Behind a proxy, the address it says it was called from takes the place of its own.

    Only the last entry of X-Forwarded-For was written by our proxy; whoever calls can write the others. Without
    BEHIND_PROXY nobody is believed. What counts tries (sign-in, a case's secret) counts by this address.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.BEHIND_PROXY and (address := last_forwarded(request.headers.get("X-Forwarded-For", ""))):
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


def last_forwarded(forwarded_for: str) -> str:
    return forwarded_for.rsplit(",", 1)[-1].strip()
