from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from reporting.staff.editors import for_editors
from reporting.staff.groups import edits_site

from .links import QuickPageLinks
from .reports import CommentsReport, FeedbackReport, exit_check
from .style_guide import style_guide


# After Wagtail's own, which it replaces.
@hooks.register("register_rich_text_features", order=10)
def register_quick_page_links(features):
    features.register_link_type(QuickPageLinks)


def report(address: str, view, name: str) -> list:
    """A report's page, and its results alone, for when the filter changes."""
    return [
        path(f"reports/{address}/", for_editors(view.as_view()), name=name),
        path(f"reports/{address}/results/", for_editors(view.as_view(results_only=True)), name=f"{name}_results"),
    ]


@hooks.register("register_admin_urls")
def reports():
    return [
        *report("feedback", FeedbackReport, "feedback_report"),
        *report("comments", CommentsReport, "feedback_comments"),
        path("exit-check/", exit_check, name="exit_check"),
        path("style-guide/", style_guide, name="style_guide"),
    ]


class EditorsItem(MenuItem):
    def is_shown(self, request) -> bool:
        return edits_site(request.user)


@hooks.register("register_help_menu_item")
def style_guide_item():
    return EditorsItem(_("Style guide"), reverse("style_guide"), icon_name="view", order=900)


@hooks.register("register_reports_menu_item")
def feedback_item():
    return EditorsItem(_("What readers say"), reverse("feedback_report"), icon_name="comment", order=60)
