"""The risk questions, asked of the reporter and of the officer alike, and what their answers add up to.

A score is a help, never a decision, and is never shown to the public: forces and landlords weigh the questions
differently, so managers set the weights at the desk with what their own police force uses (`RiskMatrix`). Some answers make
a case high risk whatever the score.
"""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from reporting.kinds import HIGH, Category

from .enums import RiskBand
from .figures import Figure, Sheet


@dataclass(frozen=True)
class Question:
    name: str
    words: str
    choices: tuple[tuple[str, str, int], ...]  # value, words, and what it weighs at first

    @property
    def options(self) -> list[tuple[str, str]]:
        return [(value, words) for value, words, _weight in self.choices]

    def words_for(self, answer: str) -> str:
        return dict(self.options).get(answer, "")

    @property
    def figures(self) -> list[Figure]:
        return [
            Figure(key_of(self.name, value), words, first=weight, least=0, most=20, said=points, of=self.words)
            for value, words, weight in self.choices
        ]


def key_of(question: str, answer: str) -> str:
    return f"{question}_{answer}"


def points(number: int) -> str:
    return ngettext("%(number)s point", "%(number)s points", number) % {"number": number}


def _yes_no(name: str, words: str, weight: int) -> Question:
    return Question(name, words, (("yes", _("Yes"), weight), ("no", _("No"), 0), ("unsure", _("Not sure"), 0)))


QUESTIONS = (
    Question(
        "how_often",
        _("How often does this happen?"),
        (
            ("daily", _("Every day"), 5),
            ("most_days", _("Most days"), 4),
            ("weekly", _("Most weeks"), 3),
            ("monthly", _("Most months"), 1),
            ("first", _("This is the first time"), 0),
        ),
    ),
    _yes_no("linked", _("Is it linked to things that happened before?"), 2),
    _yes_no("worse", _("Is it happening more often, or getting worse?"), 2),
    Question(
        "intimidation",
        _("Has the person, or anyone with them, threatened you or tried to frighten you?"),
        (
            ("now", _("Yes, they are doing it now"), 6),
            ("before", _("Yes, in the past"), 4),
            ("reputation", _("No, but they are known for it"), 2),
            ("no", _("No"), 0),
        ),
    ),
    Question(
        "aimed_at",
        _("Who is it aimed at?"),
        (
            ("me", _("Me or my household"), 4),
            ("group", _("A group that I am part of"), 2),
            ("community", _("Everyone around here"), 1),
            ("nobody", _("Nobody in particular"), 0),
        ),
    ),
    _yes_no(
        "identity",
        _("Do you feel it is because of who you or others are, such as race, faith, disability or sexuality?"),
        3,
    ),
    _yes_no("alone", _("Do you live alone, or often find yourself alone there?"), 1),
    _yes_no("children", _("Are there children in your home?"), 1),
    _yes_no(
        "vulnerable",
        _("Does anyone in your home have an illness, a disability or anything else that makes this harder?"),
        3,
    ),
    Question(
        "effect",
        _("How much is it affecting you?"),
        (
            ("extremely", _("Extremely"), 5),
            ("a_lot", _("A lot"), 3),
            ("a_little", _("A little"), 1),
            ("no", _("Not at all"), 0),
        ),
    ),
    _yes_no("health", _("Has it made anyone ill, in body or mind?"), 3),
    Question(
        "support",
        _("Do you have people to support you?"),
        (("none", _("No one"), 3), ("some", _("One or two people"), 1), ("yes", _("Yes"), 0)),
    ),
    _yes_no(
        "changed",
        _("Have you changed what you do because of it, such as your route, your sleep or going out?"),
        2,
    ),
    _yes_no("fear", _("Are you afraid of what could happen if they knew that you told us?"), 2),
    Question(
        "breaking_point",
        _("Do you feel that you cannot go on?"),
        (
            ("yes", _("Yes"), 5),
            ("sometimes", _("Sometimes"), 3),
            ("no", _("No"), 0),
            ("rather_not", _("I would rather not say"), 0),
        ),
    ),
)
BY_NAME = {question.name: question for question in QUESTIONS}

BANDS = [
    Figure("medium_from", _("Medium risk begins at"), first=13, most=100, said=points),
    Figure("high_from", _("High risk begins at"), first=25, most=100, said=points),
]
SHEET = Sheet(((_("Bands"), BANDS), *((question.words, question.figures) for question in QUESTIONS)))

OVERRIDES = (
    (lambda a: a.get("intimidation") == "now", _("They are being threatened now")),
    (lambda a: a.get("breaking_point") == "yes", _("They feel that they cannot go on")),
    (
        lambda a: a.get("identity") == "yes" and a.get("linked") == "yes",
        _("Repeated, and because of who they are"),
    ),
)
HIGH_KINDS_WORDS = _("Domestic abuse, hate and violence are always looked at as high risk first")

# What each band speaks for. The officer decides, and says why.
SUGGESTED = {RiskBand.HIGH: Category.A, RiskBand.MEDIUM: Category.B, RiskBand.LOW: Category.C}


@dataclass(frozen=True)
class Weighed:
    """What answers come to. `overrides` is what makes it high whatever the score, in words for staff."""

    score: int
    band: RiskBand
    overrides: list[str]


def weigh(answers: dict[str, str], *, kind: str, figures: dict[str, int]) -> Weighed:
    """`figures` by the keys of `SHEET`: those of a `RiskMatrix`. An answer that is none weighs nothing."""
    score = sum(figures.get(key_of(question, answer), 0) for question, answer in answers.items())
    overrides = [str(words) for applies, words in OVERRIDES if applies(answers)]
    if kind in HIGH:
        overrides.append(str(HIGH_KINDS_WORDS))
    if overrides or score >= figures["high_from"]:
        return Weighed(score, RiskBand.HIGH, overrides)
    return Weighed(score, RiskBand.MEDIUM if score >= figures["medium_from"] else RiskBand.LOW, [])


@dataclass(frozen=True)
class Suggestion:
    category: Category
    reasons: list[str]

    @property
    def words(self) -> str:
        reasons = " ".join(f"{reason}." for reason in self.reasons)
        return gettext("%(category)s. %(reasons)s") % {"category": self.category.label, "reasons": reasons}


def suggest(answers: dict[str, str], *, kind: str, figures: dict[str, int]) -> Suggestion | None:
    """The category that the answers speak for, and why; none while nobody has answered anything, unless the kind alone speaks."""
    return suggestion(weigh(answers, kind=kind, figures=figures), answered=bool(answers))


def suggestion(found: Weighed, *, answered: bool) -> Suggestion | None:
    """`suggest` for what was weighed already."""
    if not answered and not found.overrides:
        return None
    number = gettext("The risk questions come to %(score)s: %(band)s risk") % {
        "score": found.score,
        "band": found.band.label.lower(),
    }
    return Suggestion(SUGGESTED[found.band], found.overrides or [number])
