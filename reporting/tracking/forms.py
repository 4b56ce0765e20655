from django import forms
from django.utils.translation import gettext_lazy as _

from home.phones import PhoneField
from home.rendering import PublicForm
from reporting.cases import files_form
from reporting.cases.secret_form import SecretForm

from .once import new_token


class SignInForm(SecretForm):
    # What was being typed when the last half hour ended; see `kept`.
    kept = forms.CharField(required=False, max_length=60_000, widget=forms.HiddenInput)


class LinkForm(PublicForm):
    sensitive = True

    reference = forms.CharField(
        label=_("Your reference"),
        max_length=40,
        help_text=_("It begins with FS."),
        error_messages={"required": _("Type your reference, like FS-7K3M-9Q2P")},
    )
    email = forms.EmailField(
        label=_("The e-mail address you gave us"),
        error_messages={
            "required": _("Type the e-mail address that you gave us"),
            "invalid": _("Type an e-mail address like name@example.com"),
        },
    )


class OnceForm(PublicForm):
    """A form of an open case: its token makes sure that it is taken only once."""

    sensitive = True

    token = forms.CharField(max_length=60, widget=forms.HiddenInput, initial=new_token)

    def renew(self, **values) -> None:
        """Make it ready for another go, with a new token and with `values` in place of those that were sent."""
        self.data = self.data.copy()
        for name, value in {"token": new_token(), **values}.items():
            self.data[self.add_prefix(name)] = value


def long_text(label, *, most: int = 5000, required: str = "", rows: int = 6, help_text="") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(required),
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required} if required else None,
    )


class AgreeForm(OnceForm):
    version = forms.IntegerField(min_value=1, max_value=30_000, widget=forms.HiddenInput)


class QuestionForm(AgreeForm):
    summary_elsewhere = True

    missing = long_text(
        _("What is missing, or what should be different?"),
        required=_("Tell us what is missing"),
        help_text=_("Your officer reads this and answers you. You can still agree later."),
    )


class InformationForm(OnceForm):
    text = long_text(
        _("What would you like to tell us?"),
        required=_("Type what you would like to tell us"),
        help_text=_("For example a new phone number, something you remember, or a question for your officer."),
    )


class IncidentForm(OnceForm):
    when = forms.CharField(
        label=_("When did it happen?"),
        max_length=200,
        help_text=_("As well as you know. For example: last night from 11pm until about 2am."),
        error_messages={"required": _("Say when it happened, as well as you know")},
    )
    what = long_text(
        _("What happened?"),
        required=_("Tell us what happened"),
        help_text=_("What you saw and heard, in your own words."),
    )
    effect = long_text(
        _("What did it do to you or your family?"),
        most=2000,
        rows=3,
        help_text=_("For example: we could not sleep, or the children were frightened."),
    )


class FilesForm(files_form.FilesForm, OnceForm):
    """Files to put on the case."""


class CallForm(OnceForm):
    number = PhoneField(label=_("Which number should we call?"))
    when = forms.CharField(
        label=_("When is it safe and easy for you to talk?"),
        max_length=200,
        required=False,
        help_text=_("For example: after 4pm, when the children are home. We call within 24 hours."),
    )

    def __init__(self, *args, has_number: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if has_number:
            self.fields["number"].required = False
            self.fields["number"].help_text = _("Leave this empty and we call the number that you gave us.")
