"""How forms look to the public: the site's own templates, in the markup of govuk-frontend, with nothing taken for granted
of the browser (every rule is the server's, and its message stands beside the field)."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.utils import pretty_name
from django.forms.widgets import ChoiceWidget
from django.template import TemplateDoesNotExist
from django.template.loader import select_template
from django.utils.translation import gettext_lazy as _


class PublicRenderer(DjangoTemplates):
    """Looks for each template under `public_forms/` first, then anywhere in the project, then in Django itself."""

    form_template_name = "public_forms/form.html"
    field_template_name = "public_forms/field.html"

    def get_template(self, template_name: str):
        try:
            return select_template([f"public_forms/{template_name}", template_name])
        except TemplateDoesNotExist:
            return super().get_template(template_name)


class PublicBoundField(BoundField):
    """A field together with why it is asked, its hint and the place its errors link to."""

    @property
    def why(self) -> str:
        return getattr(self.field, "why", "") or self.form.why.get(self.name, "")

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}_helptext"

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}_error"

    @property
    def first_id(self) -> str:
        """What one can type in or choose first: a group has no id of its own to go to."""
        return self.id_for_label or f"{self.auto_id}_0"

    @property
    def marked_optional(self) -> bool:
        """A single tick box is optional by its nature; saying so only puzzles."""
        return not self.field.required and not self.is_tick and self.form.mark_optional

    @property
    def is_tick(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def aria_describedby(self) -> str | None:
        """As Django's, and counts the reason as part of the hint."""
        if self.field.widget.attrs.get("aria-describedby") or self.is_hidden or not self.auto_id:
            return super().aria_describedby
        ids = [self.hint_id] if self.help_text or self.why else []
        return " ".join(ids + ([self.error_id] if self.errors else []))

    def build_widget_attrs(self, attrs: dict, widget: forms.Widget | None = None) -> dict:
        attrs = super().build_widget_attrs(attrs, widget)
        if self.form.sensitive:
            # Without this, browsers put what was typed back when someone else presses Back.
            attrs["autocomplete"] = "off"
        return attrs


# What to say instead of Django's own words, where a field has none of its own. Errors are also listed at the top of the
# page, away from their fields, so each names its question.
REQUIRED = {
    forms.CheckboxInput: _("Tick “%(label)s” to go on"),
    ChoiceWidget: _("Choose an answer to “%(label)s”"),
    forms.FileInput: _("Choose a file for “%(label)s”"),
    forms.Widget: _("Answer “%(label)s”"),
}
OTHERWISE = {
    "max_length": _("Use %(limit_value)d characters or fewer. You have used %(show_value)d."),
    "null_characters_not_allowed": _("There is a character here that we cannot read. Please type this again."),
}


def explain(name: str, field: forms.Field) -> None:
    """Give a field words that help, unless it has its own."""
    own = field.error_messages
    if own.get("required") is forms.Field.default_error_messages["required"]:
        words = next(words for kind, words in REQUIRED.items() if isinstance(field.widget, kind))
        own["required"] = words % {"label": field.label or pretty_name(name)}
    if isinstance(field, forms.CharField):
        for code, words in OTHERWISE.items():
            own.setdefault(code, words)
    if own.get("invalid") is forms.DateField.default_error_messages["invalid"]:
        own["invalid"] = _("Enter a real date, like 5 11 2026")


class PublicForm(forms.Form):
    """The form of every public page.

    `why` says why a field is asked, shown with its hint. `sensitive` keeps browsers from remembering what is typed.
    `summary_elsewhere` is for a page that places `components/error_summary.html` itself. Nothing is checked by the
    browser (write the tag with `novalidate`), so that everyone gets the same words in the same place.
    """

    # One for all forms, for each renderer reads and keeps its templates anew.
    default_renderer = PublicRenderer()
    bound_field_class = PublicBoundField
    use_required_attribute = False
    why: Mapping[str, Any] = {}
    sensitive = False
    mark_optional = True
    summary_elsewhere = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()
        for name, field in self.fields.items():
            explain(name, field)

    def prepare(self) -> None:
        """Where fields depend on who is asked, change them here: their messages are made from their labels after."""

    def get_context(self) -> dict:
        return {"form": self, "fields": self.visible_fields(), "hidden_fields": self.hidden_fields()}


class HintedChoices:
    """Mix into RadioSelect or CheckboxSelectMultiple: `hints` maps a choice to a line of explanation under it."""

    def __init__(self, *args, hints: Mapping[str, Any] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.hints = hints or {}

    def create_option(self, name, value, *args, **kwargs) -> dict:
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"hint": self.hints.get(str(value), "")}


class HintedRadios(HintedChoices, forms.RadioSelect):
    pass


class HintedCheckboxes(HintedChoices, forms.CheckboxSelectMultiple):
    pass


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(st|nd|rd|th)?[\s./,–-]+(?P<month>\d{1,2}|[^\W\d_]{3,})[\s./,–-]+(?P<year>\d{4}|\d\d)"
)
YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
# Stands between what was typed in each box when it is no date; no one types it.
BREAK = "\x1f"


class DateBoxes(forms.MultiWidget):
    """Day, month and year, each typed. For a DateField: gives it one ISO date, or what was typed if that is not one.

    A month may be typed as a word and a year with two figures, as people write them, and the whole date in one box.
    """

    template_name = "public_forms/date_boxes.html"
    labels = (_("Day"), _("Month"), _("Year"))
    widths = ("govuk-input--width-2", "govuk-input--width-2", "govuk-input--width-4")

    def __init__(self, attrs: dict | None = None):
        # A month may be a word, so only the numbers ask a phone for its number keys.
        boxes = {
            "day": forms.TextInput({"class": self.widths[0], "inputmode": "numeric"}),
            "month": forms.TextInput({"class": self.widths[1]}),
            "year": forms.TextInput({"class": self.widths[2], "inputmode": "numeric"}),
        }
        super().__init__(boxes, attrs)

    def decompress(self, value) -> list:
        if not value:
            return ["", "", ""]
        if isinstance(value, str):
            return value.split(BREAK) if BREAK in value else value.split("-")[::-1]
        return [value.day, value.month, value.year]

    def get_context(self, name, value, attrs) -> dict:
        context = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], self.labels, strict=True):
            part["label"] = label
        return context

    def value_from_datadict(self, data, files, name) -> str | None:
        parts = [(part or "").replace(BREAK, " ").strip() for part in super().value_from_datadict(data, files, name)]
        typed = " ".join(parts).strip()
        return (_iso_date(typed) or BREAK.join(parts)) if typed else None


def _iso_date(typed: str) -> str:
    """The date as a DateField reads it, whether or not there is such a day; empty if no one writes a date like that."""
    found = DAY_FIRST.fullmatch(typed) or YEAR_FIRST.fullmatch(typed)
    if not found:
        return ""
    year, month = int(found["year"]), _month_number(found["month"])
    year += 2000 if len(found["year"]) == 2 else 0
    return f"{year}-{month}-{int(found['day'])}" if month and year >= 1900 else ""


def _month_number(month: str) -> int:
    """From a number or the beginning of its name; 0 if it is neither."""
    if month.isdecimal():
        return int(month)
    start = month[:3].lower()
    return MONTHS.index(start) + 1 if start in MONTHS else 0


class FileUpload(forms.FileInput):
    """Several files in one box."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict | None = None):
        super().__init__({"data-upload": True, "multiple": True} | (attrs or {}))


class FilesField(forms.FileField):
    """Several files, each checked as a FileField checks one. Cleans to a list, empty if there are none."""

    widget = FileUpload

    def clean(self, data, initial=None) -> list:
        files = [each for each in (data if isinstance(data, (list, tuple)) else [data]) if each]
        if not files:
            super().clean(None, initial)
            return []
        return [super(FilesField, self).clean(each, initial) for each in files]
