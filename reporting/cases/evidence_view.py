"""The one way to look at evidence: permitted, written on the case's timeline, and served so that it can do nothing."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from . import actions, evidence
from .desk.access import desk_view
from .models import EvidenceFile
from .permissions import Do, may
from .serving import OPENERS, serve


@desk_view(Do.SEE_EVIDENCE)
@never_cache
@require_GET
def serve_evidence(request, evidence_id: int, part: str):
    """`part` is "original", as it was sent, or "copy", of a picture. Only the copy, which we made, is shown in place."""
    kept = get_object_or_404(EvidenceFile.objects.select_related("case"), pk=evidence_id)
    if part not in OPENERS or not kept.case:
        raise Http404
    return show(request.user, kept, part)


def show(user, kept: EvidenceFile, part: str):
    """Serve `part` of what is on a case to `user`, and write it on the timeline. Raises `Http404` where they may not."""
    if not may(user, Do.SEE_EVIDENCE, kept.case):
        raise Http404
    if part == evidence.COPY and not kept.viewing_copy:
        raise Http404
    actions.record_reading(case=kept.case, by=user, what=_what(kept, part))
    return serve(kept, part)


def _what(kept: EvidenceFile, part: str) -> str:
    shown = {
        evidence.ORIGINAL: _("the original of the file %(name)s"),
        evidence.COPY: _("the picture %(name)s"),
    }
    return shown[part] % {"name": kept.name}
