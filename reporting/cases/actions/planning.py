from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from home.language import in_our_language
from reporting.staff.models import User

from .. import clocks
from ..enums import ClockKind, EventKind, Status
from ..letters import write_to_reporter
from ..lifecycle import NotPossible, need_open
from ..models import Case, Plan, PlanStep
from ..permissions import Do, require
from ..timeline import lock, record


@dataclass(frozen=True)
class Step:
    owner: str
    what: str
    due_on: date
    who: str = ""


@transaction.atomic
@in_our_language
def issue_plan(
    *, case: Case, by: User, told_us: str, aim: str, review_on: date, steps: Sequence[Step], safety: str = ""
) -> Plan:
    """Write the next version of the plan and send it. Keeps the promise of a plan."""
    require(by, Do.PLAN, lock(case))
    if case.status != Status.WORKING:
        raise NotPossible(_("Give the case to an officer before you send a plan."))
    if not steps:
        raise NotPossible(_("A plan needs at least one step."))
    plan = Plan.objects.create(
        case=case,
        version=case.plans.count() + 1,
        told_us=told_us,
        aim=aim,
        safety=safety,
        review_on=review_on,
        written_by=by,
        issued_at=timezone.now(),
    )
    PlanStep.objects.bulk_create(
        PlanStep(plan=plan, owner=step.owner, who=step.who, what=step.what, due_on=step.due_on) for step in steps
    )
    record(
        case=case,
        kind=EventKind.PLAN_ISSUED,
        by=by,
        text=_("Version %(version)s of the plan.") % {"version": plan.version},
        reporter_text=_("We sent you a plan."),
        data={"plan": plan.pk, "version": plan.version},
    )
    clocks.meet(case, ClockKind.PLAN)
    write_to_reporter(case=case, letter="plan", by=by, plan=plan, steps=list(plan.steps.all()))
    return plan


def latest_plan(case: Case) -> Plan | None:
    return case.plans.issued().order_by("-version").first()


@transaction.atomic
@in_our_language
def agree_plan(*, case: Case, version: int, by: User | None = None) -> None:
    """The reporter agrees with version `version`, which must be the latest: online, or by staff who heard it."""
    plan = _answerable(case, version, by)
    plan.agreed_at = timezone.now()
    plan.save(update_fields=["agreed_at"])
    record(
        case=case,
        kind=EventKind.PLAN_AGREED,
        by=by,
        text=_("Version %(version)s.") % {"version": version},
        reporter_text=_("You agreed the plan."),
    )


@transaction.atomic
@in_our_language
def question_plan(*, case: Case, version: int, missing: str, by: User | None = None) -> None:
    """The reporter says what is missing from version `version`."""
    plan = _answerable(case, version, by)
    plan.missing = missing
    plan.save(update_fields=["missing"])
    record(
        case=case,
        kind=EventKind.PLAN_QUESTIONED,
        by=by,
        text=missing,
        reporter_text=_("You told us what is missing from the plan: %(missing)s") % {"missing": missing},
    )


def _answerable(case: Case, version: int, by: User | None) -> Plan:
    lock(case)
    if by is not None:
        require(by, Do.PLAN, case)
    need_open(case)
    plan = latest_plan(case)
    if plan is None or plan.version != version:
        raise NotPossible(_("There is a newer plan. Please read it first."))
    if plan.agreed_at:
        raise NotPossible(_("This plan is agreed already."))
    return plan


@transaction.atomic
@in_our_language
def finish_step(*, step: PlanStep, by: User) -> None:
    case = lock(step.plan.case)
    require(by, Do.PLAN, case)
    if step.done_at:
        return
    step.done_at = timezone.now()
    step.save(update_fields=["done_at"])
    record(
        case=case,
        kind=EventKind.STEP_DONE,
        by=by,
        text=step.what,
        reporter_text=_("Done: %(what)s") % {"what": step.what},
    )
