"""What was said, as its visitor may keep it: on a page, on paper or in a file."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from home.said import said_moment

from .enums import Sender
from .frames import who_said
from .gate import Seat
from .models import Conversation

# Says nothing of what is in it.
FILE_NAME = "notes.txt"


@dataclass(frozen=True)
class KeptLine:
    when: str
    who: str  # empty for what the service said
    words: str
    own: bool

    def __str__(self):
        return f"{self.when}{', ' if self.who else ''}{self.who}\n{self.words}"


def kept_lines(conversation: Conversation, last_seq: int | None = None) -> list[KeptLine]:
    """What the visitor was shown, up to number `last_seq`, with our own words in the reader's language. Notes between
    colleagues are no messages, so they cannot be here."""
    said = conversation.messages.select_related("by").order_by("seq")
    if last_seq is not None:
        said = said.filter(seq__lte=last_seq)
    seat = Seat(conversation)
    lines = []
    for message in said:
        own = message.sender == Sender.VISITOR
        lines.append(KeptLine(said_moment(message.at), who_said(message, seat, own), message.words, own))
    return lines


def as_file(lines: list[KeptLine]) -> HttpResponse:
    saved = _("Saved on %(when)s.") % {"when": said_moment(timezone.now())}
    response = HttpResponse("\n\n".join([saved, *map(str, lines)]) + "\n", content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response
