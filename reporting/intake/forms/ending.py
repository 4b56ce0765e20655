"""Evidence, what one wants to happen, how to be reached safely, and the check."""

from collections.abc import Callable

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from home.phones import PhoneField
from home.rendering import FilesField, FileUpload, HintedRadios
from reporting.cases import evidence
from reporting.cases.report import SafeContact
from reporting.post.models import Channel

from .base import YES_NO_UNSURE, StepForm, line, note, one_of


class EvidenceForm(StepForm):
    """Checking a file is receiving it: it is sealed at once by `take`, which raises `evidence.Refused`.

    `room` is how many more files the report may have.
    """

    title = _("Do you have pictures, sound or papers?")
    section = _("Files")
    reason = _(
        "They help to show what is happening. You can also add them later. Never put yourself at risk to get them."
    )
    not_said = frozenset({"files"})

    files = FilesField(
        label=_("Add files"),
        required=False,
        help_text=evidence.WORDS,
        widget=FileUpload(attrs={"accept": evidence.ACCEPT}),
    )
    on_phone = {
        "title": _("Does the caller have pictures, sound or papers?"),
        "lead": _("They can add files later on Your case."),
    }

    def __init__(self, *args, take: Callable, room: int, **kwargs):
        self.take, self.room = take, room
        super().__init__(*args, **kwargs)

    def fit(self):
        self.fields["files"].widget.attrs |= {
            "data-max-bytes": settings.EVIDENCE_MAX_BYTES,
            "data-max-files": self.room,
        }
        if self.asking.domestic:
            self.reason = _(
                "Only add what is safe for you to keep. You do not need any proof for us to help you, and you can add"
                " things later."
            )

    def clean_files(self):
        files = self.cleaned_data["files"]
        if len(files) > self.room:
            raise forms.ValidationError(
                _("You can send %(most)d files with a report. Remove some, or send the others later on Your case."),
                params={"most": settings.EVIDENCE_MAX_FILES},
            )
        refused = []
        for upload in files:
            try:
                self.take(upload)
            except evidence.Refused as problem:
                refused.append(problem)
        if refused:
            raise forms.ValidationError(refused)
        return files


class WishForm(StepForm):
    title = _("What would you like to happen?")
    section = _("What you would like to happen")
    reason = _("So that we know what would put it right for you. We tell you honestly what we can and cannot do.")

    wants = note(_("What would you like to happen?"))
    on_phone = {"title": _("What would the caller like to happen?"), "wants": _("What they would like to happen")}

    def fit(self):
        if not self.asking.restricted:
            self.fields["wants"].help_text = _("For example: that someone talks with them, or that it is cleaned up.")
        else:
            self.fields["wants"].help_text = _("We do nothing that you do not want, unless a life is at risk.")


CHANNEL_WORDS = {
    Channel.EMAIL: _("By e-mail"),
    Channel.TEXT: _("By text message"),
    Channel.PHONE: _("By phone call"),
    Channel.LETTER: _("By letter"),
    Channel.NONE: _("Do not contact me. I will look at Your case on this website"),
}
CHANNEL_WORDS_ON_PHONE = {Channel.NONE: _("Do not contact them. They look at Your case on the website")}
CHANNEL_HINTS = {Channel.NONE: _("A reference and a code open it.")}


class ContactForm(StepForm):
    title = _("How can we reach you safely?")
    section = _("How we reach you")
    reason = _("So that we can tell you what we do, and never in a way that puts you at risk.")

    prefers = one_of(
        _("How should we send you our answers?"), (), required=True, widget=HintedRadios(hints=CHANNEL_HINTS)
    )
    wants_call = forms.BooleanField(
        label=_("Please also call me back within 24 hours"),
        required=False,
    )
    on_phone = {
        "title": _("How can we reach the caller safely?"),
        "prefers": _("How should we send our answers?"),
        "wants_call": _("They would like a call back within 24 hours"),
    }

    def fit(self):
        words = CHANNEL_WORDS | (CHANNEL_WORDS_ON_PHONE if self.asking.on_phone else {})
        self.fields["prefers"].choices = [(each, words[each]) for each in self.asking.channels]
        if self.asking.domestic:
            self.reason = _(
                "A message seen by the wrong person can be dangerous. Choose only a way that nobody else can see or"
                " hear. If you are not sure, choose not to be contacted and look at Your case on this website."
            )


class ReachForm(StepForm):
    title = _("Where and when is it safe?")
    section = _("Where and when it is safe")
    reason = _("We use these only to reach you about this report.")

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={
            "invalid": _("Enter an e-mail address like name@example.com"),
        },
    )
    phone = PhoneField(label=_("Phone number"))
    may_leave_voicemail = one_of(
        _("If you do not answer, may we leave a voicemail?"), (("yes", _("Yes")), ("no", _("No"))), required=True
    )
    address = forms.CharField(
        label=_("The address for letters"), max_length=400, widget=forms.Textarea(attrs={"rows": 4})
    )
    safe_times = line(
        _("When is it safe to contact you?"), help_text=_("For example: weekdays between 10am and 2pm.")
    )
    shared = one_of(
        _("Could anyone else see or hear what we send, or answer the phone?"),
        YES_NO_UNSURE,
        required=True,
        help_text=_("If so, we only say that there is something to read, and nothing about what it is."),
    )
    who_else = line(_("If so, who?"), help_text=_("For example: my husband reads my texts."))
    on_phone = {
        "lead": _("Ask each of these, word by word, before anything is sent."),
        "shared": _("Could anyone else see or hear what we send, or answer the phone?"),
        "may_leave_voicemail": _("If they do not answer, may we leave a voicemail?"),
        "safe_times": _("When is it safe to contact the caller?"),
    }

    def fit(self):
        applies = {
            "email": self.asking.prefers == Channel.EMAIL,
            "phone": self.asking.needs_phone,
            "may_leave_voicemail": self.asking.needs_phone,
            "address": self.asking.prefers == Channel.LETTER,
        }
        for name in [name for name, needed in applies.items() if not needed]:
            del self.fields[name]
        if self.asking.domestic:
            self.fields["shared"].initial = "yes"
            self.fields["safe_times"].required = True
            self.fields["safe_times"].error_messages["required"] = _("Tell us when it is safe to contact you")
            self.lead = _("Give only what the person who hurts you cannot see, hear or open.")

    def contact(self, prefers: str, language: str) -> SafeContact:
        answers = self.cleaned_data
        return SafeContact(
            prefers=prefers,
            email=answers.get("email", ""),
            phone=answers.get("phone", ""),
            address=answers.get("address", ""),
            safe_times=answers["safe_times"],
            may_leave_voicemail=answers.get("may_leave_voicemail") == "yes",
            shared=answers["shared"] != "no",
            language=language,
        )


class CheckForm(StepForm):
    title = _("Check what you tell us")
    section = ""
    reason = _("So that what we read is what you meant.")

    true = forms.BooleanField(
        label=_("As far as I know, what I have said is true"),
        error_messages={"required": _("Tick the box to say that what you have told us is true, as far as you know")},
    )
    on_phone = {
        "title": _("Check what the caller tells us"),
        "lead": _("Read it back to the caller before you send it."),
        "true": _("The caller says that, as far as they know, this is true"),
    }
