"""Writing to the reporter of a case: through the gateway, and on the timeline with what was written."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from home.service import current_service
from reporting.post.gateway import HIDDEN, send

from . import clocks
from .enums import EventKind
from .models import Case
from .timeline import record

# Those that end a case.
LAST = frozenset({"closed", "signposted"})


def write_to_reporter(*, case: Case, letter: str, by=None, secret: str = "", **context) -> None:
    """Send the letter `templates/post/<letter>.txt`, once for each point of the timeline, and record its words.

    The reporter reads the whole letter on *Your case*, whatever was safe to send. `secret` stands only in what goes
    out: the words that are kept have `HIDDEN` in its place.
    """
    context = letter_context(case, **context)
    words = letter_words(letter, context)
    event = record(case=case, kind=EventKind.WROTE, by=by, text=words, reporter_text=words, data={"letter": letter})
    send(
        to=case.reporter.recipient,
        kind=letter,
        about=case.reference,
        key=f"{case.reference}:{event.number}",
        context=context,
        secret=secret,
    )


def write_last_letter(*, case: Case, letter: str, by, **context) -> None:
    """One of `LAST`. Its clock runs until it has reached them, unless they may be sent nothing at all."""
    write_to_reporter(case=case, letter=letter, by=by, **context)
    if not case.reporter.recipient.stopped:
        clocks.start_closing_letter(case)


def letter_context(case: Case, **context) -> dict:
    return {
        "case": case,
        "name": case.reporter.name,
        "service": current_service(),
        "code": HIDDEN,
        "your_case": settings.WAGTAILADMIN_BASE_URL + reverse("case:sign_in"),
        **context,
    }


def letter_words(letter: str, context: dict) -> str:
    """The whole of a letter: also what staff look at before they send it."""
    return render_to_string(f"post/{letter}.txt", context).strip()


LETTERS = {
    "received": _lazy("Receipt of the report"),
    "acknowledged": _lazy("Acknowledgement"),
    "signposted": _lazy("Who can help instead"),
    "plan": _lazy("The plan"),
    "closed": _lazy("Closing letter"),
    "reference": _lazy("Reference"),
    "link": _lazy("Link to Your case"),
}


def letter_name(kind: str) -> str:
    return str(LETTERS.get(kind) or _("Letter"))
