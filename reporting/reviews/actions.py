"""All that happens to a request for a case review: asked for, acknowledged, decided. Each writes to who asked."""

import json
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from home.language import in_our_language
from home.service import current_service
from reporting.cases.lifecycle import NotPossible
from reporting.cases.permissions import Do, require
from reporting.cases.report import SafeContact
from reporting.codes import new_code
from reporting.post.gateway import send
from reporting.sealing import keyed_hash, seal_json

from .enums import UNDECIDED, Status
from .models import ReviewRequest, current_rules

PREFIX = "CR"
REFERENCE_LENGTH = 8


class BodyChanged(Exception):
    """This form was sent before with other answers; `reference` is the request it made."""

    def __init__(self, reference: str):
        self.reference = reference


@dataclass(frozen=True)
class Request:
    """What is asked, checked by the form that took it; `answers` are sections `{"title", "rows": [[question, answer]]}`."""

    name: str
    contact: SafeContact
    answers: list[dict]
    for_someone: bool = False

    @property
    def body(self) -> str:
        return json.dumps([self.name, vars(self.contact), self.answers, self.for_someone], sort_keys=True)


@in_our_language
def ask(*, request: Request, key: str) -> ReviewRequest:
    """Take a request, once for each `key` (made with the form), with its message. In one transaction.

    The same key with the same answers gives the same request again; with others it raises `BodyChanged`.
    """
    key_hash, body_hash = keyed_hash("review", key), keyed_hash("review body", request.body)
    if earlier := ReviewRequest.objects.filter(key=key_hash).first():
        return _again(earlier, body_hash)
    try:
        with transaction.atomic():
            return _take(request, key_hash, body_hash)
    except IntegrityError:
        # The other click of a double click was quicker; whatever else it may be is raised again.
        earlier = ReviewRequest.objects.filter(key=key_hash).first()
        if earlier is None:
            raise
        return _again(earlier, body_hash)


def _again(earlier: ReviewRequest, body_hash: str) -> ReviewRequest:
    if earlier.body_hash != body_hash:
        raise BodyChanged(earlier.reference)
    return earlier


def _take(request: Request, key_hash: str, body_hash: str) -> ReviewRequest:
    now = timezone.now()
    review = ReviewRequest.objects.create(
        reference=_free_reference(),
        for_someone=request.for_someone,
        key=key_hash,
        body_hash=body_hash,
        sealed=seal_json({"answers": request.answers}),
        recipient=request.contact.recipient(request.name),
        asked_at=now,
        **current_rules().dates_from(timezone.localdate(now)),
    )
    write(review, "review_received")
    return review


def _free_reference() -> str:
    while True:
        code = new_code(REFERENCE_LENGTH)
        reference = f"{PREFIX}-{code[:4]}-{code[4:]}"
        if not ReviewRequest.objects.filter(reference=reference).exists():
            return reference


@transaction.atomic
@in_our_language
def acknowledge(*, review: ReviewRequest, by) -> None:
    """A person has read it and passed it on to who leads reviews here."""
    require(by, Do.CASE_REVIEWS)
    review = _locked(review, {Status.NEW})
    review.status, review.acknowledged_at, review.acknowledged_by = Status.ACKNOWLEDGED, timezone.now(), by
    review.save(update_fields=["status", "acknowledged_at", "acknowledged_by"])
    write(review, "review_acknowledged")


@transaction.atomic
@in_our_language
def decide(*, review: ReviewRequest, by, status: Status, reasons: str, next_steps: str) -> None:
    """Record what those who lead the review decided, and write it to who asked. It is decided once."""
    require(by, Do.CASE_REVIEWS)
    review = _locked(review, UNDECIDED)
    review.status, review.decided_at, review.decided_by = status, timezone.now(), by
    review.save(update_fields=["status", "decided_at", "decided_by"])
    write(review, "review_decided", met=status == Status.MET, reasons=reasons, next_steps=next_steps)


def _locked(review: ReviewRequest, allowed) -> ReviewRequest:
    found = ReviewRequest.objects.select_for_update(of=("self",)).select_related("recipient").get(pk=review.pk)
    if found.status not in allowed:
        raise NotPossible(
            _("Someone else has done this already: it is %(status)s.") % {"status": found.get_status_display()}
        )
    return found


def write(review: ReviewRequest, letter: str, **context) -> None:
    """Send the letter, once: each is written once to a request. Where others may see it, it only asks them to call."""
    send(
        to=review.recipient,
        kind=letter,
        about=review.reference,
        key=f"{review.reference}:{letter}",
        context=letter_context(review, **context),
        discreet="review_discreet",
    )


def letter_context(review: ReviewRequest, **context) -> dict:
    return {
        "review": review,
        "name": review.recipient.name,
        "rules": current_rules(),
        "service": current_service(),
        **context,
    }


def letter_words(letter: str, context: dict) -> str:
    """The whole of a letter: what staff look at before they send it."""
    return render_to_string(f"post/{letter}.txt", context).strip()
