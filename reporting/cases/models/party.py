from django.db import models
from django.utils.translation import gettext_lazy as _

from reporting.post.models import Recipient

from ..enums import PartyRole, Relation
from .case import Case


class Party(models.Model):
    """A person in a case. The reporter may have no name; an alleged perpetrator has no recipient until we write."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(_("role"), max_length=10, choices=PartyRole.choices)
    name = models.CharField(_("name"), max_length=160, blank=True)
    relation = models.CharField(_("who is reporting"), max_length=20, choices=Relation.choices, blank=True)
    about = models.TextField(_("what we know of them"), blank=True)
    support_needs = models.TextField(_("support needs"), blank=True)
    # Of `Vulnerability`.
    vulnerable = models.JSONField(_("what makes them vulnerable"), default=list, blank=True)
    interpreter = models.BooleanField(_("needs an interpreter"), default=False)
    recipient = models.OneToOneField(Recipient, null=True, blank=True, on_delete=models.PROTECT, related_name="party")

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(role=PartyRole.REPORTER), name="one_reporter_a_case"
            )
        ]

    def __str__(self):
        return f"Party {self.pk}"

    @property
    def is_anonymous(self) -> bool:
        return not self.name
