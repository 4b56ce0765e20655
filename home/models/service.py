from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from reporting.worktime import Hours


@register_setting(icon="cog", order=10)
class ServiceSettings(BaseSiteSetting):
    """What the landlord says of itself on every page, and the hours its promises are counted in.

    Hours are those of a working day: Monday to Friday, bank holidays in England left out.
    """

    name = models.CharField(_("name of the landlord"), max_length=80, default="Fairstreet")
    phone = models.CharField(_("phone number"), max_length=20, blank=True, help_text=_("Your 0300 number."))
    call_cost = models.CharField(_("what a call costs"), max_length=160, blank=True)
    out_of_hours_phone = models.CharField(_("out-of-hours number"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    office_address = models.TextField(_("office address"), blank=True)
    office_opens = models.TimeField(_("office opens"), default=time(9, 0))
    office_closes = models.TimeField(_("office closes"), default=time(17, 0))
    centre_opens = models.TimeField(_("contact centre opens"), default=time(8, 0))
    centre_closes = models.TimeField(_("contact centre closes"), default=time(18, 0))
    exit_url = models.URLField(
        _("neutral exit address"),
        default="https://www.bbc.co.uk/weather",
        help_text=_("Where “Leave this site” goes: a page that anyone might be looking at."),
    )
    reply_promise = models.CharField(
        _("reply promise"),
        max_length=200,
        default=_("A person reads every report by the end of the next working day."),
    )
    alert = models.CharField(
        _("service alert"),
        max_length=250,
        blank=True,
        help_text=_("Shown at the top of every page while filled in."),
    )
    footer_note = models.CharField(
        _("note at the foot"),
        max_length=250,
        blank=True,
        help_text=_("Shown at the foot of every page, such as who regulates you."),
    )

    panels = [
        FieldPanel("name"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("phone"), FieldPanel("out_of_hours_phone")]),
                FieldPanel("call_cost"),
                FieldPanel("email"),
                FieldPanel("office_address"),
            ],
            heading=_("How to reach you"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("centre_opens"), FieldPanel("centre_closes")]),
                FieldRowPanel([FieldPanel("office_opens"), FieldPanel("office_closes")]),
            ],
            heading=_("Opening hours, Monday to Friday"),
        ),
        FieldPanel("exit_url"),
        FieldPanel("reply_promise"),
        FieldPanel("alert"),
        FieldPanel("footer_note"),
    ]

    class Meta:
        verbose_name = _("service settings")

    def __str__(self):
        return str(_("Service settings"))

    @property
    def centre_hours(self) -> Hours:
        return Hours(self.centre_opens, self.centre_closes)

    @property
    def office_hours(self) -> Hours:
        return Hours(self.office_opens, self.office_closes)
