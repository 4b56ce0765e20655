from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reporting.kinds import Kind

from ..filling import only_known_fields
from .message import TEXT_LENGTH


class QuickReply(models.Model):
    """What we often say, ready to be put into an answer and changed there. `filling` says which fields it may name."""

    title = models.CharField(_("title"), max_length=80)
    # Without one it goes with every topic.
    topic = models.CharField(_("topic"), max_length=20, choices=Kind.choices, blank=True)
    language = models.CharField(_("language"), max_length=10, default=settings.LANGUAGE_CODE)
    text = models.TextField(_("text"), max_length=TEXT_LENGTH, validators=[only_known_fields])
    by_machine = models.BooleanField(_("translated by a machine"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=1000)

    class Meta:
        ordering = ["order", "title", "pk"]
        verbose_name = _("quick reply")
        verbose_name_plural = _("quick replies")

    def __str__(self):
        return self.title

    @property
    def language_name(self):
        return dict(settings.LANGUAGES).get(self.language, self.language)
