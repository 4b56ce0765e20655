"""The door of a page of ours in the desk that is about what the public reads, not about cases."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404

from .groups import edits_site


def for_editors(view: Callable) -> Callable:
    """Open `view` to whoever may edit the site; to others of the staff it does not exist.

    Signing in is asked for by Wagtail, which wraps every page of its admin.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not edits_site(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    guarded.for_editors = True
    return guarded
