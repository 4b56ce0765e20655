from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class StaffConfig(AppConfig):
    default = True
    name = "reporting.staff"
    verbose_name = _("Staff")

    def ready(self):
        from . import signals  # noqa: F401 — connects what happens at sign-in
        from .groups import after_migrate

        post_migrate.connect(after_migrate, sender=self)


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's pages for user accounts, with our own fields on them."""

    user_viewset = "reporting.staff.viewsets.UserViewSet"
