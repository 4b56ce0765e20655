"""The steps of the report, a form each, in the order in which they are asked."""

from .beginning import DangerForm, HelpedForm, NowForm, WhoForm
from .details import DetailsForm, WhatForm
from .ending import CheckForm, ContactForm, EvidenceForm, ReachForm, WishForm
from .people import EffectForm, HouseholdForm, NeedsForm, PeopleForm
from .place_and_time import HomeForm, WhenForm, WhereForm

FORMS = [
    ("danger", DangerForm),
    ("now", NowForm),
    ("who", WhoForm),
    ("helped", HelpedForm),
    ("what", WhatForm),
    ("details", DetailsForm),
    ("where", WhereForm),
    ("home", HomeForm),
    ("when", WhenForm),
    ("people", PeopleForm),
    ("effect", EffectForm),
    ("household", HouseholdForm),
    ("needs", NeedsForm),
    ("evidence", EvidenceForm),
    ("wish", WishForm),
    ("contact", ContactForm),
    ("reach", ReachForm),
    ("check", CheckForm),
]

__all__ = ["FORMS"]
