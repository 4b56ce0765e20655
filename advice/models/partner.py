import re
from datetime import timedelta
from functools import reduce
from operator import and_

from django import forms
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from advice.enums import Topic
from advice.fields import ManyChoicesField
from advice.hours import State, check_hours, read_hours
from reporting.places.models import Area

# The browser's own: Wagtail's starts from a script in the page, which these pages need not allow.
BROWSER_DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
CHECK_EVERY = timedelta(days=90)
# A number and perhaps a remark: "0300 124 5225 (option 3)". Anything else is said, not dialled.
DIALLED = re.compile(r"([\d ]+\d)(?:\s*\((.+)\))?")


class PartnerQuerySet(models.QuerySet):
    def to_check(self):
        """Those never checked, and those whose last check is three months old."""
        old = timezone.localdate() - CHECK_EVERY
        return self.filter(Q(verified=False) | Q(last_checked=None) | Q(last_checked__lt=old))

    def everywhere(self):
        """Those who help people wherever they live."""
        return self.filter(areas=None)

    def matching(self, query: str):
        """Those whose name, or what they are for, has every word of `query`."""
        has_all = (Q(name__icontains=word) | Q(what_for__icontains=word) for word in query.split())
        return self.filter(reduce(and_, has_all, Q()))

    def about(self, topics) -> list["Partner"]:
        """Those who help with any of `topics` wherever one lives: checked ones first, then those for whom it matters most.

        Emergency lines are left out: every page says 999 at its top.
        """
        wanted = set(topics)
        partners = self.everywhere().filter(emergency=False)
        found = [partner for partner in partners if wanted.intersection(partner.topics)]
        return sorted(found, key=lambda partner: (not partner.verified, partner.rank(wanted)))


class Partner(models.Model):
    """Someone else who can help. Until an editor has checked it, the public sees its name and website only."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    what_for = models.CharField(_("what for"), max_length=250)
    phone = models.CharField(_("phone"), max_length=80, blank=True)
    text_or_sms = models.CharField(_("text, chat or app"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    relay = models.CharField(
        _("by Relay UK"),
        max_length=80,
        blank=True,
        help_text=_("Only a number that they give themselves, such as: 18001 101."),
    )
    bsl = models.URLField(
        _("in British Sign Language"),
        blank=True,
        help_text=_("The page from which one calls them with a sign language interpreter."),
    )
    hours = models.CharField(_("hours"), max_length=200, blank=True, help_text=_("In words, as people read them."))
    open_hours = models.TextField(
        _("hours for “open now”"),
        max_length=400,
        blank=True,
        validators=[check_hours],
        help_text=_(
            "A line for each, such as “Mon-Fri 09:00-17:00”, “Bank holidays closed”, or just “24 hours”. "
            "Leave it empty if you are not sure: then nothing is said."
        ),
    )
    areas = models.ManyToManyField(
        Area,
        blank=True,
        related_name="+",
        verbose_name=_("only in these neighbourhoods"),
        help_text=_("Leave empty if they help people everywhere."),
    )
    emergency = models.BooleanField(_("for emergencies"), default=False)
    topics = ManyChoicesField(
        _("topics"),
        choices=Topic.choices,
        blank=True,
        help_text=_("The first one is where the directory shows it."),
    )
    verified = models.BooleanField(
        _("checked"),
        default=False,
        help_text=_("Tick once you have called, or seen it on their own website. Until then no number is shown."),
    )
    last_checked = models.DateField(_("last checked"), null=True, blank=True)
    note = models.TextField(_("note for editors"), blank=True, help_text=_("Never shown to the public."))
    order = models.PositiveSmallIntegerField(_("order"), default=1000)

    objects = PartnerQuerySet.as_manager()

    panels = [
        FieldPanel("name"),
        FieldPanel("what_for"),
        MultiFieldPanel(
            [
                FieldPanel("phone"),
                FieldPanel("text_or_sms"),
                FieldPanel("email"),
                FieldPanel("website"),
                FieldPanel("relay"),
                FieldPanel("bsl"),
            ],
            heading=_("How to reach them"),
        ),
        MultiFieldPanel([FieldPanel("hours"), FieldPanel("open_hours")], heading=_("When")),
        FieldPanel("topics"),
        FieldPanel("areas", widget=forms.CheckboxSelectMultiple),
        FieldRowPanel([FieldPanel("emergency"), FieldPanel("order")]),
        MultiFieldPanel(
            [FieldPanel("verified"), FieldPanel("last_checked", widget=BROWSER_DATE), FieldPanel("note")],
            heading=_("Kept right"),
        ),
    ]

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self):
        return self.name

    @property
    def main_topic(self) -> str:
        return self.topics[0] if self.topics else Topic.ANYONE

    def rank(self, wanted: set[str]) -> int:
        """How high in its own topics one of those `wanted` stands."""
        return next(place for place, topic in enumerate(self.topics) if topic in wanted)

    # What the public may see. Templates use these and never the fields themselves.

    @property
    def shown_phone(self) -> dict:
        """`number` to dial with its `remark`, or `words` when it is not a number; empty until checked."""
        if not (self.verified and self.phone):
            return {}
        dialled = DIALLED.fullmatch(self.phone)
        return {"number": dialled[1], "remark": dialled[2] or ""} if dialled else {"words": self.phone}

    @property
    def shown_text(self) -> str:
        return self.text_or_sms if self.verified else ""

    @property
    def shown_email(self) -> str:
        return self.email if self.verified else ""

    @property
    def shown_hours(self) -> str:
        return self.hours if self.verified else ""

    @property
    def shown_relay(self) -> str:
        return self.relay if self.verified else ""

    @property
    def shown_bsl(self) -> str:
        return self.bsl if self.verified else ""

    @property
    def state_now(self) -> State | None:
        """Whether they can be reached at this moment, where that is known. A page that is kept says it a minute longer."""
        return read_hours(self.open_hours).state(timezone.now()) if self.verified and self.open_hours else None
