from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from reporting.cases.desk.menu import DeskMenuItem
from reporting.cases.permissions import Do


@hooks.register("register_admin_urls")
def review_urls():
    return [path("reviews/", include("reporting.reviews.desk.urls"))]


@hooks.register("register_admin_menu_item")
def review_menu_item():
    return DeskMenuItem(_("Case reviews"), reverse("desk_reviews"), icon_name="group", order=40, do=Do.CASE_REVIEWS)
