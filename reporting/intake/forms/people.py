"""Who is involved, what it does to people, and what they need."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.cases.enums import PartyRole
from reporting.cases.needs import HELP_WITH, said_needs
from reporting.cases.report import Person

from .base import StepForm, any_of, line, note, one_of, risk_question

READ_OUT = _("Read the questions out as they stand. The caller need not answer any of them.")


class PeopleForm(StepForm):
    title = _("Who is doing it?")
    section = _("Who is involved")
    reason = _(
        "It helps us to find out more. You do not have to name anyone, and must not put yourself at risk to find out."
    )
    lead = _("Every question on this page is optional.")
    mark_optional = False

    known = one_of(
        _("Do you know who is doing it?"),
        (("yes", _("Yes")), ("some", _("I have an idea")), ("no", _("No"))),
    )
    alleged_name = forms.CharField(label=_("Their name, if you know it"), max_length=160, required=False)
    alleged_about = note(
        _("Anything else about them"), help_text=_("For example: which home they live in, or what they look like.")
    )
    intimidation = risk_question("intimidation")
    witness = line(
        _("Did anyone else see or hear it?"),
        help_text=_("You can give names, or say “my sister” or “the flat above”. We ask them only if you agree."),
    )

    def fit(self):
        if self.asking.domestic:
            self.reason = _("It helps us to keep you safe. We never tell them that you told us.")
            del self.fields["witness"]

    def people(self) -> list[Person]:
        answers = self.cleaned_data
        found = []
        if answers["alleged_name"] or answers["alleged_about"]:
            found.append(Person(PartyRole.ALLEGED, answers["alleged_name"], answers["alleged_about"]))
        if answers.get("witness"):
            found.append(Person(PartyRole.WITNESS, about=answers["witness"]))
        return found


class AboutThem(StepForm):
    """Questions about the person it happens to, who may not be the one who answers."""

    mark_optional = False

    def fit(self):
        if self.asking.for_someone:
            self.lead = _(
                "Every question on this page is optional. Answer for the person you are helping, if you can."
            )


class EffectForm(AboutThem):
    title = _("What does it do to you?")
    section = _("What it does to you")
    reason = _("So that we see how serious this is for you, and help those first who are hurt most.")
    lead = _("Every question on this page is optional. Nothing you say here counts against you.")

    effect = risk_question("effect")
    aimed_at = risk_question("aimed_at")
    identity = risk_question("identity")
    health = risk_question("health")
    changed = risk_question("changed")
    fear = risk_question("fear")
    on_phone = {"title": _("What does it do to them?"), "lead": READ_OUT}


class HouseholdForm(AboutThem):
    title = _("How are things at home?")
    section = _("How things are at home")
    reason = _("So that we know who else is affected, and do not leave anyone alone with it.")
    lead = _("Every question on this page is optional.")

    alone = risk_question("alone")
    children = risk_question("children")
    vulnerable = risk_question("vulnerable")
    support = risk_question("support")
    breaking_point = risk_question("breaking_point")
    on_phone = {"lead": READ_OUT}

    def fit(self):
        super().fit()
        if self.asking.domestic:
            # Asked already, about the home where it happens.
            del self.fields["children"]


class NeedsForm(StepForm):
    title = _("What would help you?")
    section = _("What would help")
    reason = _("So that we talk with you in a way that works for you, and see what else could make this hard.")
    lead = _("Every question on this page is optional.")
    mark_optional = False

    help_with = any_of(_("Do you need help with any of these?"), HELP_WITH)
    other_needs = note(_("Is there anything else that would make it easier to deal with us?"))
    language = forms.CharField(
        label=_("Which language do you like to speak?"),
        max_length=60,
        required=False,
        help_text=_("Leave this empty if it is English."),
    )
    interpreter = forms.BooleanField(
        label=_("I need an interpreter"), required=False, help_text=_("It is free. You do not have to bring anyone.")
    )
    supporter = line(
        _("Is there someone we should talk with for you?"),
        help_text=_(
            "For example a friend, someone in your family or a support worker: their name and how to reach them."
        ),
    )
    on_phone = {
        "title": _("What would help them?"),
        "interpreter": _("They need an interpreter"),
        "lead": READ_OUT,
    }

    def fit(self):
        if self.asking.domestic:
            # Someone in the family may be the one they are afraid of.
            self.fields["supporter"].help_text = _("Only someone you trust, and only if it is safe.")

    def support_needs(self) -> str:
        answers = self.cleaned_data
        helper = _("Talk with: %(who)s") % {"who": answers["supporter"]} if answers["supporter"] else ""
        return said_needs(HELP_WITH, answers["help_with"], answers["other_needs"], helper)
