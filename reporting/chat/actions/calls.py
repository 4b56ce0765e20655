"""What is written down while on the phone, and what becomes of it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from home.language import in_our_language
from reporting.cases.actions import leave_message, open_case
from reporting.cases.lifecycle import NotPossible
from reporting.cases.models import Case
from reporting.cases.permissions import Do, require
from reporting.cases.report import Report
from reporting.sealing import seal_json
from reporting.staff.models import User

from ..enums import Outcome
from ..models import Agent, CallNote


@transaction.atomic
def start_call(*, by: User) -> CallNote:
    """New notes; or, after a double click, the ones that nothing stands in yet."""
    require(by, Do.CHAT)
    empty = CallNote.objects.going_on().filter(by=by, words="", name="", phone="").first()
    return empty or CallNote.objects.create(by=by)


@transaction.atomic
def save_call(*, note: CallNote, by: User, **values) -> None:
    """What was typed so far: `words`, `name` and how to reach them, as they stand."""
    require(by, Do.CHAT)
    _need_going_on(note)
    for name, value in values.items():
        setattr(note, name, value)
    note.saved_at = timezone.now()
    note.save(update_fields=[*values, "saved_at"])


@transaction.atomic
def set_on_phone(*, note: CallNote, by: User, on: bool) -> None:
    """While these notes are open, whoever writes them gets no new chat; or they do again."""
    require(by, Do.CHAT)
    _need_going_on(note)
    if note.by_id != by.pk:
        raise NotPossible(_("Only whoever is on the phone can say so."))
    Agent.objects.update_or_create(user=by, defaults={"in_call": note if on else None})


@transaction.atomic
@in_our_language
def make_case_of_call(*, note: CallNote, by: User, report: Report) -> Case:
    """Open a case from a call, once however often it is asked for. What was noted then stands in the case alone.

    The secret is kept sealed for a while, to be read out to the caller.
    """
    require(by, Do.CHAT)
    if _lock(note).case:
        return note.case
    _need_going_on(note)
    opened = open_case(report=report, key=f"call {note.public_id}", body=f"call {note.public_id}", by=by)
    note.sealed_secret = seal_json(opened.secret)
    _into_case(note, opened.case, Outcome.CASE, report.kind)
    return opened.case


@transaction.atomic
@in_our_language
def add_call_to_case(*, note: CallNote, by: User, case: Case, is_reporters: bool) -> None:
    """Leave what was noted as a message for the officer of a case, once however often it is asked for."""
    require(by, Do.CHAT)
    if _lock(note).case_id == case.pk:
        return
    _need_going_on(note)
    call_back = note.wants_call and is_reporters
    leave_message(case=case, by=by, text=_as_message(note), call_back=call_back, is_reporters=is_reporters)
    _into_case(note, case, Outcome.ADDED, case.kind)


@transaction.atomic
def end_call(*, note: CallNote, by: User, outcome: str, topic: str = "") -> None:
    require(by, Do.CHAT)
    if _lock(note).ended_at is None:
        _end(note, outcome, topic)


def _lock(note: CallNote) -> CallNote:
    fresh = CallNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    for column in CallNote._meta.concrete_fields:
        setattr(note, column.attname, getattr(fresh, column.attname))
    return note


def _need_going_on(note: CallNote) -> None:
    if _lock(note).ended_at is not None:
        raise NotPossible(_("This call has ended."))


def _into_case(note: CallNote, case: Case, outcome: Outcome, topic: str) -> None:
    note.case = case
    note.forget()
    _end(note, outcome, topic)


def _end(note: CallNote, outcome: str, topic: str) -> None:
    note.ended_at, note.outcome, note.topic = timezone.now(), outcome, topic
    note.save()
    Agent.objects.filter(in_call=note).update(in_call=None)


def _as_message(note: CallNote) -> str:
    """What was said, who called and how to reach them, in one text for the officer."""
    ways = [
        (_("Name"), note.name),
        (_("Phone number"), note.phone),
        (_("E-mail address"), note.email),
        (_("When it is safe to reach them"), note.safe_times),
        (_("Voicemail"), _("We may leave one.") if note.may_leave_voicemail else ""),
        (_("They want us to call them back"), _("Yes") if note.wants_call else ""),
    ]
    return "\n".join([note.words, "", *(f"{label}: {value}" for label, value in ways if value)]).strip()


@transaction.atomic
def forget_secret_of_call(*, note: CallNote, by: User) -> None:
    """The caller has written it down. From now on nobody has it but them."""
    require(by, Do.CHAT)
    _lock(note).sealed_secret = b""
    note.save(update_fields=["sealed_secret"])
