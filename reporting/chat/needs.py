"""Which language is easiest for a visitor, and what helps them, as they told it."""

from dataclasses import dataclass, field

from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from home.language import in_our_language
from reporting.cases.needs import HELP_WITH, said_needs

# What makes a difference to a talk; a report asks for the rest.
IN_A_TALK = frozenset({"reading", "hearing", "bsl", "seeing", "memory"})
HELP = (
    ("easy_words", _("Easy words")),
    ("more_time", _("More time")),
    ("relay", _("Relay UK, if we call")),
    *((value, words) for value, words in HELP_WITH if value in IN_A_TALK),
)


@dataclass(frozen=True)
class Needs:
    """The fields of a `Conversation` that hold them, by their names. With nothing given they told nothing."""

    language: str = ""
    interpreter: bool = False
    help_with: list[str] = field(default_factory=list)
    other_help: str = ""

    @in_our_language
    def said(self) -> str:
        """The help they asked for, beside an interpreter."""
        return said_needs(HELP, self.help_with, self.other_help)


NONE_TOLD = Needs()


def name_of_language(code: str) -> str:
    """As staff read it: Polish."""
    try:
        return get_language_info(code.split("-")[0])["name_translated"]
    except KeyError:  # a language that this installation had when the chat began
        return code
