"""How the desk says times, lateness and what is safe, shortly enough for a table."""

from datetime import date, datetime
from functools import lru_cache

from django.db.models import Choices
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home.said import said_time
from reporting.post.gateway import choose_channel
from reporting.post.models import Channel, Recipient
from reporting.worktime import ENGLAND


def labels(choices: type[Choices]) -> dict:
    """The words for each of `choices`. Django's `get_…_display` translates all of them each time it is asked for one."""
    return _labels(choices, get_language())


@lru_cache
def _labels(choices: type[Choices], language: str) -> dict:
    return {choice.value: str(choice.label) for choice in choices}


def short_day(day: date | None) -> str:
    """Fri 20 Nov; with its year when that is not this year. Nothing for nothing."""
    return _short_day(day, timezone.localdate().year, get_language()) if day else ""


@lru_cache(maxsize=512)
def _short_day(day: date, this_year: int, language: str) -> str:
    # A table says the same few days again and again, and making each anew is most of what a row costs.
    return format_date(day, "D j M" if day.year == this_year else "D j M Y")


def short_moment(moment: datetime | None) -> str:
    """Fri 20 Nov, 2:05pm, on the clock in England."""
    if moment is None:
        return ""
    local = moment.astimezone(ENGLAND)
    return f"{short_day(local.date())}, {said_time(local)}"


def due(moment: datetime | None, now: datetime) -> dict | None:
    """A promise's time in words, and how it stands: `late`, `soon` (today) or `later`."""
    if moment is None:
        return None
    if moment < now:
        return {"state": "late", "tag": _("Late"), "words": _("was due %(when)s") % {"when": short_moment(moment)}}
    soon = moment.astimezone(ENGLAND).date() == now.astimezone(ENGLAND).date()
    return {
        "state": "soon" if soon else "later",
        "tag": _("Today") if soon else "",
        "words": _("by %(when)s") % {"when": short_moment(moment)},
    }


def capped(count: int, most: int = 99) -> str:
    """What was counted no further than one past `most`."""
    return f"{most}+" if count > most else str(count)


def safe_contact(to: Recipient) -> list[str]:
    """What whoever contacts this person must know first."""
    if to.stopped:
        return [_("Do not contact them. A message or a call could put them at risk.")]
    words = []
    if to.prefers == Channel.NONE:
        words.append(_("They follow their case online. Do not call or write unless they ask."))
    if to.shared:
        words.append(_("Someone else may see or hear messages. Say what it is about to nobody but them."))
    if to.phone and not to.may_leave_voicemail:
        words.append(_("Do not leave messages or a voicemail."))
    return words


def how_it_goes(to: Recipient) -> str:
    """How a letter to this person would go now."""
    why_not, channel = choose_channel(to)
    if why_not:
        return _("%(why)s So nothing is sent: it is there to read on Your case.") % {"why": why_not}
    if to.shared:
        return _(
            "Others may see their messages. So by %(channel)s they are told only that there is something to read; "
            "the letter itself is on Your case."
        ) % {"channel": labels(Channel)[channel].lower()}
    return _("This goes by %(channel)s, and stands on Your case.") % {"channel": labels(Channel)[channel].lower()}
