from django.contrib.auth.models import AbstractUser
from django.db import models
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

    @cached_property
    def roles(self) -> frozenset[Role]:
        """What they are here as: the groups that are named for a role. One query, then kept."""
        if not self.is_active:
            return frozenset()
        names = {group.name for group in self.groups.all()}
        return frozenset(Role(name) for name in names if name in Role.values)

    @property
    def display_name(self) -> str:
        return self.get_full_name() or self.username
