"""Writing to a case's timeline, and proving that nobody changed it since.

Each event's hash covers its own content and the hash of the event before; the case keeps the last hash and
their number. The hash is keyed, so that whoever can write to the database still cannot forge a chain.
"""

import json

from django.utils import timezone

from reporting.sealing import keyed_hash

from .enums import EventKind
from .models import Case, Event


def lock(case: Case) -> Case:
    """The case as it stands now, held until the transaction ends, so that two actions at once wait for each other."""
    fresh = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    for field in Case._meta.concrete_fields:
        setattr(case, field.attname, getattr(fresh, field.attname))
    return case


def record(
    *, case: Case, kind: EventKind, by=None, text: str = "", reporter_text: str = "", data: dict | None = None
) -> Event:
    """Add an event. The caller holds the case with `lock` and saves nothing of the chain itself.

    `text` is for staff alone; `reporter_text`, where given, is shown on *Your case*.
    """
    event = Event(
        case=case,
        number=case.timeline_length + 1,
        kind=kind,
        at=timezone.now(),
        by=by,
        text=text,
        reporter_text=reporter_text,
        data=data or {},
    )
    event.hash = link_hash(event, case.timeline_head)
    event.save(force_insert=True)
    case.timeline_length, case.timeline_head = event.number, event.hash
    case.save(update_fields=["timeline_length", "timeline_head"])
    return event


def link_hash(event: Event, before: str) -> str:
    content = [
        before,
        event.case_id,
        event.number,
        str(event.kind),
        event.at.isoformat(timespec="microseconds"),
        event.by_id,
        event.text,
        event.reporter_text,
        event.data,
    ]
    return keyed_hash("timeline", json.dumps(content, sort_keys=True, separators=(",", ":")))


def verify(case: Case) -> int | None:
    """The number of the first event that is not as it was written; none when the whole chain holds."""
    before, number = "", 0
    for event in case.events.order_by("number"):
        if event.number != number + 1 or event.hash != link_hash(event, before):
            return number + 1
        before, number = event.hash, event.number
    whole = (number, before) == (case.timeline_length, case.timeline_head)
    return None if whole else number + 1
