"""A case on one page, as much of it as its reader may see."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from reporting.kinds import WHAT_TO_RECORD, Kind
from reporting.post.models import Message

from ... import actions
from ...letters import letter_name
from ...permissions import Do, all_for
from .. import words
from ..access import desk_view, get_case
from ..forms import MessageForm, NoteForm
from ..once import new_token
from ..story import read_story, summary_parts, with_story
from .actions import offered


def note_reading(request, case, what: str = "") -> None:
    """Who looks at a restricted case, and when, is part of its story."""
    if case.restricted and request.method == "GET":
        actions.record_reading(case=case, by=request.user, what=what)


@desk_view(Do.SEE_CASE)
def case(request, reference: str):
    try:
        found = get_case(request.user, Do.SEE_CASE, reference, with_story(request.user))
    except Http404:
        # Who may open it by saying why is asked for that; for anyone else there is no such case.
        shut = get_case(request.user, Do.BREAK_GLASS, reference)
        return redirect("desk_break_glass", shut.reference)
    note_reading(request, found)
    before = request.GET.get("before", "")
    story = read_story(
        request.user,
        found,
        before=int(before) if before.isdecimal() and len(before) < 10 else 0,
        looks="looks" in request.GET,
    )
    context = {
        "story": story,
        "case": found,
        "actions": offered(story.may, found),
        "note_form": NoteForm() if Do.NOTE in story.may else None,
        "once": new_token(),
        "to_record": WHAT_TO_RECORD[Kind(found.kind)],
        "may_plan": Do.PLAN in story.may and found.is_open,
        "may_contact": Do.CONTACT in story.may,
        "how_it_goes": words.how_it_goes(story.reporter.recipient),
        "opened": words.short_moment(found.opened_at),
        "relation": story.relation,
        "may_see_evidence": Do.SEE_EVIDENCE in story.may,
    }
    return render(request, "desk/case.html", context)


@desk_view(Do.SEE_SUMMARY)
def summary(request, reference: str):
    """What the contact centre answers a caller from: status, plan, next contact, officer, and nothing more."""
    found = get_case(request.user, Do.SEE_SUMMARY, reference)
    note_reading(request, found, _("Summary"))
    may = all_for(request.user, found)
    context = summary_parts(found) | {
        "message_form": MessageForm() if Do.LEAVE_MESSAGE in may else None,
        "may_see_case": Do.SEE_CASE in may,
        "once": new_token(),
    }
    return render(request, "desk/summary.html", context)


@desk_view(Do.SEE_CASE)
def letter(request, reference: str, message: int):
    """A letter to print: what was sent, or what is safe to put in an envelope."""
    found = get_case(request.user, Do.SEE_CASE, reference)
    note_reading(request, found, _("A letter"))
    sent = get_object_or_404(Message.objects.about(found.reference).select_related("to"), pk=message)
    if sent.to.stopped and not sent.sent_text:
        raise Http404
    safe = sent.discreet_text if sent.to.shared else sent.full_text
    context = {"case": found, "to": sent.to, "text": sent.sent_text or safe, "title": letter_name(sent.kind)}
    return render(request, "desk/letter.html", context)
