"""The visitor's side. Every page works without a script; static/js/chat.js makes it live."""

from functools import wraps

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from home.language import is_own
from home.page_cache import private
from home.service import current_service
from home.throttle import too_often_by
from reporting.cases import session
from reporting.cases.evidence import COPY
from reporting.cases.lifecycle import NotPossible
from reporting.cases.serving import serve
from reporting.codes import in_groups

from . import actions, frames, visitors
from .enums import Status
from .forms import NeedsForm, ResumeForm, SayForm, SendFilesForm, ShowCaseForm, StartForm
from .gate import NotYours, Seat, visitors_seat
from .models import ChatFile, Conversation, OwedAnswer
from .networks import network_of
from .opening import likely_wait, next_place, opening, queue_of, said_wait
from .pages import (
    everything_said,
    messages_as_json,
    read_by_form,
    read_by_looking,
    read_state,
    say_by_form,
    wants_json,
)
from .presence import room
from .rating import asked
from .sending import send
from .store import Clash
from .transcript import visitors_words

# New answers that a closed panel counts one by one.
MOST_COUNTED = 9
# By forms, so many messages in so many seconds: more than anyone writes.
MOST_SAID, SAID_WITHIN = 20, 10
NO_SUCH_CODE = gettext_lazy("This code does not open a chat. Check it for mistakes. Each code can be used only once.")


def seated(view):
    """Call `view` with the visitor's seat. In another browser there is nothing here, whether or not there ever was."""

    @private
    @wraps(view)
    def guarded(request, public_id, **more):
        try:
            seat = visitors_seat(request.COOKIES, public_id)
            return view(request, seat, **more)
        except (NotYours, actions.NoSuchChat):
            return not_here(request)

    return guarded


def not_here(request):
    if wants_json(request):
        return JsonResponse({"v": frames.VERSION, "type": "not_here"}, status=404)
    return render(request, "chat/not_here.html", page(), status=404)


def page(**context) -> dict:
    return {"sensitive": True, "section": "chat"} | context


@require_safe
@cache_control(max_age=60, public=True)
def open_now(request):
    """A sentence to put into a page that is kept whole: whether a chat can be started at this moment."""
    context = {"now": opening(), "opens": current_service().centre_hours.next_open()}
    return render(request, "chat/open_now.html", context)


@require_safe
@cache_control(max_age=60, public=True)
def panel(request):
    """What stands round a page of the chat when it is shown as a panel in another page (static/js/chat-panel.js)."""
    return render(request, "chat/panel.html", {"counts": range(1, MOST_COUNTED + 1)})


@private
@require_http_methods(["GET", "POST"])
def start(request):
    visitors.ensure_cookie(request)
    form, needs = StartForm(request.POST or None), NeedsForm.at_the_start(request.POST or None)
    live = visitors.live_conversation(request.COOKIES)
    if live and request.method == "GET":
        return redirect(address_of(live))
    if not live and (block := visitors.block_on(request)):
        return barred(request, block)
    now = opening()
    if form.is_valid() and needs.is_valid() and (live or now.is_open):
        try:
            return begin(request, form, needs)
        except Clash:
            form = form.with_new_id()
    context = page(
        form=form,
        needs=needs,
        now=now,
        wait=wait_now() if now.is_open else "",
        always_open=settings.CHAT_ALWAYS_OPEN,
        next_open=current_service().centre_hours.next_open(),
    )
    return visitors.keep_cookie(request, render(request, "chat/start.html", context))


def barred(request, bar):
    """They are told until when, and how else to reach us; what they typed can go into a report."""
    words = request.POST.get("text") or request.POST.get("words", "")
    return render(request, "chat/barred.html", page(bar=bar, words=words), status=403)


def owed_to(conversation) -> OwedAnswer | None:
    """What we still owe to whoever left a message."""
    owed = OwedAnswer.objects.to(conversation) if conversation.status == Status.LEFT else None
    return owed if owed and owed.settled_at is None else None


def wait_now() -> str:
    """What someone who would start a chat now should know; nothing, while it is no more than anyone expects."""
    people = room()
    minutes = likely_wait(next_place(), people)
    return said_wait(minutes) if minutes and minutes > 1 else ""


def pages_language() -> str:
    """The language of this page, where it is not the landlord's own."""
    language = get_language()
    return "" if is_own(language) else language


def begin(request, form: StartForm, needs: NeedsForm):
    given = form.cleaned_data
    conversation = actions.start(
        owner=visitors.owner_of(request.COOKIES),
        client_id=given["client_id"],
        text=given["text"],
        name=given["name"],
        needs=needs.needs(),
        pages_language=pages_language(),
        network=network_of(request),
    )
    return visitors.keep_cookie(request, redirect(address_of(conversation)))


@private
@require_http_methods(["GET", "POST"])
def come_back(request):
    visitors.ensure_cookie(request)
    if block := visitors.block_on(request):
        return barred(request, block)
    form = ResumeForm(request.POST or None)
    if form.is_valid():
        try:
            found = actions.resume(code=form.cleaned_data["code"], owner=visitors.owner_of(request.COOKIES))
        except NotPossible as problem:
            form.add_error("code", str(problem))
        else:
            if found:
                return visitors.keep_cookie(request, redirect(address_of(found)))
            form.add_error("code", NO_SUCH_CODE)
    return visitors.keep_cookie(request, render(request, "chat/come_back.html", page(form=form)))


@require_GET
@seated
def conversation(request, seat: Seat):
    return conversation_page(request, seat)


def conversation_page(request, seat: Seat, form: SayForm | None = None, **forms):
    """The whole page; `forms` are those with something to put right, by the name that the template has for each."""
    lines = everything_said(seat)
    read_by_looking(seat, lines)
    context = page(
        conversation=seat.conversation,
        lines=lines,
        has_files=any("file" in line for line in lines),
        form=form or SayForm(),
        files=SendFilesForm(),
        secret=frames.secret_of(seat.conversation) if seat.conversation.sealed_secret else {},
        words=visitors_words(seat.conversation),
        owed=owed_to(seat.conversation),
        pause=frames.pause_of(seat.conversation) if seat.conversation.is_paused else {},
        queue=queue_of(seat.conversation) if seat.conversation.status == Status.WAITING else {},
        socket=f"/ws/chat/{seat.conversation.public_id}/?language={get_language()}",
        **asked(seat.conversation),
        **read_state(seat, lines),
    )
    return render(request, "chat/conversation.html", context | what_to_show(request, seat.conversation) | forms)


def what_to_show(request, conversation: Conversation) -> dict:
    """The case of theirs that is open in this browser, and the form for any other, for who may still show one."""
    may_show = conversation.is_live and not conversation.case_id
    open_case = session.current(request) if may_show and not conversation.shown_case_id else None
    return {"may_show_case": may_show, "open_case": open_case, "show_case_form": ShowCaseForm()}


@require_GET
@seated
def messages(request, seat: Seat):
    return messages_as_json(request, seat)


@require_POST
@seated
def have_read(request, seat: Seat):
    return read_by_form(request, seat)


@require_POST
@seated
def say(request, seat: Seat):
    stored = redirect(address_of(seat.conversation))
    if request.FILES:  # of which there are only so many
        return send(request, seat, stored=stored, again=conversation_page)
    if too_often_by(seat.conversation.public_id, "chat say", most=MOST_SAID, seconds=SAID_WITHIN):
        return slow_down(request, seat)
    return say_by_form(request, seat, SayForm(request.POST), stored=stored, again=conversation_page)


@require_GET
@seated
def file(request, seat: Seat, file_id: str):
    """A picture, for whoever sent it. Of their other files they see the names."""
    found = (
        ChatFile.objects.of(seat.conversation)
        .in_view()
        .filter(public_id=file_id)
        .exclude(evidence__viewing_copy="")
        .first()
    )
    return serve(found.evidence, COPY) if found else not_here(request)


def slow_down(request, seat: Seat):
    """Nothing is stored, so the words go again under the id that they have."""
    why = _("You are sending a lot at once. Wait a few seconds, then send this again. We have what you sent before.")
    if wants_json(request):
        wait = {"v": frames.VERSION, "type": "wait", "seconds": SAID_WITHIN, "why": why}
        response = JsonResponse(wait, status=429)
    else:
        form = SayForm(request.POST)
        if form.is_valid():
            form.add_error("text", why)
        response = conversation_page(request, seat, form)
        response.status_code = 429
    response["Retry-After"] = SAID_WITHIN
    return response


@require_POST
@seated
def end(request, seat: Seat):
    actions.end(conversation=seat.conversation)
    return redirect(address_of(seat.conversation))


@require_POST
@seated
def code(request, seat: Seat):
    """Shown once, in answer to the button; asking again makes another."""
    made = actions.new_resume_code(conversation=seat.conversation)
    return render(request, "chat/code.html", page(conversation=seat.conversation, code=in_groups(made)))


@require_POST
@seated
def kept(request, seat: Seat):
    actions.forget_secret(conversation=seat.conversation)
    return redirect(address_of(seat.conversation))


def address_of(conversation) -> str:
    return reverse("chat:conversation", args=[conversation.public_id])
