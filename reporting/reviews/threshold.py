"""Whether someone can ask for a case review: three questions, and what the answers mean.

The law (section 104 of the Anti-social Behaviour, Crime and Policing Act 2014) lets each area set its rule, but none may
ask for more than three reports. A report counts when it was made within a month of what happened, and the review asked for
within six months of the report. It counts reports, not whether anyone answered them.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Verdict:
    """What to say. `kind` is the look of the box; `ask` and `report` are which buttons help."""

    kind: str
    title: str
    why: list[str]
    ask: bool = True
    report: bool = False


def judge(*, reports: int, in_time: str, answered: str, needed: int) -> Verdict:
    """`reports` made in the last six months, 3 meaning three or more; `in_time` is "yes", "no" or "unsure"."""
    if reports == 0:
        return Verdict("warm", _("Report it first"), [_never_reported()], ask=False, report=True)
    about_answers = [_about_answers(answered)]
    if reports < needed:
        return Verdict("warm", _("Perhaps not yet"), [_too_few(reports, needed), *about_answers], report=True)
    if in_time != "yes":
        return Verdict("warm", _("You may be able to ask"), [_perhaps_late(), *about_answers])
    return Verdict("success", _("It looks as if you can ask"), [_enough(needed), *about_answers])


def _never_reported() -> str:
    return _(
        "A review looks at what was done about your reports. Tell us, the council or the police what is happening."
    )


def _too_few(reports: int, needed: int) -> str:
    words = ngettext(
        "The rule here asks for %(needed)d report in six months, and you have made %(made)d.",
        "The rule here asks for %(needed)d reports in six months, and you have made %(made)d.",
        needed,
    )
    rule = words % {"needed": needed, "made": reports}
    easier = _("It can be made easier where someone is at greater risk. So you can ask even now.")
    return f"{rule} {easier}"


def _perhaps_late() -> str:
    return _(
        "You made enough reports. One that was made more than a month after it happened may not count. "
        "If you are not sure of the dates, ask: we look them up with you."
    )


def _enough(needed: int) -> str:
    words = ngettext(
        "You made %(needed)d report in the last six months, within a month of what happened.",
        "You made %(needed)d or more reports in the last six months, each within a month of what happened.",
        needed,
    )
    return words % {"needed": needed}


def _about_answers(answered: str) -> str:
    if answered == "no":
        return _(
            "That nobody has done anything yet does not matter for the rule. But say so: it is what a review looks at."
        )
    return _("That someone has answered does not stop you. The rule counts your reports, not the answers.")
