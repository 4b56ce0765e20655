"""The visitor keeps what was said: here, on paper, or by a link for another device. See docs/decisions/022-transcripts.md."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from home.page_cache import private
from home.throttle import too_often
from reporting.cases.lifecycle import NotPossible
from reporting.post.models import Channel

from . import actions
from .forms import TranscriptCodeForm, TranscriptForm
from .gate import Seat
from .keeping import as_file, kept_lines
from .models import TranscriptLink
from .views import page, seated

MOST_AN_HOUR = 10
MOST_TRIES_AN_HOUR = 60


@require_GET
@seated
def keep(request, seat: Seat):
    return keep_page(request, seat, TranscriptForm())


def keep_page(request, seat: Seat, form: TranscriptForm):
    chat = seat.conversation
    context = page(
        conversation=chat,
        lines=kept_lines(chat),
        form=form if can_send() else None,
        sent=TranscriptLink.objects.usable().filter(conversation=chat).first(),
    )
    return render(request, "chat/keep.html", context)


def can_send() -> bool:
    """Whether this installation can send e-mail at all."""
    return bool(settings.POST_CARRIERS.get(Channel.EMAIL))


@require_GET
@seated
def keep_file(request, seat: Seat):
    return as_file(kept_lines(seat.conversation))


@require_POST
@seated
def send(request, seat: Seat):
    """The code is shown once, in answer to the form; asking again makes another, and shuts the link before it."""
    if not can_send():
        raise Http404
    form = TranscriptForm(request.POST)
    if form.is_valid() and (sent := send_from(request, seat, form)):
        context = page(conversation=seat.conversation, sent=sent, email=form.cleaned_data["email"])
        return render(request, "chat/keep_sent.html", context)
    return keep_page(request, seat, form)


def send_from(request, seat: Seat, form: TranscriptForm) -> actions.Sent | None:
    """Nothing where it cannot be sent now; the form then says why."""
    if too_often(request, "chat-transcript", most=MOST_AN_HOUR):
        form.add_error(None, _("We have sent many of these from here in the last hour. Please try again later."))
        return None
    try:
        return actions.send_transcript(conversation=seat.conversation, **form.address())
    except NotPossible as problem:
        form.add_error("email", str(problem))
        return None


@require_POST
@seated
def stop(request, seat: Seat):
    actions.stop_transcripts(conversation=seat.conversation)
    return redirect("chat:keep", seat.conversation.public_id)


@private
@require_http_methods(["GET", "POST"])
def read(request, token: str):
    """What the e-mail leads to. It opens no chat, and leaves nothing in the browser."""
    form = TranscriptCodeForm(request.POST or None)
    if form.is_valid():
        if too_often(request, "chat-transcript-code", most=MOST_TRIES_AN_HOUR):
            form.add_error(None, _("There were many tries from here in the last hour. Please try again later."))
        elif link := actions.open_transcript(token=token, code=form.cleaned_data["code"]):
            return show(request, link, form)
        else:
            form.add_error("code", _("This code does not open it. Look at the code that the chat page showed you."))
    if actions.transcript_link(token) is None:
        return render(request, "chat/read_gone.html", page(), status=404)
    return render(request, "chat/read.html", page(form=form, token=token))


def show(request, link: TranscriptLink, form: TranscriptCodeForm):
    lines = kept_lines(link.conversation, link.last_seq)
    if "file" in request.POST:
        return as_file(lines)
    return render(request, "chat/read.html", page(lines=lines, until=link.until, code=form.cleaned_data["code"]))
