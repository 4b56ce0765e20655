"""Whether a chat can be started at this moment, and how long the wait is likely to be."""

from datetime import timedelta
from enum import Enum
from statistics import fmean

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.service import current_service

from .models import Conversation
from .presence import Room, room

# What the wait is likely to be is told from these.
LATELY = timedelta(days=7)
MOST_LOOKED_AT = 20
# Minutes that people say. A longer wait is said to be longer.
SAID = (1, 2, 3, 5, 10, 15, 20, 30)


class Opening(Enum):
    OPEN = "open"
    OUT_OF_HOURS = "out of hours"
    NOBODY = "nobody is there"
    FULL = "all are busy"

    @property
    def is_open(self) -> bool:
        return self is Opening.OPEN


def opening() -> Opening:
    """Open while the contact centre is (in a demonstration at any hour) and someone is there with room."""
    if not in_hours():
        return Opening.OUT_OF_HOURS
    now = room()
    if not now.there:
        return Opening.NOBODY
    return Opening.OPEN if now.free else Opening.FULL


def in_hours() -> bool:
    return settings.CHAT_ALWAYS_OPEN or current_service().centre_hours.is_open()


def place_in_queue(conversation: Conversation) -> int:
    """1 for the next."""
    since = conversation.queued_at
    earlier = Q(queued_at__lt=since) | Q(queued_at=since, pk__lt=conversation.pk)
    return Conversation.objects.waiting().filter(earlier).count() + 1


def next_place() -> int:
    """Where someone who begins now would stand."""
    return Conversation.objects.waiting().filter(queued_at__lte=timezone.now()).count() + 1


def likely_wait(place: int, now: Room) -> int | None:
    """Minutes until whoever stands at `place` is likely to be answered; None when nothing tells.

    As long as four in five have waited lately; and for each whom there is no room for now, the time until one of the
    chats that are going on is likely to end.
    """
    lately = Conversation.objects.filter(answered_at__isnull=False, started_at__gt=timezone.now() - LATELY)
    # Those who were made to wait behind others say nothing of how long one waits.
    lately = lately.filter(queued_at__lte=F("started_at"))
    times = lately.order_by("-answered_at").values_list("started_at", "answered_at", "ended_at")[:MOST_LOOKED_AT]
    waits = sorted((answered - started).total_seconds() for started, answered, _ended in times)
    if not waits or not now.places:
        return None
    seconds = waits[max(0, -(-len(waits) * 4 // 5) - 1)]
    lengths = [(ended - answered).total_seconds() for _started, answered, ended in times if ended]
    if without_room := max(0, place - now.free):
        if not lengths:
            return None
        seconds += without_room * fmean(lengths) / now.places
    return max(1, round(seconds / 60))


def said_wait(minutes: int | None) -> str:
    if minutes is None:
        return ""
    if minutes > SAID[-1]:
        return _("The wait is likely to be more than half an hour.")
    rounded = next(step for step in SAID if minutes <= step)
    return ngettext(
        "The wait is likely to be about %(number)s minute.",
        "The wait is likely to be about %(number)s minutes.",
        rounded,
    ) % {"number": rounded}


def said_place(place: int) -> str:
    return _("You are next.") if place == 1 else _("You are number %(number)s in the queue.") % {"number": place}


def queue_of(conversation: Conversation) -> dict:
    """What a visitor who waits is told of it: `words`, and whether there is `nobody` to answer."""
    now = room()
    if not now.there:
        return {"words": _("Nobody is here to answer just now. What you wrote is kept."), "nobody": True}
    place = place_in_queue(conversation)
    return {"words": f"{said_place(place)} {said_wait(likely_wait(place, now))}".strip(), "nobody": False}
