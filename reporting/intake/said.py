"""Answers in words, as questions and what was said to them: for the check, and for the record of the case."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _

from home.said import said_day


def rows(form) -> list[list[str]]:
    """The answered questions of a valid form, in the order asked."""
    found = []
    for name, field in form.fields.items():
        words = "" if name in form.not_said else in_words(field, form.cleaned_data.get(name))
        if words:
            found.append([str(field.label), words])
    return found


def in_words(field: forms.Field, value) -> str:
    if isinstance(field, forms.MultipleChoiceField):
        return "; ".join(str(words) for choice, words in field.choices if choice in value)
    if isinstance(field, forms.ChoiceField):
        return next((str(words) for choice, words in field.choices if value and choice == value), "")
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else ""
    if isinstance(value, date):
        return said_day(value)
    return str(value or "").strip()
