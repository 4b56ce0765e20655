"""Dates and times as people in England say them."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from home.language import is_own
from reporting.worktime import ENGLAND


def said_time(value: time | datetime) -> str:
    """2pm, 2:30pm, midday, midnight."""
    if (value.hour, value.minute) == (12, 0):
        return _("midday")
    if (value.hour, value.minute) == (0, 0):
        return _("midnight")
    if not is_own(get_language()):
        # "am" and "pm" say nothing in most languages.
        return f"{value.hour}:{value.minute:02}"
    hour, half = value.hour % 12 or 12, "am" if value.hour < 12 else "pm"
    return f"{hour}:{value.minute:02}{half}" if value.minute else f"{hour}{half}"


def said_day(value: date) -> str:
    """Monday 24 November; with its year when that is not this year."""
    this_year = value.year == timezone.localdate().year
    # E is F as it stands beside a day, in a language that has a form for that.
    return format_date(value, "l j E" if this_year else "l j E Y")


def said_moment(value: datetime) -> str:
    """Monday 24 November at 2pm, on the clock in England."""
    local = value.astimezone(ENGLAND)
    return _("%(day)s at %(time)s") % {"day": said_day(local.date()), "time": said_time(local)}


def working_days(number: int) -> str:
    """1 working day, 3 working days."""
    return ngettext("%(number)d working day", "%(number)d working days", number) % {"number": number}
