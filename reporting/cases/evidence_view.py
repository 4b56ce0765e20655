"""The one way to look at evidence: permitted, written on the case's timeline, and served so that it can do nothing."""

import logging
from collections.abc import Iterator
from itertools import chain

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from reporting.sealing import Unsealable

from . import actions, evidence
from .desk.access import desk_view
from .models import EvidenceFile
from .permissions import Do, may

log = logging.getLogger("fairstreet.evidence")

OPENERS = {evidence.ORIGINAL: evidence.open_original, evidence.COPY: evidence.open_copy}


@desk_view(Do.SEE_EVIDENCE)
@never_cache
@require_GET
def serve_evidence(request, evidence_id: int, part: str):
    """`part` is "original", as it was sent, or "copy", of a picture. Only the copy, which we made, is shown in place."""
    kept = get_object_or_404(EvidenceFile.objects.select_related("case"), pk=evidence_id)
    if part not in OPENERS or not kept.case or not may(request.user, Do.SEE_EVIDENCE, kept.case):
        raise Http404
    if part == evidence.COPY and not kept.viewing_copy:
        raise Http404
    actions.record_reading(case=kept.case, by=request.user, what=_what(kept, part))
    parts = OPENERS[part](kept)
    try:
        # Read before the answer begins, so that a damaged file is said to be so.
        first = next(parts)
    except (Unsealable, OSError):
        log.error("evidence %s cannot be opened", kept.pk)
        return _damaged(kept)
    return _as_answer(kept, part, first, parts)


def _what(kept: EvidenceFile, part: str) -> str:
    shown = {
        evidence.ORIGINAL: _("the original of the file %(name)s"),
        evidence.COPY: _("the picture %(name)s"),
    }
    return shown[part] % {"name": kept.name}


def _as_answer(kept: EvidenceFile, part: str, first: bytes, rest: Iterator[bytes]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(chain([first], rest), content_type=_media_type(kept, part, first))
    if part == evidence.ORIGINAL:
        response["Content-Length"] = kept.size
    response["Content-Disposition"] = content_disposition_header(part == evidence.ORIGINAL, kept.name)
    return _harmless(response)


def _media_type(kept: EvidenceFile, part: str, first: bytes) -> str:
    if part == evidence.ORIGINAL:
        return kept.media_type
    return "image/png" if first.startswith(b"\x89PNG") else "image/jpeg"


def _damaged(kept: EvidenceFile) -> HttpResponse:
    words = _("This file is damaged or missing and cannot be opened. Tell your manager: file %(number)s.")
    return _harmless(HttpResponse(words % {"number": kept.pk}, content_type="text/plain; charset=utf-8", status=410))


def _harmless(response):
    """Whatever is in it, a browser runs none of it and keeps none of it."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
