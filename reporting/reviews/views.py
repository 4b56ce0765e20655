"""Asking for a case review. The pages of forms are kept by nobody; the check keeps nothing at all."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from home.page_cache import private
from home.throttle import too_often

from . import actions, receipt
from .enums import Who
from .forms import AskForm, CheckForm
from .models import current_rules
from .threshold import judge

MOST_AN_HOUR = 20


@private
@require_http_methods(["GET", "POST"])
def check(request):
    """The three questions, and what the answers mean."""
    rules, verdict = current_rules(), None
    form = CheckForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        verdict = judge(
            reports=int(given["reports"]),
            in_time=given["in_time"],
            answered=given["answered"],
            needed=rules.reports_needed,
        )
    return show(request, "reviews/check.html", form=form, verdict=verdict, rules=rules)


@private
@require_http_methods(["GET", "POST"])
def ask(request):
    form = AskForm(request.POST or None)
    if form.is_valid():
        if too_often(request, "case review", most=MOST_AN_HOUR):
            form.add_error(None, _("We have had many requests from here in the last hour. Please call us instead."))
        else:
            return take(request, form)
    return show(request, "reviews/ask.html", form=form, rules=current_rules())


def take(request, form: AskForm):
    asked = actions.Request(
        name=form.cleaned_data["name"],
        contact=form.contact(),
        answers=form.answers(),
        for_someone=form.cleaned_data["who"] == Who.OTHER,
    )
    try:
        review = actions.ask(request=asked, key=form.cleaned_data["key"])
    except actions.BodyChanged as before:
        words = _(
            "You have sent this form already, with other answers. Its reference is %(reference)s. Call us to add to it."
        )
        form.add_error(None, words % {"reference": before.reference})
        return show(request, "reviews/ask.html", form=form, rules=current_rules(), status=409)
    return receipt.remember(redirect("review:sent"), review)


@private
@require_safe
def sent(request):
    """What happens next and by when. Says nothing of what was written."""
    review = receipt.find(request)
    if review is None:
        return redirect("review:ask")
    return show(request, "reviews/sent.html", review=review, rules=current_rules())


def show(request, template: str, status: int = 200, **context):
    return render(request, template, {"sensitive": True, "section": "review", **context}, status=status)
