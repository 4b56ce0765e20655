from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdviceConfig(AppConfig):
    name = "advice"
    verbose_name = _("Advice")

    def ready(self):
        from . import finding, signals  # noqa: F401 (what it finds is registered as it is read)

        signals.connect()
