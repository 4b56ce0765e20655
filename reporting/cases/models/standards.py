from dataclasses import fields
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from ..figures import Sheet
from ..standards import SHEET, Standard, key_of
from .figures import FiguresVersion


class StandardsVersion(FiguresVersion):
    """The service standards. A case keeps those it was opened under."""

    sheet: ClassVar[Sheet] = SHEET

    class Meta:
        verbose_name = _("service standards")
        verbose_name_plural = _("service standards")

    def of(self, category: str) -> Standard:
        return Standard(**{field.name: self.figure(key_of(category, field.name)) for field in fields(Standard)})
