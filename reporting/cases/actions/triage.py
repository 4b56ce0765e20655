from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from home.language import in_our_language
from reporting.kinds import Category
from reporting.staff.models import User

from .. import clocks, risk
from ..caseload import has_room
from ..enums import ClockKind, EventKind, PartyRole, Status
from ..letters import write_last_letter, write_to_reporter
from ..lifecycle import NotPossible, move
from ..models import Case, Party, RiskAssessment, RiskMatrix
from ..permissions import Do, may, may_be_named, may_ever, require
from ..timeline import lock, record


@transaction.atomic
@in_our_language
def acknowledge(*, case: Case, by: User) -> None:
    """A duty officer has read the report; its reporter is told so in writing."""
    require(by, Do.ACKNOWLEDGE, lock(case))
    move(case, Status.ACKNOWLEDGED)
    record(
        case=case,
        kind=EventKind.ACKNOWLEDGED,
        by=by,
        text=_("Read and acknowledged."),
        reporter_text=_("A person has read your report."),
    )
    clocks.meet(case, ClockKind.ACKNOWLEDGE)
    clocks.start_for_category(case)
    write_to_reporter(case=case, letter="acknowledged", by=by)


@transaction.atomic
@in_our_language
def assess(
    *,
    case: Case,
    by: User,
    category: Category,
    reason: str,
    risk_answers: dict[str, str],
    restricted: bool,
    needs: str | None = None,
    why_not: str = "",
    vulnerable: Mapping[PartyRole, list[str]] | None = None,
) -> None:
    """Decide risk and category, with the reason. Starts the promises of the category, counted from the report.

    `why_not` says why it is not the category that the answers suggest. `vulnerable` is what of `Vulnerability` makes the
    reporter, or the person complained about, more likely to come to harm; what is left out stays as it is."""
    require(by, Do.ASSESS, lock(case))
    if case.status != Status.WORKING:
        move(case, Status.ASSESSED)
    suggested = RiskAssessment.objects.weigh(case, risk_answers, by).suggestion
    case.category, case.restricted = category, restricted
    case.save(update_fields=["category", "restricted"])
    if needs is not None:
        _keep_needs(case, needs)
    for role, what in (vulnerable or {}).items():
        _keep_vulnerable(case, role, what)
    record(
        case=case,
        kind=EventKind.ASSESSED,
        by=by,
        text=_assessed(case, reason, suggested, why_not),
        reporter_text=_("We looked at how serious this is and at what you need."),
        data={
            "category": category,
            "suggested": suggested.category if suggested else "",
            "restricted": restricted,
            "risk": risk_answers,
        },
    )
    clocks.start_for_category(case)
    clocks.start_risk(case)


def suggestion(case: Case, answers: dict[str, str]) -> risk.Suggestion | None:
    """The category that `answers` speak for by the matrix of now."""
    return risk.suggest(answers, kind=case.kind, figures=RiskMatrix.objects.current().every_figure)


def _assessed(case: Case, reason: str, suggested: risk.Suggestion | None, why_not: str) -> str:
    words = _("%(category)s. %(reason)s") % {"category": case.get_category_display(), "reason": reason}
    if suggested is None or suggested.category == case.category:
        return words
    differs = _("The answers suggest %(suggested)s Not so here: %(why)s")
    return f"{words}\n" + differs % {"suggested": suggested.words, "why": why_not or reason}


def _keep_vulnerable(case: Case, role: PartyRole, what: list[str]) -> None:
    """Of the reporter, or of the first whom the report is about: who may not be known by name yet."""
    someone = case.parties.filter(role=role).order_by("pk").first()
    if someone is None and what:
        someone = Party(case=case, role=role)
    if someone and someone.vulnerable != what:
        someone.vulnerable = what
        someone.save()


def _keep_needs(case: Case, needs: str) -> None:
    reporter = case.reporter
    if needs != reporter.support_needs:
        reporter.support_needs = needs
        reporter.save(update_fields=["support_needs"])


@transaction.atomic
@in_our_language
def signpost(*, case: Case, by: User, to: str, explanation: str) -> None:
    """End a case that is not ours to answer: tell its reporter in writing who can help, and why not we."""
    require(by, Do.SIGNPOST, lock(case))
    move(case, Status.SIGNPOSTED)
    case.closed_at = timezone.now()
    case.next_contact_on = None
    case.save(update_fields=["closed_at", "next_contact_on"])
    record(
        case=case,
        kind=EventKind.SIGNPOSTED,
        by=by,
        text=_("To %(to)s. %(explanation)s") % {"to": to, "explanation": explanation},
        reporter_text=_("We wrote to you about who can help."),
    )
    clocks.stop_all(case)
    write_last_letter(case=case, letter="signposted", by=by, to=to, explanation=explanation)


@transaction.atomic
@in_our_language
def allocate(*, case: Case, to: User, by: User, reason: str = "", handover: str = "") -> None:
    """Give the case to an officer, who must be one who may work it. Sets the first date of contact.

    Someone who has no room is given one more by a manager alone. A case that had an officer goes on with `handover`, what the
    next one must know first."""
    require(by, Do.ALLOCATE, lock(case))
    move(case, Status.WORKING)
    earlier = case.officer
    if earlier and earlier != to and not handover:
        raise NotPossible(_("Write down what the next officer must know first."))
    # Two who give the same officer a case at once come one after the other; nobody waits who only names them.
    User.objects.select_for_update(no_key=True).get(pk=to.pk)
    if earlier != to and not has_room(to) and not may_ever(by, Do.OVERLOAD):
        raise NotPossible(_("%(name)s has no room. Only a manager gives them more.") % {"name": to.display_name})
    case.officer = to
    case.save(update_fields=["officer"])
    if not may(to, Do.PLAN, case):
        raise NotPossible(_("%(name)s may not work this case.") % {"name": to.display_name})
    record(
        case=case,
        kind=EventKind.ALLOCATED,
        by=by,
        text="\n".join(
            filter(None, [_("To %(name)s. %(reason)s") % {"name": to.display_name, "reason": reason}, handover])
        ),
        reporter_text=_("%(name)s is now your officer.") % {"name": to.display_name},
    )
    clocks.set_first_next_contact(case)


@transaction.atomic
@in_our_language
def name_people(*, case: Case, people: list[User], by: User, reason: str) -> None:
    """Say who, beside its officer, needs to know of a restricted case. Who is not among `people` no longer does (P42)."""
    require(by, Do.NAME, lock(case))
    for someone in people:
        if not may_be_named(someone):
            raise NotPossible(_("%(name)s does not work cases.") % {"name": someone.display_name})
    case.need_to_know.set(people)
    names = ", ".join(sorted(someone.display_name for someone in people)) or _("Nobody beside the officer")
    record(
        case=case,
        kind=EventKind.NAMED,
        by=by,
        text=_("%(names)s. %(reason)s") % {"names": names, "reason": reason},
        data={"people": sorted(someone.pk for someone in people)},
    )
