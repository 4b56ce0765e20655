"""Numbers that managers set together and that stay as they were for what began under them: service standards, risk weights."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from reporting.kinds import Category


@dataclass(frozen=True)
class Figure:
    """A number that managers set. `said` puts it into words with its unit; `of` is what its label belongs to."""

    key: str
    label: str
    first: int
    most: int
    said: Callable[[int], str]
    hint: str = ""
    least: int = 1
    category: Category | None = None
    of: str = ""

    @property
    def name(self) -> str:
        """Its label, for where it stands alone."""
        if self.category is not None:
            return _("Category %(category)s. %(what)s") % {"category": self.category.value, "what": self.label}
        return _("%(of)s %(what)s") % {"of": self.of, "what": self.label} if self.of else str(self.label)


@dataclass(frozen=True)
class Sheet:
    """Figures in the groups in which they stand on a page: each its legend, and its figures."""

    groups: tuple[tuple[str, list[Figure]], ...] = field(default=())

    @cached_property
    def figures(self) -> dict[str, Figure]:
        return {figure.key: figure for _legend, group in self.groups for figure in group}

    @cached_property
    def first(self) -> dict[str, int]:
        """What holds before anyone has set anything."""
        return {key: figure.first for key, figure in self.figures.items()}
