from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import Owner
from .case import Case


class PlanQuerySet(models.QuerySet):
    def issued(self):
        return self.exclude(issued_at=None)


class Plan(models.Model):
    """A version of the written action plan. A draft until it is sent; from then on changed only by a new version."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="plans")
    version = models.PositiveSmallIntegerField(_("version"))
    told_us = models.TextField(_("what you told us"))
    aim = models.TextField(_("what we want to achieve together"))
    safety = models.TextField(_("staying safe until then"), blank=True)
    review_on = models.DateField(_("we look at the plan again on"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("sent"), null=True, blank=True)
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    missing = models.TextField(_("what the reporter says is missing"), blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["case", "version"]
        constraints = [models.UniqueConstraint(fields=["case", "version"], name="plan_version_once")]

    def __str__(self):
        return f"Plan {self.version}"


class PlanStep(models.Model):
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    owner = models.CharField(_("who"), max_length=10, choices=Owner.choices)
    who = models.CharField(_("name or agency"), max_length=120, blank=True)
    what = models.CharField(_("what"), max_length=300)
    due_on = models.DateField(_("by when"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self):
        return f"Step {self.pk}"
