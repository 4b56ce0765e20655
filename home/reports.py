"""What editors look up about the site: what readers said of its pages, and whether the way out leads somewhere."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from reporting.staff.editors import for_editors

from .exit_check import check_exit
from .feedback import counts_by_page
from .models import PageFeedback
from .service import current_service
from .spreadsheets import safe


class FeedbackReport(ReportView):
    """Of each page how many said that it helped, those that helped least first."""

    model = Page
    page_title = _("What readers say of pages")
    header_icon = "view"
    index_url_name = "feedback_report"
    index_results_url_name = "feedback_report_results"
    list_export = ["title", "yes", "no", "comments", "latest"]
    export_headings = {
        "title": _("Page"),
        "yes": _("Helped"),
        "no": _("Did not help"),
        "comments": _("Comments"),
        "latest": _("Latest"),
    }
    export_filename = "what-readers-say"

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "title", label=_("Page"), get_url=lambda page: f"{reverse('feedback_comments')}?page={page.pk}"
            ),
            Column("yes", label=_("Helped")),
            Column("no", label=_("Did not help")),
            Column("comments", label=_("Comments")),
            Column("latest", label=_("Latest")),
        ]

    def get_queryset(self):
        return counts_by_page()


class CommentFilterSet(WagtailFilterSet):
    page = ModelChoiceFilter(
        label=_("Page"),
        queryset=lambda request: Page.objects.filter(feedback__isnull=False).distinct().order_by("title"),
    )
    helped = ChoiceFilter(label=_("Helped"), choices=[("True", _("Yes")), ("False", _("No"))])

    class Meta:
        model = PageFeedback
        fields = ["page", "helped"]


class CommentsReport(ReportView):
    """Every answer, the newest first."""

    model = PageFeedback
    page_title = _("Comments on pages")
    header_icon = "comment"
    index_url_name = "feedback_comments"
    index_results_url_name = "feedback_comments_results"
    filterset_class = CommentFilterSet
    list_export = ["page.title", "helped", "comment", "on"]
    export_headings = {
        "page.title": _("Page"),
        "helped": _("Helped"),
        "comment": _("Comment"),
        "on": _("Date"),
    }
    custom_field_preprocess = {name: {"csv": safe} for name in ("comment", "page.title")}
    export_filename = "comments-on-pages"
    columns = [
        Column("page", label=_("Page")),
        Column("helped", label=_("Helped"), accessor=lambda said: _("Yes") if said.helped else _("No")),
        Column("comment", label=_("Comment")),
        DateColumn("on", label=_("Date")),
    ]

    def get_queryset(self):
        return PageFeedback.objects.select_related("page")


@for_editors
@never_cache
@require_http_methods(["GET", "POST"])
def exit_check(request):
    """A press of the button asks the neutral address, once."""
    address = current_service().exit_url
    finding = check_exit(address) if request.method == "POST" else None
    return render(request, "home/admin/exit_check.html", {"address": address, "finding": finding})
