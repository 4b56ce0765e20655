from collections.abc import Iterator

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from home.forms import FormKey
from home.phones import PhoneField
from home.rendering import HintedRadios, PublicForm
from reporting.cases.desk.forms import DeskForm, long_text
from reporting.cases.report import SafeContact
from reporting.post.models import Channel

from .enums import DECISIONS, Status, Told, Who

ROWS = (1, 2, 3)
HOW_MANY = [("0", _("None")), ("1", _("Once")), ("2", _("Twice")), ("3", _("Three times or more"))]
YES_NO_UNSURE = [("yes", _("Yes")), ("no", _("No")), ("unsure", _("Not sure"))]
WAYS = {
    Channel.EMAIL: _("By e-mail"),
    Channel.TEXT: _("By text message"),
    Channel.PHONE: _("By phone call"),
    Channel.LETTER: _("By letter"),
}
NEEDED = {Channel.EMAIL: "email", Channel.TEXT: "phone", Channel.PHONE: "phone", Channel.LETTER: "address"}
WHAT_IS_MISSING = {
    "email": _("Type the e-mail address to write to, or choose another way"),
    "phone": _("Type the phone number, or choose another way"),
    "address": _("Type the address for letters, or choose another way"),
}


def radios(label, choices, **kwargs) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=kwargs.pop("widget", forms.RadioSelect), **kwargs)


def text(label, *, most: int = 200, rows: int = 0, required: bool = False, **kwargs) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=most, required=required, widget=widget, **kwargs)


class CheckForm(PublicForm):
    """The three questions. Nothing of it is kept."""

    sensitive = True

    reports = radios(
        _("How many times have you reported it in the last six months?"),
        HOW_MANY,
        help_text=_("To us, the council or the police. If you told two of us about the same thing, count it once."),
    )
    in_time = radios(_("Did you make each report within one month of what happened?"), YES_NO_UNSURE)
    answered = radios(
        _("Has any of them done something about it, or given you an answer?"),
        [("yes", _("Yes")), ("some", _("Some have")), ("no", _("No"))],
    )


class AskForm(PublicForm):
    """Asking for a review: on one page, so that it can be filled in with someone beside you or on the phone."""

    sensitive = True
    summary_elsewhere = True

    key = FormKey()
    who = radios(
        _("Who is this review for?"),
        Who.choices,
        error_messages={"required": _("Say whether it is for you or for someone else")},
    )
    name = text(_("Your name"), most=160, required=True, error_messages={"required": _("Type your name")})
    their_name = text(_("Their name, if it is for someone else"), most=160)
    agreed = forms.BooleanField(label=_("If it is for someone else: they agree that I ask for them"), required=False)
    what = text(
        _("What keeps happening?"),
        most=5000,
        rows=7,
        required=True,
        help_text=_("In your own words. You do not need proof."),
        error_messages={"required": _("Tell us what keeps happening")},
    )
    effect = text(_("What does it do to you or your family?"), most=2000, rows=4)
    more_reports = text(
        _("Any more reports"), most=2000, rows=3, help_text=_("Write them here: when, and whom you told.")
    )
    done = text(
        _("What has been done about it so far?"),
        most=2000,
        rows=4,
        help_text=_("As far as you know. It may be nothing."),
    )
    prefers = radios(
        _("How should we answer you?"), [], error_messages={"required": _("Choose how we should answer you")}
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        error_messages={"invalid": _("Type an e-mail address like name@example.com")},
    )
    phone = PhoneField(label=_("Phone number"), required=False)
    may_leave_voicemail = forms.BooleanField(label=_("You may leave a voicemail"), required=False)
    address = text(_("Address for letters"), most=400, rows=4)
    safe_times = text(
        _("When is it safe to contact you?"), help_text=_("For example: weekdays between 10am and 2pm.")
    )
    shared = radios(
        _("Could anyone else see or hear what we send, or answer the phone?"),
        YES_NO_UNSURE,
        help_text=_("If so, we only ask you to call us, and say nothing about what it is."),
        error_messages={"required": _("Say whether anyone else could see or hear what we send")},
        widget=HintedRadios,
    )
    interpreter = forms.BooleanField(
        label=_("I need an interpreter"), required=False, help_text=_("It is free. You do not have to bring anyone.")
    )
    language = text(_("Which language?"), most=60, help_text=_("British Sign Language is one too."))
    needs = text(_("Is there anything else that would make it easier for you?"), most=1000, rows=3)

    # What stands under each heading of the page, and so in the record.
    SECTIONS = (
        (_("Who is asking"), ("who", "name", "their_name", "agreed")),
        (_("What is happening"), ("what", "effect")),
        (
            _("Your reports"),
            (*(f"{part}_{row}" for row in ROWS for part in ("on", "told", "known")), "more_reports", "done"),
        ),
        (
            _("How we reach you safely"),
            ("prefers", "email", "phone", "may_leave_voicemail", "address", "safe_times", "shared"),
        ),
        (_("What would help you"), ("interpreter", "language", "needs")),
    )
    REACHING = SECTIONS[3][1]

    def prepare(self):
        able = [channel for channel in WAYS if channel == Channel.PHONE or settings.POST_CARRIERS.get(channel)]
        self.fields["prefers"].choices = [(channel, WAYS[channel]) for channel in able]
        for row in ROWS:
            self.fields |= report_fields(row)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("who") == Who.OTHER:
            self.ask_about_them(cleaned)
        needed = NEEDED.get(cleaned.get("prefers"))
        if needed and not cleaned.get(needed) and needed not in self.errors:
            self.add_error(needed, WHAT_IS_MISSING[needed])
        return cleaned

    def ask_about_them(self, cleaned: dict) -> None:
        if not cleaned.get("their_name"):
            self.add_error("their_name", _("Type the name of the person you ask for"))
        if not cleaned.get("agreed"):
            self.add_error("agreed", _("Tick that they agree. If they cannot say so, call us"))

    @property
    def sections(self) -> Iterator[dict]:
        """The page: each heading with its fields."""
        for title, names in self.SECTIONS:
            yield {"title": title, "fields": [self[name] for name in names]}

    def answers(self) -> list[dict]:
        """What was answered, in words and in the order asked, without how to reach them."""
        found = [
            {"title": str(title), "rows": [row for name in names if (row := self.row(name))]}
            for title, names in self.SECTIONS
            if names is not self.REACHING
        ]
        return [section for section in found if section["rows"]]

    def row(self, name: str) -> list[str] | None:
        value, field = self.cleaned_data[name], self.fields[name]
        if isinstance(field, forms.ChoiceField):
            value = dict(field.choices).get(value, "") if value else ""
        elif value is True:
            value = _now("Yes")
        return [str(field.label), str(value)] if value else None

    def contact(self) -> SafeContact:
        given = self.cleaned_data
        return SafeContact(
            prefers=given["prefers"],
            email=given["email"],
            phone=given["phone"],
            address=given["address"],
            safe_times=given["safe_times"],
            may_leave_voicemail=given["may_leave_voicemail"],
            shared=given["shared"] != "no",
            language=given["language"],
        )


def report_fields(row: int) -> dict[str, forms.Field]:
    """One report that was made: the first must be there, or there is nothing to review."""
    first = row == ROWS[0]
    words = {"row": row}
    on = text(
        _("Report %(row)s: when did you make it?") % words,
        required=first,
        help_text=_("As near as you can. For example: 5 October, or early in October.") if first else "",
        error_messages={"required": _("Say when you made your first report, as near as you can")},
    )
    told = forms.ChoiceField(
        label=_("Report %(row)s: whom did you tell?") % words,
        choices=[("", _("Choose one")), *Told.choices],
        required=first,
        error_messages={"required": _("Say whom you told first")},
    )
    known = text(_("Report %(row)s: its reference, if you know it") % words, most=60)
    return {f"on_{row}": on, f"told_{row}": told, f"known_{row}": known}


class DecideForm(DeskForm):
    decision = radios(
        _("Is the rule met?"),
        [(each, each.label) for each in DECISIONS],
        error_messages={"required": _("Say whether the rule is met")},
    )
    reasons = long_text(
        label=_("Why"),
        help_text=_("They read this in the letter. Say which reports count and which do not, and why."),
    )
    next_steps = long_text(
        3,
        label=_("What happens now"),
        help_text=_("Who meets and when, or how to have a no looked at again."),
    )

    @property
    def status(self) -> Status:
        return Status(self.cleaned_data["decision"])
