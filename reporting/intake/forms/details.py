"""What is happening: the kind, and the questions that this kind needs.

Each kind has a form of its own in `DETAILS`; the step shows that form's fields, then asks for the story.
"""

from copy import deepcopy

from django import forms
from django.utils.translation import gettext_lazy as _

from home.rendering import HintedRadios
from reporting.kinds import WHAT_TO_RECORD, Kind

from .base import StepForm, any_of, line, note, one_of, story, yes_no

KIND_HINTS = {
    Kind.NOISE: _("Loud music, shouting, banging, parties, alarms"),
    Kind.HARASSMENT: _("Threats, insults, being followed, or being scared on purpose"),
    Kind.DRUGS: _("Using, selling or growing drugs"),
    Kind.ALCOHOL: _("Drunk people who cause trouble"),
    Kind.COMMUNAL: _("People hanging around, blocked stairs, broken doors"),
    Kind.VANDALISM: _("Things broken, burnt or painted on purpose"),
    Kind.LITTER: _("Bags of rubbish, old furniture, needles"),
    Kind.GARDENS: _("Badly overgrown, full of rubbish, or trees that do harm"),
    Kind.PETS: _("Barking, mess, dangerous or badly kept animals"),
    Kind.VEHICLES: _("Left to rot, blocking the way, racing, repairs"),
    Kind.VIOLENCE: _("Hitting, fighting, weapons"),
    Kind.HATE_RACIAL: _("Because of someone’s race, colour or where they come from"),
    Kind.HATE_OTHER: _("Because of faith, disability, sexuality, being transgender, or anything else"),
    Kind.DOMESTIC_ABUSE: _("Hurt, threatened or controlled by a partner, an ex or someone in the family"),
    Kind.SEXUAL: _("Sexual acts where others can see, kerb crawling"),
    Kind.CRIME: _("Theft, burglary, arson, anything else the police deal with"),
    Kind.OTHER: _("If you are not sure, choose this. We will sort it out."),
}


class WhatForm(StepForm):
    title = _("What is happening?")
    section = _("What is happening")
    reason = _("So that we ask you only what fits, and the right person reads it.")

    kind = one_of(
        _("Choose the one that fits best"),
        Kind.choices,
        required=True,
        widget=HintedRadios(hints=KIND_HINTS),
        error_messages={
            "required": _("Choose the one that fits best. If you are not sure, choose “Something else”.")
        },
    )
    on_phone = {"lead": _("Let the caller tell you in their own words, then choose what fits best.")}


# --- A form for each kind -------------------------------------------------------------------------

TIMES_OF_DAY = (
    ("morning", _("Morning")),
    ("afternoon", _("Afternoon")),
    ("evening", _("Evening, before 11pm")),
    ("night", _("Night, 11pm to 7am")),
)
PLACES = (
    ("inside", _("Inside a home")),
    ("shared", _("On stairs, in a lift or another shared area")),
    ("outside", _("Outside")),
)


def police_told() -> forms.ChoiceField:
    return yes_no(_("Do the police know?"))


def police_reference() -> forms.CharField:
    return line(
        _("The police reference, if you have one"), help_text=_("Also called a crime number or a log number.")
    )


class Details(forms.Form):
    """The fields of one kind. Only declared here; `DetailsForm` shows and checks them."""


class NoiseDetails(Details):
    sounds = any_of(
        _("What kind of noise is it?"),
        (
            ("music", _("Music or television")),
            ("voices", _("Shouting or arguing")),
            ("banging", _("Banging, stamping or doors slammed")),
            ("party", _("Parties")),
            ("machines", _("Machines, tools or DIY")),
            ("animals", _("Animals")),
            ("alarm", _("An alarm")),
            ("other", _("Something else")),
        ),
    )
    times = any_of(_("When do you mostly hear it?"), TIMES_OF_DAY)
    how_long = one_of(
        _("How long does it go on each time?"),
        (
            ("minutes", _("Some minutes")),
            ("hour", _("About an hour")),
            ("hours", _("Several hours")),
            ("night", _("All night or all day")),
            ("varies", _("It is never the same")),
        ),
    )
    rooms = line(
        _("Which of your rooms do you hear it in?"), help_text=_("For example: the bedroom and the living room.")
    )


class HarassmentDetails(Details):
    how = any_of(
        _("How does it happen?"),
        (
            ("in_person", _("Face to face")),
            ("phone", _("By phone or text message")),
            ("online", _("Online")),
            ("letters", _("By letter or note")),
            ("others", _("Through other people")),
            ("watching", _("Following or watching")),
        ),
    )
    words = note(_("What exactly was said or done, as near as you remember?"))
    police = police_told()
    police_reference = police_reference()


class DrugsDetails(Details):
    signs = any_of(
        _("What have you noticed?"),
        (
            ("smell", _("The smell of drugs")),
            ("using", _("People using drugs")),
            ("dealing", _("Many people who call for a short time")),
            ("growing", _("Plants being grown, bright lights, covered windows")),
            ("needles", _("Needles or other things left behind")),
            ("taken_over", _("Someone’s home taken over by others")),
        ),
    )
    place = one_of(_("Where?"), PLACES)
    police = police_told()
    police_reference = police_reference()


class AlcoholDetails(Details):
    signs = any_of(
        _("What happens?"),
        (
            ("shouting", _("Shouting or fighting")),
            ("mess", _("Broken glass, vomit or urine")),
            ("bothering", _("Bothering people who pass by")),
            ("groups", _("Groups drinking")),
        ),
    )
    place = one_of(_("Where?"), PLACES)
    times = any_of(_("When does it mostly happen?"), TIMES_OF_DAY)


class CommunalDetails(Details):
    where_in = any_of(
        _("Which shared area is it?"),
        (
            ("entrance", _("An entrance or hallway")),
            ("stairs", _("Stairs or a landing")),
            ("lift", _("A lift")),
            ("bins", _("A bin store")),
            ("parking", _("A car park or garages")),
            ("garden", _("A shared garden or play area")),
        ),
    )
    what = any_of(
        _("What is happening there?"),
        (
            ("gathering", _("People hanging around")),
            ("sleeping", _("Someone sleeping there")),
            ("blocked", _("The way is blocked by things")),
            ("smoking", _("Smoking")),
            ("doors", _("A door or lock broken or left open")),
            ("mess", _("Mess")),
        ),
    )
    how_many = line(_("About how many people?"))


class VandalismDetails(Details):
    damaged = line(_("What has been damaged?"))
    still_there = yes_no(_("Can the damage still be seen?"), unsure=True)
    offensive = yes_no(
        _("Are there hateful or very rude words or pictures?"), help_text=_("We remove these as fast as we can.")
    )
    police_reference = police_reference()


class LitterDetails(Details):
    what = any_of(
        _("What is it?"),
        (
            ("bags", _("Bags of rubbish")),
            ("furniture", _("Furniture, mattresses, fridges")),
            ("building", _("Building waste")),
            ("litter", _("Litter on the ground")),
            ("mess", _("Dog mess or human mess")),
            ("dangerous", _("Needles, chemicals, asbestos or gas bottles")),
        ),
        help_text=_("Please do not touch it."),
    )
    how_much = one_of(
        _("How much is there?"),
        (("little", _("A few bags or less")), ("car", _("About a car full")), ("van", _("A van full or more"))),
    )
    who_saw = yes_no(_("Did anyone see it being left?"), unsure=True)


class GardensDetails(Details):
    problem = any_of(
        _("What is the problem?"),
        (
            ("overgrown", _("Badly overgrown")),
            ("rubbish", _("Full of rubbish or old things")),
            ("trees", _("Trees or hedges")),
            ("pests", _("Rats or other pests")),
            ("fence", _("Fences, walls or sheds")),
        ),
    )
    harm = note(_("How does it affect your home?"), help_text=_("For example: damp, pests or no light."))


class PetsDetails(Details):
    animals = line(_("What animals are they, and how many?"))
    problem = any_of(
        _("What is the problem?"),
        (
            ("noise", _("Barking or other noise")),
            ("mess", _("Mess that is not cleaned up")),
            ("loose", _("They get out or run loose")),
            ("hurt", _("They hurt or frightened a person or another animal")),
            ("cared", _("They are not looked after")),
        ),
    )
    times = any_of(_("When does it mostly happen?"), TIMES_OF_DAY)


class VehiclesDetails(Details):
    registration = forms.CharField(
        label=_("The number plate"), max_length=20, required=False, help_text=_("Part of it helps too.")
    )
    make = line(_("The make and colour"), help_text=_("For example: a red Ford van."))
    problem = any_of(
        _("What is the problem?"),
        (
            ("left", _("It has been left and is not used")),
            ("blocking", _("It blocks the way or someone’s space")),
            ("repairs", _("Repairs or sales in the street")),
            ("racing", _("Racing, or driving in a dangerous way")),
            ("bikes", _("Motorbikes, e-bikes or scooters where they should not be")),
            ("noise", _("Engine noise, horns or fumes")),
        ),
    )


class ViolenceDetails(Details):
    injured = yes_no(_("Was anyone hurt?"), unsure=True)
    weapon = yes_no(_("Was a weapon used or shown?"), unsure=True)
    police = police_told()
    police_reference = police_reference()


class HateDetails(Details):
    because_of = any_of(
        _("What do you feel it was because of?"),
        (
            ("race", _("Race, colour or nationality")),
            ("faith", _("Religion or faith")),
            ("disability", _("Disability")),
            ("sexuality", _("Being gay, lesbian or bisexual")),
            ("transgender", _("Being transgender")),
            ("other", _("Something else about who they are")),
        ),
        help_text=_("What you feel is enough. You do not have to prove it."),
    )
    words = note(
        _("What words or signs were used?"), help_text=_("Write them as they were, even if they are very rude.")
    )
    police = police_told()
    police_reference = police_reference()


class DomesticAbuseDetails(Details):
    about = one_of(
        _("Who is being hurt or scared?"),
        (
            ("me", _("I am")),
            ("home", _("Someone in my home")),
            ("other", _("Someone else that I am worried about")),
        ),
    )
    lives_with = yes_no(_("Does the person who does this live in the same home?"), unsure=True)
    children = yes_no(_("Are there children in the home?"), unsure=True)
    safe_tonight = yes_no(_("Is there somewhere safe to be tonight?"), unsure=True)


class SexualDetails(Details):
    place = one_of(_("Where?"), PLACES)
    times = any_of(_("When does it mostly happen?"), TIMES_OF_DAY)
    police = police_told()
    police_reference = police_reference()


class CrimeDetails(Details):
    police = police_told()
    police_reference = police_reference()


class OtherDetails(Details):
    """Nothing but the story."""


DETAILS = {
    Kind.NOISE: NoiseDetails,
    Kind.HARASSMENT: HarassmentDetails,
    Kind.DRUGS: DrugsDetails,
    Kind.ALCOHOL: AlcoholDetails,
    Kind.COMMUNAL: CommunalDetails,
    Kind.VANDALISM: VandalismDetails,
    Kind.LITTER: LitterDetails,
    Kind.GARDENS: GardensDetails,
    Kind.PETS: PetsDetails,
    Kind.VEHICLES: VehiclesDetails,
    Kind.VIOLENCE: ViolenceDetails,
    Kind.HATE_RACIAL: HateDetails,
    Kind.HATE_OTHER: HateDetails,
    Kind.DOMESTIC_ABUSE: DomesticAbuseDetails,
    Kind.SEXUAL: SexualDetails,
    Kind.CRIME: CrimeDetails,
    Kind.OTHER: OtherDetails,
}


class DetailsForm(StepForm):
    title = _("Tell us more")
    section = _("More about it")
    reason = _("These are the things an officer needs to know to look into it. Leave out what you do not know.")

    what_happened = story(
        _("What has happened?"),
        error_messages={"required": _("Tell us what has happened, in your own words. A sentence is enough.")},
    )
    on_phone = {
        "title": _("Ask about it"),
        "what_happened": _("What has happened, in the caller’s words"),
    }

    def fit(self):
        kind = Kind(self.asking.kind) if self.asking.kind else Kind.OTHER
        self.fields = deepcopy(DETAILS[kind].base_fields) | self.fields
        if self.asking.domestic:
            self.fit_domestic_abuse()
        elif self.asking.hate:
            self.reason = _(
                "Hate is never something you have to put up with. What you feel is enough for us to treat it as hate."
            )
        self.to_record = [] if self.asking.domestic else WHAT_TO_RECORD[kind]

    def fit_domestic_abuse(self) -> None:
        self.title = _("Tell us what is safe to tell")
        self.reason = _(
            "We believe you. It helps us to know a little, so that the right person can help in a way that is safe."
            " You can leave any of it out."
        )
        told = self.fields["what_happened"]
        told.required = False
        told.label = _("What would you like us to know?")
        told.help_text = _("As much or as little as you want. Only a few people who need to know can read it.")
