"""What a visitor sent, for who may read the chat; once it is on a case, for who may look at that case's evidence."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from reporting.cases.evidence_view import show
from reporting.cases.serving import serve, to_look_at

from ..gate import Seat
from ..models import ChatFile
from .seats import seated


@seated
@require_GET
def file(request, seat: Seat, file_id: str):
    """Of a picture the copy without position and device, of anything else a download."""
    files = ChatFile.objects.of(seat.conversation).in_view().select_related("evidence__case")
    kept = get_object_or_404(files, public_id=file_id).evidence
    return show(request.user, kept, to_look_at(kept)) if kept.case else serve(kept, to_look_at(kept))
