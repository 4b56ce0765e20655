from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.cases.desk.forms import DeskForm
from reporting.cases.enums import Source

from ..forms import readable
from ..models import NOTE_LENGTH, CallNote
from .forms import PREFERS, WHAT_HAPPENED_LENGTH, AddForm, CaseForm


class CallNoteForm(DeskForm):
    """What is typed while one listens: taken as it stands, half a number too. A case asks for more."""

    mark_optional = False

    # As the report for someone on the phone calls what it begins with.
    words = forms.CharField(
        label=_("Notes"),
        help_text=_("What they tell you, in their own words where you can."),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 10}),
        validators=[readable],
    )
    name = forms.CharField(label=_("Their name"), max_length=160, required=False, validators=[readable])
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"type": "tel"}),
        validators=[readable],
    )
    safe_times = forms.CharField(
        label=_("When it is safe to reach them"), max_length=200, required=False, validators=[readable]
    )
    prefers = forms.ChoiceField(label=_("How may we reach them?"), choices=PREFERS)
    email = forms.CharField(label=_("E-mail address"), max_length=254, required=False, validators=[readable])
    may_leave_voicemail = forms.BooleanField(label=_("We may leave a voicemail"), required=False)
    shared = forms.BooleanField(label=_("Someone else may see or hear messages"), required=False)
    wants_call = forms.BooleanField(label=_("They want us to call them back"), required=False)

    @classmethod
    def showing(cls, note: CallNote) -> "CallNoteForm":
        return cls(initial={name: getattr(note, name) for name in cls.base_fields})


class CallCaseForm(CaseForm):
    """A case from a call: all that was noted stands in it already."""

    source = Source.PHONE
    came_from = _("From a call")

    what_happened = forms.CharField(
        label=_("What happened"),
        help_text=_("Your notes. The reporter can read this; what you take out is not kept."),
        max_length=WHAT_HAPPENED_LENGTH,
        widget=forms.Textarea({"rows": 8}),
        validators=[readable],
    )


class CallAddForm(AddForm):
    who = forms.ChoiceField(
        label=_("Who called?"),
        help_text=_("Be sure who they are. Only the reporter may hear of their call on “Your case”."),
        choices=[("reporter", _("The person who reported it")), ("other", _("Someone else, or I am not sure"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who called")},
    )
