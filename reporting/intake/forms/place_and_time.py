"""Where it happens, and when."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.rendering import DateBoxes
from reporting.places.models import Home
from reporting.places.postcodes import tidy_postcode

from .base import StepForm, line, one_of, risk_question, yes_no

NONE_OF_THESE = "none"


class WhereForm(StepForm):
    title = _("Where does it happen?")
    section = _("Where it happens")
    reason = _("So that the officer for that area gets it, and we look in the right place.")

    postcode = forms.CharField(
        label=_("The postcode there, if you know it"),
        max_length=20,
        required=False,
        help_text=_("For example: M1 1AA. On the next page you can choose a home from a list."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    place = forms.CharField(
        label=_("Or tell us where it is in your own words"),
        max_length=300,
        required=False,
        help_text=_("For example: the stairs by the bins, or the corner next to the shop."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_postcode(self):
        typed = self.cleaned_data["postcode"].strip()
        if typed and not tidy_postcode(typed):
            raise forms.ValidationError(
                _("That is not a whole postcode, like M1 1AA. If you do not know it, leave it empty.")
            )
        return tidy_postcode(typed)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned["postcode"] and not cleaned["place"].strip():
            self.add_error("postcode", _("Type the postcode, or tell us in your own words where it is"))
        return cleaned


class HomeForm(StepForm):
    title = _("Which home is it?")
    section = _("Which home")
    reason = _("If you choose the home, nobody has to ask you again. Choose the nearest one if it happens outside.")

    home = one_of(_("Homes of ours at this postcode"), (), required=True)

    def fit(self):
        homes = Home.objects.at_postcode(self.asking.postcode)
        self.fields["home"].choices = [
            *((str(home.pk), home.address) for home in homes),
            (NONE_OF_THESE, _("None of these, or I do not know")),
        ]


class WhenForm(StepForm):
    title = _("When does it happen?")
    section = _("When it happens")
    reason = _("So that we know how long you have had to live with this, and when an officer may see or hear it.")
    lead = _("Every question on this page is optional.")
    mark_optional = False

    since = one_of(
        _("When did it start?"),
        (
            ("today", _("Today")),
            ("week", _("In the past week")),
            ("month", _("In the past month")),
            ("year", _("In the past year")),
            ("longer", _("Longer ago")),
        ),
    )
    last_on = forms.DateField(
        label=_("When did it last happen?"),
        required=False,
        widget=DateBoxes,
        help_text=_("For example: 5 11 2026"),
    )
    last_at = line(_("At about what time?"), help_text=_("For example: from 11pm to 2am."))
    still = yes_no(_("Is it still going on?"), unsure=True)
    how_often = risk_question("how_often")
    linked = risk_question("linked")
    worse = risk_question("worse")

    def clean_last_on(self):
        day = self.cleaned_data["last_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Enter the day it last happened."))
        return day
