"""The words that everyone shares: kinds of anti-social behaviour, how serious, and what to record.

The kinds are those of the scrutiny report's own table of cases, so that its figures can be drawn again.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    NOISE = "noise", _("Noise")
    HARASSMENT = "harassment", _("Threats, abuse or harassment")
    DRUGS = "drugs", _("Drugs")
    ALCOHOL = "alcohol", _("Drinking and behaviour linked to alcohol")
    COMMUNAL = "communal", _("Shared areas, stairs and loitering")
    VANDALISM = "vandalism", _("Damage and graffiti")
    LITTER = "litter", _("Rubbish, litter and fly-tipping")
    GARDENS = "gardens", _("Gardens")
    PETS = "pets", _("Pets and animals")
    VEHICLES = "vehicles", _("Vehicles and parking")
    VIOLENCE = "violence", _("Violence")
    HATE_RACIAL = "hate_racial", _("Hate because of race")
    HATE_OTHER = "hate_other", _("Hate for any other reason")
    DOMESTIC_ABUSE = "domestic_abuse", _("Domestic abuse")
    SEXUAL = "sexual", _("Sexual acts or prostitution")
    CRIME = "crime", _("Other crime")
    OTHER = "other", _("Something else")


# Only those who need to know may open these cases.
RESTRICTED = frozenset({Kind.DOMESTIC_ABUSE, Kind.HATE_RACIAL, Kind.HATE_OTHER})
HATE = frozenset({Kind.HATE_RACIAL, Kind.HATE_OTHER})
# Always looked at as high risk first, whatever else is known.
HIGH = frozenset({Kind.DOMESTIC_ABUSE, Kind.VIOLENCE, *HATE})


class Category(TextChoices):
    """How serious, by harm and who is harmed, not by the kind of behaviour alone."""

    A = "A", _("A: serious")
    B = "B", _("B: medium")
    C = "C", _("C: lower")


WHAT_TO_RECORD = {
    Kind.NOISE: [
        _("the time it started and stopped"),
        _("what kind of noise it was, and how it got into your home"),
        _("which rooms you heard it in"),
        _("what it stopped you doing, such as sleeping"),
    ],
    Kind.HARASSMENT: [
        _("the exact words, as near as you can"),
        _("messages, voicemails or posts, saved and not answered"),
        _("who saw or heard it"),
        _("the police reference, if you told the police"),
    ],
    Kind.DRUGS: [
        _("times, and the flat or place"),
        _("smells, callers and cars you noticed from your own home"),
        _("nothing that means watching, following or asking anyone"),
    ],
    Kind.ALCOHOL: [
        _("times and the place"),
        _("how many people, and what they did"),
        _("broken glass or mess left behind"),
    ],
    Kind.COMMUNAL: [
        _("which entrance, stair or shared area"),
        _("times, and how many people"),
        _("what they did, and any door or lock that was broken"),
    ],
    Kind.VANDALISM: [
        _("a picture before it is cleaned or mended"),
        _("when you first saw it, and when it was last all right"),
        _("the crime reference, if you told the police"),
    ],
    Kind.LITTER: [
        _("a picture, and where it is"),
        _("when it was left, if you know"),
        _("a number plate, if you saw it safely"),
    ],
    Kind.GARDENS: [
        _("a picture taken from your own side"),
        _("how it affects your home, such as rats, damp or lost light"),
    ],
    Kind.PETS: [
        _("what kind of animal, and how many"),
        _("when it barks or gets out, and for how long"),
        _("anyone hurt or frightened"),
    ],
    Kind.VEHICLES: [
        _("the registration, make and colour"),
        _("where it is, and since when"),
        _("what is done with it: blocking, racing, repairs, fumes"),
    ],
    Kind.VIOLENCE: [
        _("call 999 first"),
        _("the police crime reference"),
        _("pictures of injuries, and who saw it"),
    ],
    Kind.HATE_RACIAL: [
        _("the exact words or signs used"),
        _("why you feel it was because of race: your view is enough to record it"),
        _("the police reference, if you told the police"),
    ],
    Kind.HATE_OTHER: [
        _("the exact words or signs used"),
        _("what you feel it was because of: your view is enough to record it"),
        _("the police reference, if you told the police"),
    ],
    Kind.DOMESTIC_ABUSE: [
        _("only what is safe for you to keep"),
        _("nothing on a phone or computer that the other person can look at"),
    ],
    Kind.SEXUAL: [
        _("the place and times"),
        _("what you saw from your own home, not by following anyone"),
    ],
    Kind.CRIME: [
        _("the police crime reference"),
        _("what happened, where and when"),
    ],
    Kind.OTHER: [
        _("what happened, where and when"),
        _("how it affects you"),
    ],
}
