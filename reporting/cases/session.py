"""Who has opened which case in this browser: the session holds the case's number, and nothing of the case."""

import time

from django.contrib.auth import SESSION_KEY as STAFF
from django.middleware.csrf import rotate_token

from .models import Case

KEY = "case"
KEPT = "case_kept"
IDLE_SECONDS = 30 * 60
# The session is written again only after this long, not at every page.
FRESH_SECONDS = 60


def begin(request, case: Case) -> None:
    end(request)
    request.session.cycle_key()
    rotate_token(request)
    request.session[KEY] = {"id": case.pk, "seen": int(time.time())}


def current(request) -> Case | None:
    """The case that is open; none when none is, or nothing happened for half an hour."""
    opened = request.session.get(KEY)
    if opened is None:
        return None
    unseen = time.time() - opened["seen"]
    case = Case.objects.select_related("officer").filter(pk=opened["id"]).first()
    if case is None or unseen > IDLE_SECONDS:
        end(request)
        return None
    if unseen > FRESH_SECONDS:
        request.session[KEY] = {**opened, "seen": int(time.time())}
    return case


def end(request) -> None:
    """Close the case in this browser. A member of staff who looked at their own stays signed in to the desk."""
    if KEY not in request.session:
        return
    if STAFF in request.session:
        request.session.pop(KEY)
        request.session.pop(KEPT, None)
    else:
        request.session.flush()
