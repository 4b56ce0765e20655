from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "reporting.cases"
    verbose_name = _("Cases")

    def ready(self):
        from .desk import checks  # noqa: F401 — registers itself
