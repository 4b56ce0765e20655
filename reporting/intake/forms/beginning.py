"""Danger first; then who is reporting, and for whom."""

from django import forms
from django.utils.translation import gettext_lazy as _

from home.rendering import HintedRadios
from reporting.cases.enums import PartyRole, Relation
from reporting.cases.report import Person

from .base import StepForm, one_of, yes_no


class DangerForm(StepForm):
    title = _("Are you in danger right now?")
    section = _("Danger now")
    reason = _("If anyone is in danger, the police can come at once. We cannot.")

    now = yes_no(
        _("Are you, or is anyone else, in danger right now?"),
        required=True,
        error_messages={"required": _("Choose “Yes” or “No”, so that we know if you need the police now")},
    )
    on_phone = {
        "title": _("Is anyone in danger right now?"),
        "lead": _("Ask this first, before any name or address."),
        "now": _("Is the caller, or anyone else, in danger right now?"),
    }


class NowForm(StepForm):
    """Nothing to fill in: the page tells what to do now, and one may still go on."""

    title = _("Call 999 now")
    section = ""
    on_phone = {"title": _("Tell them to call 999 now")}


CALLER_IS = (
    (Relation.TENANT, _("Our tenant, or someone who lives with our tenant")),
    (Relation.NEIGHBOUR, _("A neighbour who is not our tenant")),
    (Relation.WITNESS, _("Someone who saw or heard something")),
    (Relation.SUPPORTER, _("Someone helping another person")),
    (Relation.PROFESSIONAL, _("Someone who works with a person who is affected")),
)
NAMED, ANONYMOUS = "named", "anonymous"


class WhoForm(StepForm):
    title = _("Who is telling us?")
    section = _("Who is telling us")
    reason = _(
        "It helps us to know how to help you, and how to reach you. We keep it private: we do not tell the person you"
        " report that it was you, unless you agree. If a life is at risk, or a court orders it, we may have to share"
        " what we know. We tell you first if we can."
    )

    relation = one_of(_("Which of these is closest to you?"), Relation.choices, required=True)
    named = one_of(
        _("Do you want to give your name?"),
        ((NAMED, _("Yes, I will give my name")), (ANONYMOUS, _("No, I want to stay anonymous"))),
        required=True,
        widget=HintedRadios(
            hints={
                NAMED: _("Only staff who need it see it."),
                ANONYMOUS: _(
                    "You still get a reference and a code. With them you can read our answers and write to us."
                ),
            }
        ),
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=160,
        required=False,
        help_text=_("Leave this empty if you want to stay anonymous."),
    )
    on_phone = {
        "title": _("Who is calling?"),
        "lead": _(
            "Say: “We do not tell the person you report that it was you, unless you agree. You can stay anonymous and"
            " still get our answers.”"
        ),
        "relation": _("The caller is…"),
        "named": _("Does the caller want to give their name?"),
        "name": _("The caller’s name"),
    }

    def fit(self):
        if self.asking.on_phone:
            self.fields["relation"].choices = CALLER_IS
            self.fields["named"].choices = (
                (NAMED, _("Yes, they give their name")),
                (ANONYMOUS, _("No, they want to stay anonymous")),
            )
            self.fields["named"].widget.hints = {
                ANONYMOUS: _("They still get a reference and a code, to read our answers and write to us.")
            }
            self.fields["name"].help_text = ""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("named") == ANONYMOUS:
            # Someone who changed their mind, and left what they had typed.
            cleaned["name"] = ""
        elif cleaned.get("named") == NAMED and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Type your name, or choose to stay anonymous"))
        return cleaned


class HelpedForm(StepForm):
    title = _("Who are you helping?")
    section = _("Who this is about")
    reason = _("So that we know whose life this is about, and do not write or call in a way that harms them.")

    helped = forms.CharField(
        label=_("The name of the person you are helping"),
        max_length=160,
        required=False,
        help_text=_("You can leave this out."),
    )
    they_know = one_of(
        _("Do they know that you are telling us?"),
        (
            ("yes", _("Yes, and they agree")),
            ("no", _("No, they do not know")),
            ("unsafe", _("It was not safe, or not possible, to ask them")),
        ),
        required=True,
    )
    on_phone = {
        "title": _("Who is the caller helping?"),
        "helped": _("The name of the person they are helping"),
        "they_know": _("Does that person know about this call?"),
    }

    def person(self) -> Person | None:
        """They saw or lived through it, so they are a witness to the case, whoever tells us."""
        name = self.cleaned_data["helped"]
        return Person(PartyRole.WITNESS, name, str(_("The person it is happening to"))) if name else None
