from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from reporting.cases.desk.forms import DeskForm
from reporting.kinds import Kind

from ..filling import only_known_fields
from ..forms import MessageField, readable
from ..models import QuickReply

HIGHEST_ORDER = 30_000


class QuickReplyForm(DeskForm):
    title = forms.CharField(
        label=_("Title"),
        help_text=_("What staff look for. Visitors never see it."),
        max_length=80,
        validators=[readable],
        error_messages={"required": _("Give it a title")},
    )
    text = MessageField(
        label=_("Text"),
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": _("Write what is to be said")},
    )
    topic = forms.ChoiceField(label=_("Topic"), choices=[("", _("Any topic")), *Kind.choices], required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    by_machine = forms.BooleanField(
        label=_("A machine translated it"),
        help_text=_("Staff are told so. Take the tick away when someone who speaks the language well has read it."),
        required=False,
    )
    order = forms.IntegerField(
        label=_("Place in the list"),
        help_text=_("The smallest number comes first."),
        min_value=0,
        max_value=HIGHEST_ORDER,
        initial=1000,
    )

    def prepare(self) -> None:
        self.fields["text"].validators.append(only_known_fields)

    @classmethod
    def showing(cls, reply: QuickReply) -> "QuickReplyForm":
        return cls(initial={name: getattr(reply, name) for name in cls.base_fields})
