from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .roles import Role


class User(AbstractUser):
    """A member of staff, or of the scrutiny panel. Reporters have no account: they hold a secret instead."""

    areas = models.ManyToManyField(
        "places.Area",
        blank=True,
        related_name="champions",
        verbose_name=_("areas they champion"),
        help_text=_("New cases in these areas are offered to them first."),
    )

    away_until = models.DateField(
        _("away until"),
        null=True,
        blank=True,
        help_text=_("The first day on which they are back. Empty when they are in."),
    )

    @cached_property
    def roles(self) -> frozenset[Role]:
        """What they are here as: the groups that are named for a role. One query, then kept."""
        return self.roles_among(group.name for group in self.groups.all())

    def roles_among(self, groups: Iterable[str]) -> frozenset[Role]:
        """The roles that groups of these names give them: none to someone who left."""
        return frozenset(Role(name) for name in groups if self.is_active and name in Role.values)

    @property
    def is_away(self) -> bool:
        return self.away_until is not None and self.away_until > timezone.localdate()

    @property
    def display_name(self) -> str:
        return self.get_full_name() or self.username
