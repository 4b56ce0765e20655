from dataclasses import fields

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..standards import FIRST, Standard, key_of


class StandardsQuerySet(models.QuerySet):
    def current(self) -> "StandardsVersion":
        """Those that a case opened now is given. Where none was ever set, the first figures are."""
        return self.order_by("-number").first() or self.get_or_create(number=1, defaults={"figures": FIRST})[0]


class StandardsVersion(models.Model):
    """The service standards as they were decided once. Never changed: a change is the next version."""

    number = models.PositiveIntegerField(_("version"), unique=True)
    # `standards.FIGURES` by their keys.
    figures = models.JSONField()
    why = models.TextField(_("why"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("from"), default=timezone.now)

    objects = StandardsQuerySet.as_manager()

    class Meta:
        verbose_name = _("service standards")
        verbose_name_plural = _("service standards")

    def __str__(self):
        return f"Standards {self.number}"

    @property
    def every_figure(self) -> dict[str, int]:
        """By the keys of `standards.FIGURES`. One that came after this version has what it began with."""
        return FIRST | self.figures

    def figure(self, key: str) -> int:
        """`standards.FIGURES` says in which unit."""
        return self.every_figure[key]

    def of(self, category: str) -> Standard:
        return Standard(**{field.name: self.figure(key_of(category, field.name)) for field in fields(Standard)})
