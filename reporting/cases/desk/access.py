"""The door of every page of the desk. What one may not see is answered like what does not exist."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404

from ..access import tidy_reference
from ..models import Case
from ..permissions import Do, cases_for, may_ever


def desk_view(do: Do) -> Callable:
    """Declare what a page of the desk is for: `@desk_view(Do.CHAT)` above a view, or around a class's `as_view()`.

    A system check refuses to start a desk with a page that declares nothing.
    """

    def declare(view: Callable) -> Callable:
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not may_ever(request.user, do):
                raise Http404
            try:
                return view(request, *args, **kwargs)
            except PermissionDenied:
                raise Http404 from None

        guarded.desk_do = do
        return guarded

    return declare


def get_case(user, do: Do, reference: str, cases=None) -> Case:
    """The case that `user` may `do` this with; `cases` may join what the page shows. Raises `Http404` otherwise."""
    case = cases_for(user, do, cases).filter(reference=tidy_reference(reference)).first()
    if case is None:
        raise Http404
    return case
