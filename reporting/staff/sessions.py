"""How long a member of staff stays signed in: a shift at most, and less when nobody is there.

Two times are kept in the session itself, in seconds since 1970: when it began, and when it was last used. The second is
written once every few minutes, not with each request.
"""

from django.conf import settings
from django.utils import timezone

BEGAN, USED = "staff_began", "staff_used"
WRITE_EVERY = 2 * 60


def begin(session) -> None:
    session[BEGAN] = session[USED] = now()


def is_over(session) -> bool:
    """A session from before these times were kept counts as over: nobody knows how old it is."""
    began, used = session.get(BEGAN, 0), session.get(USED, 0)
    return now() - began > settings.STAFF_SESSION_SECONDS or now() - used > settings.STAFF_IDLE_SECONDS


def touch(session) -> None:
    if now() - session.get(USED, 0) > WRITE_EVERY:
        session[USED] = now()


def now() -> int:
    return int(timezone.now().timestamp())
