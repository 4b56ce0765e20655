"""What a reporter does on *Your case*. They have shown the case's secret; there is no member of staff."""

from django.db import transaction
from django.utils.translation import gettext as _

from home.language import in_our_language

from .. import clocks
from ..enums import EventKind
from ..letters import write_to_reporter
from ..models import Case
from ..timeline import lock, record


@transaction.atomic
@in_our_language
def add_information(*, case: Case, text: str) -> None:
    """Something to know. Also after the case has ended, for it may say that it has started again."""
    lock(case)
    record(
        case=case,
        kind=EventKind.INFORMATION,
        text=text,
        reporter_text=_("You told us: %(text)s") % {"text": text},
    )
    clocks.hasten_risk(case)


@transaction.atomic
@in_our_language
def add_incident(*, case: Case, when: str, what: str, effect: str = "") -> None:
    """Something that happened, with its time in the reporter's own words."""
    lock(case)
    words = "\n".join(part for part in (when, what, effect) if part)
    record(
        case=case,
        kind=EventKind.INCIDENT,
        text=words,
        reporter_text=_("You told us that this happened: %(what)s") % {"what": words},
        data={"when": when, "what": what, "effect": effect},
    )
    clocks.hasten_risk(case)


@transaction.atomic
@in_our_language
def send_code(*, case: Case, secret: str) -> None:
    """Write the reference and the secret to an address that the reporter says is safe, once.

    Neither the timeline nor the outbox keeps the secret.
    """
    lock(case)
    if not case.events.filter(kind=EventKind.WROTE, data__letter="reference").exists():
        write_to_reporter(case=case, letter="reference", secret=secret)
