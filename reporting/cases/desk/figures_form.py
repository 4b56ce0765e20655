"""Numbers that managers set together: what is promised, and what answers to the risk questions weigh."""

from itertools import pairwise
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.kinds import Category

from .. import risk, standards
from ..figures import Figure, Sheet
from ..models.figures import FiguresVersion
from .forms import DeskForm, long_text


def number_field(figure: Figure) -> forms.IntegerField:
    return forms.IntegerField(
        label=figure.label,
        help_text=figure.hint,
        min_value=figure.least,
        max_value=figure.most,
        error_messages={"required": gettext_lazy("Enter a number")},
    )


class FiguresForm(DeskForm):
    """A number for each figure of `sheet`, and why they change."""

    sheet: ClassVar[Sheet]

    why = long_text(
        3,
        label=gettext_lazy("Why they change"),
        help_text=gettext_lazy("Whoever looks at them later reads it."),
        error_messages={"required": gettext_lazy("Say why they change")},
    )
    # The version that is being looked at.
    instead_of = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def showing(cls, version: FiguresVersion) -> "FiguresForm":
        return cls(initial=version.every_figure | {"instead_of": version.number})

    def against(self, version: FiguresVersion) -> None:
        """From now on it takes the place of `version`, which whoever fills it in is shown."""
        self.data = self.data.copy()
        self.data["instead_of"] = version.number

    def groups(self) -> list[dict]:
        """The fields as they stand on the page."""
        return [
            {"legend": legend, "fields": [self[figure.key] for figure in figures]}
            for legend, figures in self.sheet.groups
        ]

    @property
    def figures(self) -> dict[str, int]:
        return {key: self.cleaned_data[key] for key in self.sheet.figures}


def with_numbers(form_class: type[FiguresForm]) -> type[FiguresForm]:
    """Its numbers come before why, as they stand on the page and in the summary of what is wrong."""
    numbers = {key: number_field(figure) for key, figure in form_class.sheet.figures.items()}
    form_class.base_fields = numbers | form_class.base_fields
    return form_class


@with_numbers
class StandardsForm(FiguresForm):
    sheet = standards.SHEET

    def clean(self):
        cleaned = super().clean()
        for name in standards.IN_A_CATEGORY:
            for sooner, later in pairwise(Category):
                self.not_later(standards.key_of(sooner, name), standards.key_of(later, name), sooner, later)
        return cleaned

    def not_later(self, key: str, than: str, sooner: Category, later: Category) -> None:
        """Someone without a category yet is told of A's as the soonest and C's as the latest."""
        first, second = self.cleaned_data.get(key), self.cleaned_data.get(than)
        if first and second and first > second:
            words = _("Category %(sooner)s cannot wait longer than category %(later)s.")
            self.add_error(key, ValidationError(words % {"sooner": sooner.value, "later": later.value}))


@with_numbers
class RiskForm(FiguresForm):
    sheet = risk.SHEET

    def clean(self):
        cleaned = super().clean()
        medium, high = cleaned.get("medium_from"), cleaned.get("high_from")
        if medium and high and medium >= high:
            self.add_error("high_from", ValidationError(_("High risk must begin above medium risk.")))
        return cleaned
