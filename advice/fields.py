from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class ManyChoicesField(models.JSONField):
    """Several of `choices`, kept as a list of their values; boxes to tick in the editor."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return forms.MultipleChoiceField(
            choices=self.choices,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def validate(self, value, model_instance):
        """As a list: Django's own check of choices looks for the whole value among them."""
        known = {str(choice) for choice, _label in self.choices}
        if not isinstance(value, list) or not known.issuperset(value):
            raise ValidationError(_("Choose from the list."))
