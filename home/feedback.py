"""Did this page help? Asked on a page of its own, that nobody keeps, of people who are not asked who they are."""

from django.db import models
from django.db.models import Count, Max, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from .forms import FeedbackForm
from .models import PageFeedback
from .page_cache import private
from .throttle import too_often

MOST_AN_HOUR = 20


def public_page(page_id: int) -> Page:
    """A page that everyone may read; 404 for any other, as for none."""
    return get_object_or_404(Page.objects.live().public().filter(depth__gt=1), pk=page_id)


@private
@require_http_methods(["GET", "POST"])
def feedback(request, page_id: int):
    page = public_page(page_id)
    form = FeedbackForm(request.POST or None, initial={"helped": request.GET.get("helped", "")})
    if form.is_valid():
        if not too_often(request, "feedback", most=MOST_AN_HOUR):
            keep(page, form.cleaned_data)
            return redirect("home:feedback_thanks", page.pk)
        form.add_error(None, _("You have told us a lot in the last hour. Please try again later."))
    return show(request, "home/feedback.html", page, form=form)


def keep(page: Page, said: dict) -> None:
    """Once for each form, however often it is sent. The comment is plain text and shown as that."""
    PageFeedback.objects.get_or_create(
        key=said["key"], defaults={"page": page, "helped": said["helped"] == "yes", "comment": said["comment"]}
    )


@private
@require_safe
def feedback_thanks(request, page_id: int):
    return show(request, "home/feedback_thanks.html", public_page(page_id))


def show(request, template: str, page: Page, **context):
    return render(request, template, {"sensitive": True, "page": page, "page_address": page.get_url(), **context})


def counts_by_page() -> models.QuerySet[Page]:
    """Pages that someone said something of, each with `yes`, `no`, `comments` and the day of the `latest`."""
    return (
        Page.objects.annotate(
            yes=Count("feedback", filter=Q(feedback__helped=True)),
            no=Count("feedback", filter=Q(feedback__helped=False)),
            comments=Count("feedback", filter=~Q(feedback__comment="")),
            latest=Max("feedback__on"),
        )
        .filter(latest__isnull=False)
        .order_by("-no", "-yes", "pk")
    )
