from functools import wraps

from django.contrib import messages as notices
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reporting.cases.desk.access import desk_view
from reporting.cases.desk.paging import newest_first
from reporting.cases.desk.words import safe_contact, short_day
from reporting.cases.lifecycle import NotPossible
from reporting.cases.permissions import Do
from reporting.post.gateway import choose_channel

from .. import actions
from ..enums import Status
from ..forms import DecideForm
from ..models import ReviewRequest

MOST_WAITING = 200


def about_one(view):
    """Call `view` with the request for a review that the address names."""

    @desk_view(Do.CASE_REVIEWS)
    @never_cache
    @wraps(view)
    def guarded(request, review):
        found = ReviewRequest.objects.select_related("recipient", "acknowledged_by", "decided_by")
        return view(request, get_object_or_404(found, reference=review))

    return guarded


@desk_view(Do.CASE_REVIEWS)
@never_cache
@require_safe
def reviews(request):
    """What waits, the longest first; then what is decided, page by page."""
    waiting = ReviewRequest.objects.undecided().order_by("asked_at", "pk")[:MOST_WAITING]
    page = newest_first(ReviewRequest.objects.decided(), "asked_at", request.GET.get("after", ""))
    context = {
        "waiting": [row(each) for each in waiting],
        "decided": [row(each) for each in page.rows],
        "after": page.after,
        "paged": "after" in request.GET,
    }
    return render(request, "reviews/desk/list.html", context)


def row(review: ReviewRequest) -> dict:
    due = review.next_due
    return {
        "reference": review.reference,
        "status": review.get_status_display(),
        "for_someone": review.for_someone,
        "asked": short_day(timezone.localdate(review.asked_at)),
        "due": short_day(due),
        "late": bool(due and due < timezone.localdate()),
    }


@about_one
@require_safe
def review(request, review: ReviewRequest):
    context = {
        "review": review,
        "row": row(review),
        "reporter": {"recipient": review.recipient},
        "prefers": review.recipient.get_prefers_display(),
        "contact_warnings": safe_contact(review.recipient),
        "letters": review.letters,
        "is_new": review.status == Status.NEW,
    }
    return render(request, "reviews/desk/review.html", context)


@about_one
@require_POST
def acknowledge(request, review: ReviewRequest):
    try:
        actions.acknowledge(review=review, by=request.user)
    except NotPossible as problem:
        notices.error(request, str(problem))
    else:
        notices.success(request, _("Acknowledged."))
    return redirect("desk_review", review.reference)


@about_one
@require_http_methods(["GET", "POST"])
def decide(request, review: ReviewRequest):
    """First the form, then the letter as it would go, then it is sent."""
    if not review.is_undecided:
        return redirect("desk_review", review.reference)
    form = DecideForm(request.POST or None)
    if request.method == "GET" or "again" in request.POST or not form.is_valid():
        return render(request, "reviews/desk/decide.html", {"review": review, "form": form})
    if "send" not in request.POST:
        return preview(request, review, form)
    return send(request, review, form)


def preview(request, review: ReviewRequest, form: DecideForm):
    given = form.cleaned_data
    context = actions.letter_context(
        review,
        met=form.status == Status.MET,
        reasons=given["reasons"],
        next_steps=given["next_steps"],
    )
    shown = {
        "review": review,
        "letter": actions.letter_words("review_decided", context),
        "how_it_goes": how_it_goes(review),
        "asked": given.items(),
    }
    return render(request, "reviews/desk/preview.html", shown)


def how_it_goes(review: ReviewRequest) -> str:
    why_not, _channel = choose_channel(review.recipient)
    if why_not:
        return _("%(why)s So nothing is sent. Tell them yourself, word by word, and say when.") % {"why": why_not}
    way = review.recipient.get_prefers_display().lower()
    if review.recipient.shared:
        return _("Others may see their messages. So by %(way)s they are only asked to call us.") % {"way": way}
    return _("This goes by %(way)s.") % {"way": way}


def send(request, review: ReviewRequest, form: DecideForm):
    given = form.cleaned_data
    try:
        actions.decide(
            review=review,
            by=request.user,
            status=form.status,
            reasons=given["reasons"],
            next_steps=given["next_steps"],
        )
    except NotPossible as problem:
        # The other click of a double click, or a colleague, was quicker.
        notices.error(request, str(problem))
    else:
        notices.success(request, _("Decided. The letter is on its way."))
    return redirect("desk_review", review.reference)
