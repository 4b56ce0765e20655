"""Phone numbers, as people type them."""

import phonenumbers
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

# Long enough to be dialled from anywhere, not only from the same town.
WHOLE = phonenumbers.ValidationResult.IS_POSSIBLE


class PhoneField(forms.CharField):
    """A number that could be one. Whether it is in use is for the phone company to know, not for us to refuse.

    Cleans to the number as people of our country write it, with its country's code where that is another; empty if
    nothing was typed.
    """

    widget = forms.TextInput({"type": "tel", "class": "govuk-input--width-10"})
    default_error_messages = {
        "required": _("Enter a phone number"),
        "invalid": _("Enter a whole phone number, with its area code if it has one"),
    }

    def __init__(self, **kwargs):
        super().__init__(max_length=40, **kwargs)

    def clean(self, value) -> str:
        typed = super().clean(value)
        return self._tidy(typed) if typed else ""

    def _tidy(self, typed: str) -> str:
        try:
            number = phonenumbers.parse(typed, settings.PHONENUMBER_DEFAULT_REGION)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or phonenumbers.is_possible_number_with_reason(number) != WHOLE:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        ours = number.country_code == phonenumbers.country_code_for_region(settings.PHONENUMBER_DEFAULT_REGION)
        style = phonenumbers.PhoneNumberFormat
        return phonenumbers.format_number(number, style.NATIONAL if ours else style.INTERNATIONAL)
