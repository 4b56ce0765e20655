from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..figures import Sheet


class FiguresQuerySet(models.QuerySet):
    def current(self) -> "FiguresVersion":
        """Those that hold now. Where none was ever set, the first figures do."""
        newest = self.order_by("-number").first()
        return newest or self.get_or_create(number=1, defaults={"figures": self.model.sheet.first})[0]


class FiguresVersion(models.Model):
    """The figures of a `sheet` as they were decided once. Never changed: a change is the next version."""

    sheet: ClassVar[Sheet]

    number = models.PositiveIntegerField(_("version"), unique=True)
    # By the keys of `sheet.figures`.
    figures = models.JSONField()
    why = models.TextField(_("why"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("from"), default=timezone.now)

    objects = FiguresQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{type(self).__name__} {self.number}"

    @property
    def every_figure(self) -> dict[str, int]:
        """A figure that came after this version has what it began with."""
        return self.sheet.first | self.figures

    def figure(self, key: str) -> int:
        """`sheet.figures` says in which unit."""
        return self.every_figure[key]
