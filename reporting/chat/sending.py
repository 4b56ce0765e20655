"""What a visitor sends from the page: words, files, or both."""

from django.http import JsonResponse
from django.utils.translation import gettext as _

from reporting.cases import evidence
from reporting.cases.lifecycle import NotPossible
from reporting.cases.models import EvidenceFile

from . import actions, frames
from .forms import SayForm, SendFilesForm
from .gate import Seat
from .pages import put_right, wants_json
from .store import Clash


def send(request, seat: Seat, *, stored, again):
    """Store both, each by itself: what is wrong with one keeps nothing of the other. Answers as `pages.say_by_form` does."""
    words, files = SayForm(request.POST), SendFilesForm(request.POST, request.FILES)
    said = frames.say(seat, words) if request.POST.get("text", "").strip() else None
    sent = take_files(seat, files)
    answers = [each for each in (said, sent) if each]
    refused = [each for each in answers if each["type"] == "refused"]
    if wants_json(request):
        return JsonResponse((refused or answers)[-1])
    if not refused:
        return stored
    return again(request, seat, put_right(words, said["why"]) if said in refused else SayForm(), files=files)


def take_files(seat: Seat, form: SendFilesForm) -> dict:
    """Keep the files; the answer says that they are stored, or why not all of them were, which also stands in `form`."""
    client_id = form.data.get("client_id", "")
    if form.is_valid():
        messages = receive(seat, client_id, form)
        if not form.errors:
            return frames.stored(max(messages, key=lambda message: message.seq)) | {"client_id": client_id}
    return frames.refused(client_id, frames.problems(form))


def receive(seat: Seat, client_id: str, form: SendFilesForm) -> list:
    """Those that can be taken are; `form` says why the others were not."""
    results = evidence.receive_all(form.cleaned_data["files"])
    kept = {number: each for number, each in enumerate(results) if isinstance(each, EvidenceFile)}
    refused = [each for each in results if isinstance(each, evidence.Refused)]
    if refused:
        form.add_error("files", refused)
    try:
        files = [actions.SentFile(f"{client_id}.{number}", each) for number, each in kept.items()]
        return actions.send_files(conversation=seat.conversation, files=files)
    except Clash:
        form.add_error("files", _("Other files were sent from this page before. Choose these again and send them."))
    except NotPossible as problem:
        form.add_error("files", str(problem))
    finally:
        # What was sent before, and what came when nothing more could be sent.
        evidence.remove_loose(each.pk for each in kept.values())
    return []
