"""Notes of calls: taken in the console beside the chats."""

from functools import wraps

from django.contrib import messages as notices
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from home.page_cache import private
from home.said import said_time
from reporting.cases.desk.access import desk_view
from reporting.cases.lifecycle import NotPossible
from reporting.cases.permissions import Do, may
from reporting.codes import in_groups
from reporting.staff.middleware import is_unattended
from reporting.worktime import ENGLAND

from .. import actions, presence
from ..models import CONTACT, CallNote
from ..pages import wants_json
from .call_forms import CallAddForm, CallCaseForm, CallNoteForm
from .forms import EndForm

# Where the buttons below the notes lead, once they are saved.
LEADS_TO = {"case": "desk_call_case", "add": "desk_call_add", "end": "desk_call_end"}


def with_note(view):
    """Call `view` with notes that this member of staff may read; 404 where there are none for them."""

    @desk_view(Do.CHAT)
    @private
    @wraps(view)
    def guarded(request, call):
        seen = CallNote.objects.seen_by(request.user).select_related("by", "case")
        note = seen.filter(public_id=call).first()
        if note is None:
            raise Http404
        presence.seen(request.user, used=not is_unattended(request))
        return view(request, note)

    return guarded


def while_it_goes_on(view):
    """Once it has ended there is nothing more to do with it."""

    @wraps(view)
    def guarded(request, note):
        return view(request, note) if note.ended_at is None else back_to(note)

    return guarded


@desk_view(Do.CHAT)
@require_POST
def start(request):
    return back_to(actions.start_call(by=request.user))


@with_note
@require_GET
def call(request, note: CallNote):
    return call_page(request, note, CallNoteForm.showing(note))


def call_page(request, note: CallNote, form: CallNoteForm):
    is_mine = note.by_id == request.user.pk
    context = {
        "note": note,
        "form": form,
        "is_mine": is_mine,
        "on_phone": is_mine and presence.agent_of(request.user).in_call_id == note.pk,
        "secret": in_groups(note.secret_to_show) if is_mine else "",
        "may_open_case": bool(note.case) and may(request.user, Do.SEE_CASE, note.case),
    }
    return render(request, "chat/desk/call.html", context)


@with_note
@require_POST
def save(request, note: CallNote):
    """Every few seconds by the script, or by a button that may lead on."""
    form = CallNoteForm(request.POST)
    problem = why_not_saved(request, note, form)
    if wants_json(request):
        return JsonResponse({"saved": not problem, "words": problem or said_saved()})
    if not form.is_valid():
        return call_page(request, note, form)
    if problem:
        notices.error(request, problem)
        return back_to(note)
    return redirect(LEADS_TO.get(request.POST.get("go"), "desk_call"), note.public_id)


def why_not_saved(request, note: CallNote, form: CallNoteForm) -> str:
    if not form.is_valid():
        return " ".join(error for errors in form.errors.values() for error in errors)
    try:
        actions.save_call(note=note, by=request.user, **form.cleaned_data)
    except NotPossible as problem:
        return str(problem)
    return ""


def said_saved() -> str:
    return _("Saved at %(time)s.") % {"time": said_time(timezone.now().astimezone(ENGLAND))}


@with_note
@require_POST
def on_phone(request, note: CallNote):
    try:
        actions.set_on_phone(note=note, by=request.user, on=request.POST.get("on") == "yes")
    except NotPossible as problem:
        notices.error(request, str(problem))
    return back_to(note)


@with_note
@require_http_methods(["GET", "POST"])
@while_it_goes_on
def make_case(request, note: CallNote):
    form = CallCaseForm(request.POST or None, initial=what_we_know(note))
    if form.is_valid():
        case = actions.make_case_of_call(note=note, by=request.user, report=form.report())
        notices.success(request, _("Case %(reference)s is made.") % {"reference": case.reference})
        return back_to(note)
    return render(request, "chat/desk/call_case.html", {"note": note, "form": form})


def what_we_know(note: CallNote) -> dict:
    return {"what_happened": note.words, **{name: getattr(note, name) for name in ("name", *CONTACT)}}


@with_note
@require_http_methods(["GET", "POST"])
@while_it_goes_on
def add_to_case(request, note: CallNote):
    form = CallAddForm(request.POST or None, user=request.user)
    if form.is_valid():
        case, is_reporters = form.cleaned_data["reference"], form.cleaned_data["who"] == "reporter"
        try:
            actions.add_call_to_case(note=note, by=request.user, case=case, is_reporters=is_reporters)
        except NotPossible as problem:
            form.add_error("reference", str(problem))
        else:
            notices.success(request, _("The call is on case %(reference)s.") % {"reference": case.reference})
            return back_to(note)
    return render(request, "chat/desk/call_add.html", {"note": note, "form": form})


@with_note
@require_http_methods(["GET", "POST"])
@while_it_goes_on
def end(request, note: CallNote):
    form = EndForm(request.POST or None, prefix="end")
    if form.is_valid():
        actions.end_call(note=note, by=request.user, **form.cleaned_data)
        return redirect("desk_chats")
    return render(request, "chat/desk/call_end.html", {"note": note, "form": form})


@with_note
@require_POST
def kept(request, note: CallNote):
    """The caller wrote the secret down."""
    actions.forget_secret_of_call(note=note, by=request.user)
    return back_to(note)


def back_to(note: CallNote):
    return redirect("desk_call", note.public_id)
