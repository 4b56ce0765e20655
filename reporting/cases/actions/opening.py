from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from home.language import in_our_language
from reporting.sealing import keyed_hash, open_json, seal_json

from .. import access, clocks, search
from ..enums import EventKind, PartyRole
from ..letters import write_to_reporter
from ..models import Case, EvidenceFile, Party, Receipt, RiskAssessment, StandardsVersion
from ..permissions import Do, require
from ..report import Report
from ..standards import what_happens_next
from ..timeline import lock, record


class BodyChanged(Exception):
    """This report was sent before with other answers; `reference` is the case it opened."""

    def __init__(self, reference: str):
        self.reference = reference


@dataclass(frozen=True)
class Opened:
    """What the reporter is told: the secret is empty when its time to be shown is over."""

    case: Case
    secret: str
    next_steps: list[dict]
    again: bool = False


@in_our_language
def open_case(
    *, report: Report, key: str, body: str, by=None, also: Callable[[Opened], None] | None = None
) -> Opened:
    """Make `report` into a case, exactly once for each `key` (made with the draft, kept by whoever retries).

    The case, its first event, its receipt, its promises and its message are one transaction. The same key with
    the same `body` (the answers as text) gives the same receipt again; with another body it raises `BodyChanged`.
    `by` is the member of staff who took the report for someone. `also` is what the caller wants done in the same
    transaction, such as wiping what the report was made from.
    """
    if by is not None:
        require(by, Do.TAKE_REPORT)
    key_hash, body_hash = keyed_hash("receipt", key), keyed_hash("report", body)
    if earlier := Receipt.objects.filter(key=key_hash).select_related("case").first():
        return _again(earlier, body_hash)
    # Argon2 is slow on purpose: not while the transaction holds the database.
    secret = access.new_secret()
    secret_hash = access.hash_secret(secret)
    try:
        with transaction.atomic():
            opened = _open(report, key_hash, body_hash, secret, secret_hash, by)
            if also:
                also(opened)
            return opened
    except IntegrityError:
        # The other click of a double click was quicker; whatever else it may be is raised again.
        earlier = Receipt.objects.filter(key=key_hash).select_related("case").first()
        if earlier is None:
            raise
        return _again(earlier, body_hash)


def _again(receipt: Receipt, body_hash: str) -> Opened:
    if receipt.body_hash != body_hash:
        raise BodyChanged(receipt.case.reference)
    secret = open_json(receipt.sealed)["secret"] if receipt.sealed else ""
    return Opened(receipt.case, secret, what_happens_next(receipt.case), again=True)


def _open(report: Report, key_hash: str, body_hash: str, secret: str, secret_hash: str, by) -> Opened:
    now = timezone.now()
    case = Case.objects.create(
        reference=_free_reference(),
        kind=report.kind,
        restricted=report.is_restricted,
        source=report.source,
        what_happened=report.what_happened,
        wants=report.wants,
        home=report.home,
        place=report.place,
        area=report.home.area if report.home else None,
        answers=report.answers,
        opened_at=now,
        standards=StandardsVersion.objects.current(),
        secret_hash=secret_hash,
    )
    Receipt.objects.create(
        key=key_hash, body_hash=body_hash, case=case, sealed=seal_json({"secret": secret}), made_at=now
    )
    _add_people(case, report)
    RiskAssessment.objects.weigh(case, report.risk)
    _take_evidence(case, report.evidence_ids)
    record(
        case=case,
        kind=EventKind.REPORTED,
        by=by,
        text=_("Reported by %(source)s.") % {"source": case.get_source_display()},
        reporter_text=_("You told us about this."),
        data={"answers": report.answers},
    )
    clocks.start_acknowledge(case)
    clocks.promise_first_contact(case)
    if report.wants_call:
        clocks.start_return_call(case)
    search.index(case)
    next_steps = what_happens_next(case)
    write_to_reporter(case=case, letter="received", next_steps=next_steps)
    return Opened(case, secret, next_steps)


def _free_reference() -> str:
    reference = access.new_reference()
    while Case.objects.filter(reference=reference).exists():
        reference = access.new_reference()
    return reference


def _add_people(case: Case, report: Report) -> None:
    Party.objects.create(
        case=case,
        role=PartyRole.REPORTER,
        name=report.name,
        relation=report.relation,
        support_needs=report.support_needs,
        interpreter=report.interpreter,
        recipient=report.contact.recipient(report.name),
    )
    Party.objects.bulk_create(
        Party(case=case, role=person.role, name=person.name, about=person.about) for person in report.people
    )


def _take_evidence(case: Case, evidence_ids: tuple[int, ...]) -> None:
    EvidenceFile.objects.filter(pk__in=evidence_ids, case=None).update(case=case)


@transaction.atomic
@in_our_language
def add_evidence(*, case: Case, evidence: EvidenceFile, by=None) -> None:
    """Put a sealed file that was just received on the case."""
    lock(case)
    evidence.case = case
    evidence.save(update_fields=["case"])
    record(
        case=case,
        kind=EventKind.EVIDENCE,
        by=by,
        text=_("%(name)s, %(size)s bytes, SHA-256 %(hash)s")
        % {"name": evidence.name, "size": evidence.size, "hash": evidence.sha256},
        reporter_text=_("A file was added."),
        data={"evidence": evidence.pk},
    )
    if by is None:
        clocks.hasten_risk(case)


@transaction.atomic
@in_our_language
def attach_transcript(*, case: Case, transcript: str, by, is_reporters: bool = True) -> None:
    """Put the words of a chat on the timeline of its case. `is_reporters` says that we know its reporter wrote them;
    otherwise they are not told, for it may have been someone else."""
    lock(case)
    record(
        case=case,
        kind=EventKind.TRANSCRIPT,
        by=by,
        text=transcript,
        reporter_text=_("Your chat with us was added.") if is_reporters else "",
    )
    clocks.hasten_risk(case)
