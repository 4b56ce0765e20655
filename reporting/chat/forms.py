import re
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from home.rendering import PublicForm
from reporting.codes import tidy

from .models import TEXT_LENGTH


def new_client_id() -> str:
    return uuid4().hex


def readable(text: str) -> None:
    """Half of a character, which a script can send and no keyboard can, cannot be stored."""
    if re.search("[\ud800-\udfff]", text):
        raise ValidationError(_("There is a character here that we cannot read. Please type this again."))


class MessageField(forms.CharField):
    widget = forms.Textarea

    def __init__(self, **kwargs):
        super().__init__(max_length=TEXT_LENGTH, validators=[readable], **kwargs)

    def widget_attrs(self, widget):
        # No count of what is left: nobody gets near it, and it would be read out at every pause.
        return {}

    def to_python(self, value):
        # A form's new lines come as two characters, a socket's as one: the same words must stay the same.
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


class SayForm(PublicForm):
    """One message. The same whether it comes from a page, a script or a socket."""

    sensitive = True

    text = MessageField(
        label=_("Your message"),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write something before you send it")},
    )
    client_id = forms.RegexField(r"\A[A-Za-z0-9-]{8,40}\Z", widget=forms.HiddenInput, initial=new_client_id)

    def with_new_id(self) -> "SayForm":
        """The same words, to be sent as a new message."""
        return type(self)(self.data.dict() | {"client_id": new_client_id()})


class StartForm(SayForm):
    field_order = ["text", "name", "client_id"]

    text = MessageField(
        label=_("What would you like to talk about?"),
        help_text=_("A few words are enough."),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Tell us in a few words what you would like to talk about")},
    )
    name = forms.CharField(
        label=_("Your name"),
        help_text=_("Or any name you would like us to call you. You do not have to give one."),
        max_length=160,
        required=False,
        validators=[readable],
    )


class ResumeForm(PublicForm):
    sensitive = True

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("It has 16 letters and numbers. Spaces, dashes and small letters do not matter."),
        max_length=60,
        error_messages={"required": _("Enter your code")},
    )

    def clean_code(self) -> str:
        return tidy(self.cleaned_data["code"])
