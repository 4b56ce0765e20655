"""The figures that the page on our performance shows, wherever they come from (P60).

An editor types some into the page. Others are counted by an app above this one, which registers a function:

    from home.figures import Figure, register

    @register
    def cases_opened() -> list[Figure]:
        return [Figure(name=_("Cases opened"), period=_("April 2025 to March 2026"), count=412)]

It is called each time the page is made, so it must be quick (the page is then kept whole for a minute). Small numbers
could point at someone: what is counted below `FEWEST`, and a share of fewer than `FEWEST` answers, is never told as it is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

FEWEST = 5


@dataclass(frozen=True)
class Figure:
    """Either a `count`, or a `percent` (0 to 100) of those who `answered`."""

    name: str
    period: str
    count: int | None = None
    percent: Decimal | float | None = None
    answered: int | None = None
    explanation: str = ""

    @property
    def said(self) -> str:
        """The figure as it may be told."""
        if self.percent is not None:
            return _("too few answers to show") if self.too_few_answered else f"{self._share}%"
        return _("fewer than %(few)d") % {"few": FEWEST} if self.count < FEWEST else intcomma(self.count)

    @property
    def answers(self) -> str:
        """How many answered, in words; nothing for what nobody was asked."""
        if self.answered is None:
            return ""
        if self.too_few_answered:
            return _("Fewer than %(few)d people answered.") % {"few": FEWEST}
        words = ngettext("%(count)s person answered.", "%(count)s people answered.", self.answered)
        return words % {"count": intcomma(self.answered)}

    @property
    def too_few_answered(self) -> bool:
        return self.answered is None or self.answered < FEWEST

    @property
    def _share(self) -> str:
        return f"{round(Decimal(self.percent), 1):f}".removesuffix(".0")


Provider = Callable[[], Iterable[Figure]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    _providers.append(provider)
    return provider


def counted() -> list[Figure]:
    """What the registered functions give, in the order they were registered."""
    return [figure for provider in _providers for figure in provider()]
