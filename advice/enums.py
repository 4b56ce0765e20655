from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Topic(TextChoices):
    """What a partner helps with, in the order of the directory."""

    ANYONE = "anyone", _("Help for anyone affected")
    CRIME = "crime", _("Police and crime")
    DOMESTIC_ABUSE = "domestic_abuse", _("Domestic abuse and sexual violence")
    STALKING = "stalking", _("Stalking and harassment")
    HATE = "hate", _("Hate")
    EXPLOITATION = "exploitation", _("Being used or controlled by others")
    NOISE = "noise", _("Noise and smoke")
    RUBBISH = "rubbish", _("Rubbish and pollution")
    VEHICLES = "vehicles", _("Vehicles")
    ANIMALS = "animals", _("Pets and animals")
    NEIGHBOURS = "neighbours", _("Getting on with neighbours")
    SUBSTANCES = "substances", _("Drugs, alcohol and gambling")
    HEALTH = "health", _("Health and feelings")
    CHILDREN = "children", _("Children and young people")
    ADULTS = "adults", _("Older people and adults at risk")
    HOUSING = "housing", _("Housing, money and legal advice")
    COMPLAINTS = "complaints", _("Complaints and reviews")
    ACCESS = "access", _("If you are deaf, or find it hard to speak")


class Action(TextChoices):
    """What put it right: the action that a success story is about."""

    EARLY_TALK = "early_talk", _("An early talk")
    MEDIATION = "mediation", _("Mediation")
    AGREEMENT = "agreement", _("A written agreement")
    SUPPORT = "support", _("Support for someone")
    CLEAN_UP = "clean_up", _("Cleaning and repairs")
    SECURITY = "security", _("Locks, lights and doors")
    ACTIVITIES = "activities", _("Something to do for young people")
    TOGETHER = "together", _("Work with police or council")
    WARNING = "warning", _("A warning")
    COURT = "court", _("Court action")


class Repeats(TextChoices):
    """How often something in a neighbourhood comes again."""

    ONCE = "", _("Once")
    WEEKLY = "weekly", _("Every week")
    FORTNIGHTLY = "fortnightly", _("Every second week")
