from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    NEW = "new", _("New")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    MET = "met", _("Rule met: there is a review")
    NOT_MET = "not_met", _("Rule not met")


UNDECIDED = frozenset({Status.NEW, Status.ACKNOWLEDGED})
DECISIONS = (Status.MET, Status.NOT_MET)


class Who(TextChoices):
    SELF = "self", _("Me")
    OTHER = "other", _("Someone else, who agrees that I ask")


class Told(TextChoices):
    US = "us", _("Us, your landlord")
    COUNCIL = "council", _("The council")
    POLICE = "police", _("The police")
    OTHER = "other", _("Someone else")
