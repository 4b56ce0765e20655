from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from .admin import PartnerViewSet
from .models import Partner, StoryPage
from .panels import edits_partners, panels_for

register_snippet(PartnerViewSet)


class PartnersToCheckMenuItem(MenuItem):
    def is_shown(self, request):
        return edits_partners(request.user)


@hooks.register("register_reports_menu_item")
def register_partners_to_check_menu_item():
    return PartnersToCheckMenuItem(
        _("Partners to check"),
        f"{reverse(Partner.snippet_viewset.get_url_name('list'))}?to_check=yes",
        name="partners-to-check",
        icon_name="warning",
        order=50,
    )


# After the desk's own, which leaves out Wagtail's for those who do not edit.
@hooks.register("construct_homepage_panels", order=10)
def show_editors_what_is_to_do(request, panels):
    panels.extend(panels_for(request.user))


@hooks.register("before_bulk_action")
def say_which_story_is_not_checked(request, action_type, objects, action):
    """Publishing many pages at once stops at such a story; here it is named before anything is done."""
    if action_type != "publish":
        return None
    for story in StoryPage.objects.filter(pk__in=[each.pk for each in objects]):
        if story.get_latest_revision_as_object().unchecked():
            messages.error(request, _("“%s” is not checked yet, so nothing was published.") % story.title)
            return redirect("wagtailadmin_pages:edit", story.pk)
    return None
