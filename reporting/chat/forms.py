import re
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from home.language import is_own, said_language
from home.phones import PhoneField
from home.rendering import HintedRadios, PublicForm
from reporting.cases.files_form import FilesForm
from reporting.cases.report import SafeContact
from reporting.cases.secret_form import SecretForm
from reporting.codes import tidy
from reporting.post.models import Channel

from .enums import Helped
from .models import COMMENT_LENGTH, TEXT_LENGTH
from .needs import HELP, Needs

WRONG_EMAIL = _("Enter an e-mail address like name@example.com")
# The way, the field it needs, and what to say where that is empty.
NEEDED = (
    (Channel.PHONE, "phone", _("Type the number to call, or choose another way")),
    (Channel.EMAIL, "email", _("Type the e-mail address, or choose another way")),
)


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


def client_id_field() -> forms.RegexField:
    return forms.RegexField(r"\A[A-Za-z0-9-]{8,40}\Z", widget=forms.HiddenInput, initial=new_client_id)


class SayForm(PublicForm):
    """One message. The same whether it comes from a page, a script or a socket."""

    sensitive = True

    text = MessageField(
        label=_("Your message"),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write something before you send it")},
    )
    client_id = client_id_field()

    def with_new_id(self) -> "SayForm":
        """The same words, to be sent as a new message."""
        return type(self)(self.data.dict() | {"client_id": new_client_id()})


class SendFilesForm(FilesForm):
    """Files beside a message, under the same id: each gets it with its number."""

    template_name = "chat/files.html"
    summary_elsewhere = True

    client_id = client_id_field()


def name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Your name"),
        help_text=_("Or any name you would like us to call you. You do not have to give one."),
        max_length=160,
        required=False,
        validators=[readable],
    )


class StartForm(SayForm):
    field_order = ["text", "name", "client_id"]

    text = MessageField(
        label=_("What would you like to talk about?"),
        help_text=_("A few words are enough."),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Tell us in a few words what you would like to talk about")},
    )
    name = name_field()


class NeedsForm(PublicForm):
    """Which language is easiest, and what helps. Every question may be left out."""

    sensitive = True
    mark_optional = False
    prefix = "needs"

    language = forms.CharField(
        label=_("Which language is easiest for you?"),
        help_text=_("Leave this empty if it is English."),
        max_length=60,
        required=False,
        validators=[readable],
    )
    interpreter = forms.BooleanField(
        label=_("I need an interpreter"), help_text=_("It is free. You do not have to bring anyone."), required=False
    )
    help_with = forms.MultipleChoiceField(
        label=_("Do you need help with any of these?"),
        choices=HELP,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    other_help = forms.CharField(
        label=_("Is there anything else that would make it easier to deal with us?"),
        max_length=200,
        required=False,
        validators=[readable],
    )

    @classmethod
    def at_the_start(cls, data=None) -> "NeedsForm":
        """Before anything was told; whoever reads in another language than ours is likely to speak it."""
        return cls(data, initial={} if is_own(get_language()) else {"language": said_language()})

    def needs(self) -> Needs:
        return Needs(**self.cleaned_data)


YES_NO = (("yes", _("Yes")), ("no", _("No")))
REPLIES = {
    Channel.PHONE: _("Call me, within 24 hours"),
    Channel.EMAIL: _("E-mail me that there is an answer to read here"),
    Channel.NONE: _("I will come back here to read it"),
}
REPLY_HINTS = {
    Channel.EMAIL: _("The e-mail does not say what it is about."),
    Channel.NONE: _("We give you a code for it."),
}


class ReachForm(PublicForm):
    """How we answer someone whom nobody answers in the chat at this moment."""

    sensitive = True

    prefers = forms.ChoiceField(
        label=_("How should we answer?"),
        choices=REPLIES.items(),
        widget=HintedRadios(hints=REPLY_HINTS),
        error_messages={"required": _("Choose how we should answer")},
    )
    phone = PhoneField(label=_("Phone number"), help_text=_("Only if we should call you."), required=False)
    safe_times = forms.CharField(
        label=_("When is it safe to call you?"),
        help_text=_("For example: weekdays between 10am and 2pm."),
        max_length=200,
        required=False,
        validators=[readable],
    )
    may_leave_voicemail = forms.ChoiceField(
        label=_("If you do not answer, may we leave a voicemail?"),
        choices=YES_NO,
        initial="no",
        widget=forms.RadioSelect,
        required=False,
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Only if we should e-mail you."),
        max_length=254,
        required=False,
        error_messages={"invalid": WRONG_EMAIL},
    )

    def clean(self):
        cleaned = super().clean()
        for channel, name, missing in NEEDED:
            if cleaned.get("prefers") == channel and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, missing)
        return cleaned

    def contact(self) -> SafeContact:
        """Only what belongs to the way they chose is kept."""
        given = self.cleaned_data
        calls, writes = (given["prefers"] == channel for channel in (Channel.PHONE, Channel.EMAIL))
        return SafeContact(
            prefers=given["prefers"],
            phone=given["phone"] if calls else "",
            safe_times=given["safe_times"] if calls else "",
            may_leave_voicemail=calls and given["may_leave_voicemail"] == "yes",
            email=given["email"] if writes else "",
        )


class LeaveForm(ReachForm, SayForm):
    """A message left while nobody can chat."""

    field_order = ["text", "name", "prefers"]

    text = MessageField(
        label=_("What would you like to tell us?"),
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": _("Write what you would like to tell us")},
    )
    name = name_field()


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


class RatingForm(PublicForm):
    """Whether the chat helped. Asked once, and never of who left by the exit."""

    sensitive = True
    prefix = "rating"

    helped = forms.TypedChoiceField(
        label=_("Did this help?"),
        choices=Helped.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how much it helped, or skip this")},
    )
    comment = forms.CharField(
        label=_("What could we do better?"),
        max_length=COMMENT_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        validators=[readable],
    )


class TranscriptForm(PublicForm):
    """Where a link to what was said may go. The address is asked for twice: a mistake in it is somebody else's address."""

    sensitive = True
    prefix = "send"

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={"required": _("Type the e-mail address"), "invalid": WRONG_EMAIL},
    )
    email_again = forms.EmailField(
        label=_("The same e-mail address again"),
        help_text=_("So that it does not go to someone else by mistake."),
        max_length=254,
        error_messages={"required": _("Type the e-mail address a second time"), "invalid": WRONG_EMAIL},
    )
    shared = forms.ChoiceField(
        label=_("Can anyone else read messages there?"),
        help_text=_("If you are not sure, choose yes. The message then says even less."),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether anyone else can read messages there")},
    )

    def clean(self):
        cleaned = super().clean()
        twice = [cleaned.get(name, "").casefold() for name in ("email", "email_again")]
        if all(twice) and twice[0] != twice[1]:
            self.add_error("email_again", _("The two addresses are not the same. Look at both."))
        return cleaned

    def address(self) -> dict:
        return {"email": self.cleaned_data["email"], "shared": self.cleaned_data["shared"] == "yes"}


class TranscriptCodeForm(PublicForm):
    sensitive = True

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("The six figures that the chat page showed you."),
        max_length=60,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-10"}),
        error_messages={"required": _("Enter your code")},
    )

    def clean_code(self) -> str:
        """Only the figures, in whatever script they are typed."""
        return "".join(str(int(letter)) for letter in self.cleaned_data["code"] if letter.isdecimal())


class NeverShownAgain(forms.TextInput):
    def format_value(self, value):
        return None


class ShowCaseForm(SecretForm):
    """A case that the visitor shows to whoever answers. What was typed stays to be put right, but for the code: a chat is
    open on the screen for long."""

    prefix = "show"

    def prepare(self):
        code = self.fields["secret"]
        code.widget = NeverShownAgain(code.widget.attrs)
