"""How a file that somebody sent goes out again: so that it can do nothing, and no browser keeps it.

Whether it may is asked before; on a case `evidence_view` asks, and writes it down.
"""

import logging
from collections.abc import Iterator
from itertools import chain

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from reporting.sealing import Unsealable

from . import evidence
from .models import EvidenceFile

log = logging.getLogger("fairstreet.evidence")

OPENERS = {evidence.ORIGINAL: evidence.open_original, evidence.COPY: evidence.open_copy}


def serve(kept: EvidenceFile, part: str) -> HttpResponse | StreamingHttpResponse:
    """`part` of it: the original as a download, or the copy, which we made, to be shown in place."""
    parts = OPENERS[part](kept)
    try:
        # Read before the answer begins, so that a damaged file is said to be so.
        first = next(parts)
    except (Unsealable, OSError):
        log.error("evidence %s cannot be opened", kept.pk)
        return _damaged(kept)
    return _as_answer(kept, part, first, parts)


def to_look_at(kept: EvidenceFile) -> str:
    """The part that one looks at first: of a picture the copy; of anything else there is only the original."""
    return evidence.COPY if kept.viewing_copy else evidence.ORIGINAL


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
