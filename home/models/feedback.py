from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class PageFeedback(models.Model):
    """Whether a page helped someone. Nobody is asked who they are; the day is kept, not the hour."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="feedback", verbose_name=_("page"))
    helped = models.BooleanField(_("it helped"))
    comment = models.TextField(_("what they said"), blank=True)
    on = models.DateField(_("date"), default=timezone.localdate)
    # Made with the form, so that a double press is one answer.
    key = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("feedback on a page")
        verbose_name_plural = _("feedback on pages")

    def __str__(self):
        return f"Feedback {self.pk}"
