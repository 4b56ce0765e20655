from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """Each is the name of a Django group; what a role may do with a case stands in the permission table."""

    CONTACT_CENTRE = "contact_centre", _("Contact centre")
    OUT_OF_HOURS = "out_of_hours", _("Out-of-hours agent")
    DUTY_OFFICER = "duty_officer", _("Duty officer")
    COORDINATOR = "coordinator", _("Community safety co-ordinator")
    NEIGHBOURHOOD_OFFICER = "neighbourhood_officer", _("Neighbourhood officer")
    MANAGER = "manager", _("Community safety manager")
    QUALITY = "quality", _("Quality and performance")
    EDITOR = "editor", _("Communications editor")
    PANEL = "panel", _("Scrutiny panel")


# Those who work cases to the end.
OFFICERS = frozenset({Role.COORDINATOR, Role.NEIGHBOURHOOD_OFFICER})
EVERYONE = frozenset(Role)
