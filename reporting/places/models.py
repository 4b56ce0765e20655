from django.db import models
from django.utils.translation import gettext_lazy as _

from .postcodes import tidy_postcode


class Area(models.Model):
    """A part of the landlord's homes that one officer champions, within a region."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    region = models.CharField(_("region"), max_length=80)

    class Meta:
        ordering = ["name"]
        verbose_name = _("area")
        verbose_name_plural = _("areas")

    def __str__(self):
        return self.name


class HomeQuerySet(models.QuerySet):
    def at_postcode(self, postcode: str):
        return self.filter(postcode=tidy_postcode(postcode)).order_by("street", "number_order", "number")


class Home(models.Model):
    """A home that we let, as the housing system has it."""

    reference = models.CharField(_("housing system reference"), max_length=40, unique=True)
    number = models.CharField(_("number or name"), max_length=60)
    number_order = models.PositiveIntegerField(default=0, editable=False)
    street = models.CharField(_("street"), max_length=120)
    town = models.CharField(_("town"), max_length=80)
    postcode = models.CharField(_("postcode"), max_length=8, db_index=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="homes", verbose_name=_("area"))

    objects = HomeQuerySet.as_manager()

    class Meta:
        ordering = ["postcode", "street", "number_order", "number"]
        verbose_name = _("home")
        verbose_name_plural = _("homes")

    def __str__(self):
        return self.reference

    @property
    def address(self) -> str:
        return f"{self.number} {self.street}, {self.town}, {self.postcode}"


class Tenancy(models.Model):
    """Who lives where, as the housing system has it; ended tenancies stay for old cases."""

    reference = models.CharField(_("housing system reference"), max_length=40, unique=True)
    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="tenancies", verbose_name=_("home"))
    tenant_name = models.CharField(_("tenant"), max_length=160)
    started_on = models.DateField(_("started"))
    ended_on = models.DateField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ["-started_on"]
        verbose_name = _("tenancy")
        verbose_name_plural = _("tenancies")

    def __str__(self):
        return self.reference


class PackRead(models.Model):
    """A new tenant said that they have read the sign-up pack (P28). Their own words: nothing is looked up."""

    name = models.CharField(_("name"), max_length=160)
    home = models.CharField(_("address or tenancy reference"), max_length=200)
    read_on = models.DateField(_("read on"))
    said_at = models.DateTimeField(_("told us"), auto_now_add=True, db_index=True)

    class Meta:
        ordering = ["-said_at", "-pk"]
        verbose_name = _("sign-up pack read")
        verbose_name_plural = _("sign-up packs read")
        constraints = [
            # Sent twice, it is said once.
            models.UniqueConstraint(fields=["name", "home", "read_on"], name="pack_read_said_once")
        ]

    def __str__(self):
        return f"{self.pk}"
