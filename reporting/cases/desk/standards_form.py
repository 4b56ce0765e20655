"""What is promised, as managers set it."""

from itertools import pairwise

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.kinds import Category

from ..models import StandardsVersion
from ..standards import BY_CATEGORY, FIGURES, FOR_ALL, IN_A_CATEGORY, Figure, key_of
from .forms import DeskForm, long_text


def number_field(figure: Figure) -> forms.IntegerField:
    return forms.IntegerField(
        label=figure.label,
        help_text=figure.hint,
        min_value=1,
        max_value=figure.most,
        error_messages={"required": gettext_lazy("Enter a number")},
    )


class StandardsForm(DeskForm):
    """A number for each of `FIGURES`, and why they change."""

    why = long_text(
        3,
        label=gettext_lazy("Why they change"),
        help_text=gettext_lazy("Whoever looks at the standards later reads it."),
        error_messages={"required": gettext_lazy("Say why they change")},
    )
    # The version that is being looked at.
    instead_of = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def showing(cls, version: StandardsVersion) -> "StandardsForm":
        return cls(initial=version.every_figure | {"instead_of": version.number})

    def against(self, version: StandardsVersion) -> None:
        """From now on it takes the place of `version`, which whoever fills it in is shown."""
        self.data = self.data.copy()
        self.data["instead_of"] = version.number

    def groups(self) -> list[dict]:
        """The fields as they stand on the page: those for every report, then each category's."""
        groups = [(_("Every report"), FOR_ALL), *((category.label, BY_CATEGORY[category]) for category in Category)]
        return [{"legend": legend, "fields": [self[figure.key] for figure in figures]} for legend, figures in groups]

    @property
    def figures(self) -> dict[str, int]:
        return {key: self.cleaned_data[key] for key in FIGURES}

    def clean(self):
        cleaned = super().clean()
        for name in IN_A_CATEGORY:
            for sooner, later in pairwise(Category):
                self.not_later(key_of(sooner, name), key_of(later, name), sooner, later)
        return cleaned

    def not_later(self, key: str, than: str, sooner: Category, later: Category) -> None:
        """Someone without a category yet is told of A's as the soonest and C's as the latest."""
        first, second = self.cleaned_data.get(key), self.cleaned_data.get(than)
        if first and second and first > second:
            words = _("Category %(sooner)s cannot wait longer than category %(later)s.")
            self.add_error(key, ValidationError(words % {"sooner": sooner.value, "later": later.value}))


StandardsForm.base_fields = {
    **{key: number_field(figure) for key, figure in FIGURES.items()},
    **StandardsForm.base_fields,
}
