from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.codes import new_code

from .rendering import PublicForm

KEY_LENGTH = 20


class SearchForm(PublicForm):
    summary_elsewhere = True
    mark_optional = False

    q = forms.CharField(label=_("Search this site"), max_length=100, required=False)


def new_key() -> str:
    return new_code(KEY_LENGTH)


class FormKey(forms.RegexField):
    """Made with the form and sent with it, so that a form sent twice is taken once."""

    def __init__(self):
        super().__init__(rf"\A[0-9A-Z]{{{KEY_LENGTH}}}\Z", widget=forms.HiddenInput, initial=new_key)


class FeedbackForm(PublicForm):
    sensitive = True
    summary_elsewhere = True

    key = FormKey()
    helped = forms.ChoiceField(
        label=_("Did it help?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it helped")},
    )
    comment = forms.CharField(
        label=_("What was missing, wrong or hard to understand? Or what was good?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
