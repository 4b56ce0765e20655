"""What people may need help with, in the words of every form that asks."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

HELP_WITH = (
    ("reading", _("Reading or writing")),
    ("large_print", _("Large print")),
    ("hearing", _("Hearing, or using the phone")),
    ("bsl", _("British Sign Language")),
    ("seeing", _("Seeing")),
    ("moving", _("Getting about")),
    ("memory", _("Learning, memory or understanding")),
    ("mental_health", _("Mental health")),
)


def said_needs(choices, chosen: Collection[str], *more: str) -> str:
    """As staff read it: what was ticked, in the order it was asked, and each of `more` on a line of its own."""
    ticked = "; ".join(str(words) for value, words in choices if value in chosen)
    return "\n".join(part for part in (ticked, *more) if part)
