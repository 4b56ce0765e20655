from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "reporting.reviews"
    verbose_name = _("Case reviews")

    def ready(self):
        from . import signals

        signals.connect()
