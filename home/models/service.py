from datetime import time

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from reporting.worktime import Hours


class AlertLevel(models.TextChoices):
    NOTICE = "notice", _("Good to know")
    URGENT = "urgent", _("Urgent: something does not work")


class ServiceSettingsForm(WagtailAdminModelForm):
    checked_languages = forms.MultipleChoiceField(
        label=_("translations that a person has checked"),
        required=False,
        choices=settings.LANGUAGES[1:],
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "The words around your pages and on the report form were translated by a machine. Every page in a language"
            " says so until you tick it here. Tick it when someone who speaks it well has read all of it."
        ),
    )


# To begin with; a landlord's own staff know better. Each says that someone may be hurt now, or soon.
DANGER_WORDS = (
    "kill me",
    "kill myself",
    "going to kill",
    "want to die",
    "end my life",
    "suicide",
    "hurting me",
    "hitting me",
    "hit me",
    "hits me",
    "strangled",
    "strangling",
    "choking",
    "knife",
    "gun",
    "machete",
    "acid",
    "petrol",
    "on fire",
    "he is here",
    "she is here",
    "they are here",
    "at the door",
    "breaking in",
    "can't breathe",
    "bleeding",
    "scared for my life",
    "in danger",
    "help me",
)


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
    danger_words = models.TextField(
        _("words of danger in a chat"),
        default="\n".join(DANGER_WORDS),
        blank=True,
        max_length=4000,
        help_text=_(
            "A word or a few words on each line, in any language. When a visitor writes one in a chat, both sides are"
            " shown how to call for help at once. It never keeps a message from being sent."
        ),
    )
    chat_kept_days = models.PositiveSmallIntegerField(
        _("days that a chat is kept"),
        default=90,
        validators=[MinValueValidator(1)],
        help_text=_("The words of a chat that did not become a case are removed so many days after it ended."),
    )
    alert = models.CharField(
        _("what it says"),
        max_length=250,
        blank=True,
        help_text=_("Shown at the top of every page. Leave it empty for none."),
    )
    alert_level = models.CharField(
        _("how much it matters"), max_length=10, choices=AlertLevel.choices, default=AlertLevel.NOTICE
    )
    alert_from = models.DateTimeField(_("from"), null=True, blank=True, help_text=_("At once, when left empty."))
    alert_until = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("Until you empty it, when left empty.")
    )
    alert_link = models.CharField(
        _("more about it"),
        max_length=250,
        blank=True,
        validators=[RegexValidator(r"^(/(?!/)|https://)", _("Begin with / for a page of ours, or with https://"))],
        help_text=_("The address of a page: /how-to-report/, or https://…"),
    )
    footer_note = models.CharField(
        _("note at the foot"),
        max_length=250,
        blank=True,
        help_text=_("Shown at the foot of every page, such as who regulates you."),
    )

    checked_languages = models.JSONField(_("translations that a person has checked"), default=list, blank=True)

    base_form_class = ServiceSettingsForm
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
        MultiFieldPanel(
            [FieldPanel("exit_url"), HelpPanel(template="home/admin/exit_check_link.html")],
            heading=_("Leaving the site"),
        ),
        FieldPanel("reply_promise"),
        FieldPanel("chat_kept_days"),
        FieldPanel("danger_words"),
        MultiFieldPanel(
            [
                FieldPanel("alert"),
                FieldRowPanel([FieldPanel("alert_level"), FieldPanel("alert_link")]),
                FieldRowPanel([FieldPanel("alert_from"), FieldPanel("alert_until")]),
            ],
            heading=_("Service alert"),
        ),
        FieldPanel("checked_languages"),
        FieldPanel("footer_note"),
    ]

    class Meta:
        verbose_name = _("service settings")

    def __str__(self):
        return str(_("Service settings"))

    def clean(self):
        super().clean()
        if self.alert_from and self.alert_until and self.alert_until <= self.alert_from:
            raise ValidationError({"alert_until": _("The end must come after the beginning.")})
        # Promises are worked out from these; a day that ends before it begins has no working hour.
        for opens, closes in (("centre_opens", "centre_closes"), ("office_opens", "office_closes")):
            if getattr(self, closes) <= getattr(self, opens):
                raise ValidationError({closes: _("We must close after we open, on the same day.")})

    @property
    def alert_is_on(self) -> bool:
        """Whether the alert shows at this moment. Pages that are kept whole follow within a minute."""
        now = timezone.now()
        begun = self.alert_from is None or self.alert_from <= now
        over = self.alert_until is not None and self.alert_until <= now
        return bool(self.alert) and begun and not over

    @property
    def centre_hours(self) -> Hours:
        return Hours(self.centre_opens, self.centre_closes)

    @property
    def office_hours(self) -> Hours:
        return Hours(self.office_opens, self.office_closes)
