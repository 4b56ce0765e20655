from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from home.phones import PhoneField
from reporting.cases.access import tidy_reference
from reporting.cases.desk.forms import DeskForm
from reporting.cases.enums import Source
from reporting.cases.models import Case
from reporting.cases.permissions import Do, cases_for
from reporting.cases.report import Report, SafeContact
from reporting.kinds import Kind
from reporting.post.models import Channel
from reporting.staff.models import User

from ..actions.restraint import LONGEST_PAUSE, SHORTEST_PAUSE
from ..enums import Outcome, Reason, Settled
from ..forms import SayForm, client_id_field, readable
from ..models import HIGHEST_LIMIT, REASON_LENGTH, TEXT_LENGTH

WHAT_HAPPENED_LENGTH = 20_000


class AnswerForm(SayForm):
    """A message of ours, in the look of the desk."""

    # Shared: a renderer of its own would build its template engine anew for each message.
    default_renderer = DeskForm.default_renderer


class TakeForm(forms.Form):
    """Whom one takes a chat over from, as one saw it: should someone else have it meanwhile, one is told."""

    instead_of = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class SettleForm(DeskForm):
    """That we called, or need not. An answer written in the chat, and a case made of it, settle it by themselves."""

    how = forms.ChoiceField(
        label=_("What came of it"),
        choices=[(how, how.label) for how in (Settled.SPOKE, Settled.UNREACHED, Settled.NOTHING)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it")},
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("When you tried and how, or why there was nothing to answer. Not for a call in which you spoke."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[readable],
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("how") in {Settled.UNREACHED, Settled.NOTHING} and not cleaned.get("note"):
            self.add_error("note", _("Write down when you tried, or why there was nothing to answer"))
        return cleaned


class ColleagueChoice(forms.ModelChoiceField):
    def label_from_instance(self, user) -> str:
        return user.display_name


class WhisperForm(DeskForm):
    """A word that only staff see."""

    text = forms.CharField(
        label=_("Note to colleagues"),
        help_text=_("The visitor never sees it."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[readable],
        error_messages={"required": _("Write a few words")},
    )
    to = ColleagueChoice(label=_("Ask in"), queryset=None, required=False, empty_label=_("Nobody in particular"))
    client_id = client_id_field()

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues


class HandOverForm(WhisperForm):
    field_order = ["to", "text"]

    text = forms.CharField(
        label=_("What they need to know"),
        help_text=_("The visitor never sees it. Your colleague sees all that was said."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[readable],
        error_messages={"required": _("Write what your colleague needs to know")},
    )
    to = ColleagueChoice(
        label=_("Hand over to"),
        queryset=None,
        empty_label=_("Choose one"),
        error_messages={"required": _("Choose who answers from now on")},
    )


class EndForm(DeskForm):
    outcome = forms.ChoiceField(
        label=_("What came of it"),
        choices=[("", _("Choose one")), *Outcome.choices],
        error_messages={"required": _("Choose what came of it")},
    )
    topic = forms.ChoiceField(
        label=_("What it was about"), choices=[("", _("Nothing of this list")), *Kind.choices], required=False
    )


class PauseForm(DeskForm):
    mark_optional = False

    minutes = forms.IntegerField(
        label=_("Minutes"),
        help_text=_("They are told until when. What they type stays in their box."),
        min_value=SHORTEST_PAUSE,
        max_value=LONGEST_PAUSE,
        initial=3,
        widget=forms.NumberInput(attrs={"class": "desk-short"}),
    )


BROWSER, PLACE = "browser", "place"
LASTS = {
    "1": (timedelta(hours=1), _("1 hour")),
    "24": (timedelta(days=1), _("1 day")),
    "168": (timedelta(days=7), _("7 days")),
}


class BlockForm(DeskForm):
    hours = forms.ChoiceField(
        label=_("For how long"),
        choices=[(value, label) for value, (_lasts, label) in LASTS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for how long")},
    )
    who = forms.ChoiceField(
        label=_("Who"),
        help_text=_(
            "A family, a hostel or a library has one internet connection for all. Block a whole place only when "
            "nothing else helps."
        ),
        choices=[
            (BROWSER, _("Only this browser")),
            (PLACE, _("Everyone from the same place, and all who wait from there")),
        ],
        initial=BROWSER,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Only those who lead chats see it."),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[readable],
        error_messages={"required": _("Write down why")},
    )

    def __init__(self, *args, chat, **kwargs):
        super().__init__(*args, **kwargs)
        if not chat.network:
            self.fields["who"].choices = self.fields["who"].choices[:1]

    def given(self) -> dict:
        given = self.cleaned_data
        lasts, _label = LASTS[given["hours"]]
        return {"lasts": lasts, "reason": given["reason"], "wide": given["who"] == PLACE}


class LimitForm(forms.Form):
    agent = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    limit = forms.IntegerField(min_value=1, max_value=HIGHEST_LIMIT)


PREFERS = [
    (Channel.NONE, _("No way given: only on Your case")),
    (Channel.EMAIL, _("E-mail")),
    (Channel.TEXT, _("Text message")),
    (Channel.PHONE, _("Phone call")),
]
NEEDED = {Channel.EMAIL: "email", Channel.TEXT: "phone", Channel.PHONE: "phone"}


class CaseForm(DeskForm):
    """What staff add to a chat to make it a case. The visitor tells nothing twice: their words are there already."""

    source = Source.CHAT
    came_from = _("From a chat")

    kind = forms.ChoiceField(label=_("What it is about"), choices=[("", _("Choose one")), *Kind.choices])
    what_happened = forms.CharField(
        label=_("What happened"),
        help_text=_(
            "The visitor’s own words. Take out what does not belong; the whole chat goes on the case as well."
        ),
        max_length=WHAT_HAPPENED_LENGTH,
        widget=forms.Textarea({"rows": 8}),
        validators=[readable],
    )
    place = forms.CharField(label=_("Where"), max_length=400, required=False, validators=[readable])
    restricted = forms.BooleanField(
        label=_("Only those who need to know may open it"),
        help_text=_("Tick this for domestic abuse and for anything they feel is hate, whatever else it is about."),
        required=False,
    )
    language = forms.CharField(
        label=_("Easiest language"),
        help_text=_("Leave this empty if it is English."),
        max_length=60,
        required=False,
        validators=[readable],
    )
    interpreter = forms.BooleanField(label=_("They need an interpreter"), required=False)
    support_needs = forms.CharField(
        label=_("Support needs"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        validators=[readable],
    )
    name = forms.CharField(label=_("Their name"), max_length=160, required=False, validators=[readable])
    prefers = forms.ChoiceField(
        label=_("How may we reach them?"),
        help_text=_("Ask first what is safe."),
        choices=PREFERS,
        initial=Channel.NONE,
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)
    phone = PhoneField(label=_("Phone number"), required=False)
    may_leave_voicemail = forms.BooleanField(label=_("We may leave a voicemail"), required=False)
    shared = forms.BooleanField(
        label=_("Someone else may see or hear messages"),
        help_text=_("Messages then say only that there is something to read. Leave it ticked unless they told you."),
        required=False,
        initial=True,
    )
    safe_times = forms.CharField(
        label=_("When it is safe to reach them"), max_length=200, required=False, validators=[readable]
    )
    wants_call = forms.BooleanField(
        label=_("They want us to call them back"), help_text=_("We promise a call within 24 hours."), required=False
    )

    def clean(self):
        cleaned = super().clean()
        needed = NEEDED.get(cleaned.get("prefers"))
        if needed and not cleaned.get(needed) and needed not in self.errors:
            self.add_error(needed, _("Give what we need to reach them this way, or choose another way"))
        if cleaned.get("wants_call") and not cleaned.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("We need a number to call them back"))
        return cleaned

    def report(self) -> Report:
        given = self.cleaned_data
        contact = SafeContact(
            prefers=given["prefers"],
            email=given["email"],
            phone=given["phone"],
            safe_times=given["safe_times"],
            may_leave_voicemail=given["may_leave_voicemail"],
            shared=given["shared"],
            language=given["language"],
        )
        return Report(
            kind=Kind(given["kind"]),
            what_happened=given["what_happened"],
            source=self.source,
            name=given["name"],
            contact=contact,
            place=given["place"],
            support_needs=given["support_needs"],
            interpreter=given["interpreter"],
            restricted=given["restricted"],
            wants_call=given["wants_call"],
            answers=self.answers(),
        )

    def answers(self) -> list[dict]:
        """The report as it was given, but for how to reach its reporter, which is kept apart."""
        given = self.cleaned_data
        rows = [
            [str(self.fields["kind"].label), str(Kind(given["kind"]).label)],
            [str(self.fields["what_happened"].label), given["what_happened"]],
            [str(self.fields["place"].label), given["place"]],
            [str(self.fields["language"].label), given["language"]],
            [str(self.fields["interpreter"].label), str(_("Yes")) if given["interpreter"] else ""],
            [str(self.fields["support_needs"].label), given["support_needs"]],
        ]
        return [{"title": str(self.came_from), "rows": [row for row in rows if row[1]]}]


class AddForm(DeskForm):
    """A case that the chat is added to, by its reference. One that they may not add to is answered like none."""

    reference = forms.CharField(
        label=_("Reference of the case"),
        max_length=40,
        error_messages={"required": _("Type the reference, like FS-7K3M-9Q2P")},
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_reference(self) -> Case:
        reference = tidy_reference(self.cleaned_data["reference"])
        case = cases_for(self.user, Do.LEAVE_MESSAGE).filter(reference=reference).first()
        if case is None:
            raise forms.ValidationError(_("There is no such case that you can add to. Check the reference."))
        return case


class RemoveForm(DeskForm):
    reason = forms.ChoiceField(
        label=_("What is it?"),
        help_text=_("The visitor reads this in place of the message."),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is")},
    )
    note = forms.CharField(
        label=_("Why, for colleagues"),
        help_text=_("The visitor never sees it. Do not repeat what you remove."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[readable],
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("reason") == Reason.OTHER and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", _("Write why it should not stand here"))
        return cleaned
