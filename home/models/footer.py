from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel


class FooterLink(models.Model):
    """Mix into a type of page that an editor may link to at the foot of every page."""

    in_footer = models.BooleanField(_("link to it at the foot of every page"), default=False)

    class Meta:
        abstract = True


FOOTER_PANEL = MultiFieldPanel([FieldPanel("in_footer")], heading=_("Footer"))
