"""The whole of a case as its page tells it. Each part is one query, whatever the case has been through."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from home.said import working_days
from reporting.kinds import Category, Kind
from reporting.post.models import Channel, Message
from reporting.staff.models import User

from .. import risk
from ..actions.casework import REACHED
from ..actions.planning import latest_plan
from ..enums import (
    ClockKind,
    ContactChannel,
    ContactOutcome,
    EventKind,
    Owner,
    PartyRole,
    PauseReason,
    Relation,
    Source,
    Status,
    Vulnerability,
)
from ..letters import letter_name
from ..models import BrokenGlass, Case, Clock, Event, Party, Pause, Plan, PlanStep, RiskAssessment
from ..permissions import Do, all_for
from . import words
from .paging import SIZE

LOOKS = (EventKind.READ,)
RELATIONS = {
    Relation.TENANT: _lazy("Our tenant, or lives with one"),
    Relation.NEIGHBOUR: _lazy("Lives nearby, not our tenant"),
    Relation.WITNESS: _lazy("Saw or heard something"),
    Relation.SUPPORTER: _lazy("Helping someone else"),
    Relation.PROFESSIONAL: _lazy("Works with someone affected"),
}


def with_story(user: User) -> QuerySet[Case]:
    """Cases together with what a page asks of each without a query of its own."""
    latest = RiskAssessment.objects.filter(case=OuterRef("pk")).order_by("-at", "-pk")
    # One subquery for all of it: making the SQL of one for each column took a quarter of the page.
    parts = JSONObject(**{name: name for name in ("band", "score", "answers", "overrides", "by")})
    known = Case.need_to_know.through.objects.filter(case=OuterRef("pk"), user=user)
    opened = BrokenGlass.objects.now(timezone.now()).filter(case=OuterRef("pk"), by=user)
    waits = Pause.objects.now(timezone.localdate()).filter(case=OuterRef("pk"))
    wait = JSONObject(until="until", reason="reason")
    return Case.objects.select_related("officer", "area", "home").annotate(
        latest_risk=Subquery(latest.values(parts=parts)[:1]),
        waiting=Subquery(waits.values(wait=wait)[:1]),
        known=Exists(known) | Exists(opened),
    )


@dataclass
class Story:
    """`may` is all that the reader may do with the case. `before` and `looks` choose what the timeline shows."""

    case: Case
    may: frozenset[Do]
    before: int = 0
    looks: bool = False
    now: datetime = field(default_factory=timezone.now)

    def __post_init__(self):
        self.parties = list(Party.objects.filter(case=self.case).select_related("recipient"))
        self.reporter = next(party for party in self.parties if party.role == PartyRole.REPORTER)
        # So that whatever asks the case for its reporter finds the one we have.
        self.case.reporter = self.reporter
        self.people = [_person(party) for party in self.parties if party is not self.reporter]
        self.clocks = list(Clock.objects.filter(case=self.case))
        self.plans = _plans(self.case)
        self.messages = [
            _message(message) for message in Message.objects.about(self.case.reference).select_related("to")
        ]
        self.evidence = list(self.case.evidence.all()) if Do.SEE_EVIDENCE in self.may else []
        self._cut_timeline()

    def _cut_timeline(self) -> None:
        events = self.case.events.select_related("by").order_by("-number")
        if not self.looks:
            events = events.exclude(kind__in=LOOKS)
        if self.before:
            events = events.filter(number__lt=self.before)
        found = list(events[: SIZE + 1])
        self.timeline = [_entry(event) for event in found[:SIZE]]
        self.older = found[SIZE - 1].number if len(found) > SIZE else 0

    @property
    def labels(self) -> dict:
        """What the case's own choices are called."""
        case = self.case
        return {
            "status": words.labels(Status)[case.status],
            "kind": words.labels(Kind)[case.kind],
            "category": words.labels(Category).get(case.category, ""),
            "source": words.labels(Source)[case.source],
            "prefers": words.labels(Channel)[self.reporter.recipient.prefers],
        }

    @property
    def relation(self) -> str:
        """Who reports, seen from the desk; the form's own words are the reporter's."""
        return str(RELATIONS.get(self.reporter.relation, ""))

    @property
    def vulnerable(self) -> list[str]:
        return _vulnerable(self.reporter)

    @property
    def contact_warnings(self) -> list[str]:
        return words.safe_contact(self.reporter.recipient)

    @property
    def promises(self) -> list[dict]:
        kinds, running = words.labels(ClockKind), [clock for clock in self.clocks if clock.is_running]
        return [
            {
                "what": kinds[clock.kind],
                "rule": clock.rule,
                "waited": working_days(clock.paused_days) if clock.paused_days else "",
                **words.due(clock.due_at, self.now),
            }
            for clock in running
        ]

    @property
    def waits(self) -> dict | None:
        """Until when what is promised to the reporter waits, and why."""
        found = self.case.waiting
        if found is None or not self.case.is_open:
            return None
        reason = words.labels(PauseReason)[found["reason"]]
        return {"until": words.short_day(date.fromisoformat(found["until"])), "reason": reason}

    @property
    def kept(self) -> list[dict]:
        kinds = words.labels(ClockKind)
        return [
            {
                "what": kinds[clock.kind],
                "when": words.short_moment(clock.met_at),
                "late": clock.met_at > clock.due_at,
            }
            for clock in self.clocks
            if clock.met_at
        ]

    @property
    def next_contact(self) -> dict | None:
        day = self.case.next_contact_on
        if day is None:
            return None
        return {"when": words.short_day(day), "late": day < timezone.localdate()}

    @property
    def risk(self) -> dict | None:
        return risk_in_words(self.case)


def risk_parts(case: Case) -> dict | None:
    """The latest risk assessment that `with_story` put on the case. SQLite gives JSON within JSON as text."""
    found = case.latest_risk
    if found is None:
        return None
    inner = {name: found[name] for name in ("answers", "overrides")}
    return found | {name: json.loads(value) if isinstance(value, str) else value for name, value in inner.items()}


def risk_in_words(case: Case) -> dict | None:
    """Its band, why, and every answer."""
    found = risk_parts(case)
    if found is None:
        return None
    answers = [
        {"question": question.words, "answer": question.words_for(found["answers"][question.name])}
        for question in risk.QUESTIONS
        if found["answers"].get(question.name)
    ]
    return {
        "band": found["band"],
        "label": words.labels(RiskAssessment.Band)[found["band"]],
        "score": found["score"],
        "reasons": found["overrides"],
        "answers": answers,
        "whose": _("an officer") if found["by"] else _("the reporter"),
    }


def read_story(user: User, case: Case, *, before: int = 0, looks: bool = False) -> Story:
    return Story(case, all_for(user, case, named=case.known or case.officer_id == user.pk), before, looks)


def _plans(case: Case) -> list[dict]:
    """Every plan that was sent, the newest first, with its steps. A plan has at least one, so steps find them all."""
    steps = PlanStep.objects.filter(plan__case=case).exclude(plan__issued_at=None)
    plans: dict[int, dict] = {}
    for step in steps.select_related("plan").order_by("-plan__version", "due_on", "pk"):
        plan = plans.get(step.plan_id) or plans.setdefault(step.plan_id, _plan(step.plan))
        plan["steps"].append(step_words(step))
    return list(plans.values())


def _plan(plan: Plan) -> dict:
    return {"plan": plan, "steps": [], "answer": plan_answer(plan), "review": words.short_day(plan.review_on)}


def plan_answer(plan: Plan) -> dict:
    if plan.agreed_at:
        return {"state": "agreed", "words": _("Agreed %(when)s") % {"when": words.short_moment(plan.agreed_at)}}
    if plan.missing:
        return {"state": "missing", "words": _("They say something is missing")}
    return {"state": "waiting", "words": _("No answer yet")}


def step_words(step: PlanStep) -> dict:
    return {
        "pk": step.pk,
        "owner": words.labels(Owner)[step.owner],
        "who": step.who,
        "what": step.what,
        "due": words.short_day(step.due_on),
        "done": step.done_at is not None,
    }


MOST_CONTACTS = 10


def contact_log(case: Case) -> dict:
    """The last contacts, newest first, each in a line; `tries` is how often nobody was reached since anybody last was."""
    events = list(
        case.events.filter(kind=EventKind.CONTACT).select_related("by").order_by("-number")[: MOST_CONTACTS + 1]
    )
    reached = [event.data.get("outcome") in REACHED for event in events]
    return {
        "contacts": [_contact(event) for event in events[:MOST_CONTACTS]],
        "tries": reached.index(True) if True in reached else len(reached),
    }


def _contact(event: Event) -> dict:
    data = event.data
    return {
        "when": words.short_moment(event.at),
        "who": event.who,
        "how": words.labels(ContactChannel).get(data.get("channel"), ""),
        "what": words.labels(ContactOutcome).get(data.get("outcome"), ""),
    }


def summary_parts(case: Case) -> dict:
    """What `Do.SEE_SUMMARY` opens of a case, for desk/summary_parts.html."""
    plan = latest_plan(case)
    return {
        "case": case,
        "plan": plan,
        "plan_answer": plan_answer(plan) if plan else None,
        "steps": [step_words(step) for step in plan.steps.all()] if plan else [],
        "next_contact": words.short_day(case.next_contact_on),
    }


def _person(party: Party) -> dict:
    return {
        "role": words.labels(PartyRole)[party.role],
        "name": party.name,
        "about": party.about,
        "vulnerable": _vulnerable(party),
    }


def _vulnerable(party: Party) -> list[str]:
    """What makes them vulnerable, in words."""
    known = words.labels(Vulnerability)
    return [known[what] for what in party.vulnerable if what in known]


def _message(message: Message) -> dict:
    sent = message.status == Message.Status.SENT
    how = words.labels(Channel).get(message.channel, "") if sent else message.why_not
    return {
        "pk": message.pk,
        "kind": letter_name(message.kind),
        "status": words.labels(Message.Status)[message.status],
        "state": message.status,
        "when": words.short_moment(message.sent_at or message.written_at),
        "how": how,
        "text": message.sent_text if sent else message.full_text,
        "discreet": sent and message.sent_text == message.discreet_text,
        "by_hand": message.may_be_given_by_hand,
    }


def _entry(event) -> dict:
    is_letter = event.kind == EventKind.WROTE
    title = letter_name(event.data.get("letter", "")) if is_letter else words.labels(EventKind)[event.kind]
    return {
        "number": event.number,
        "title": _("We wrote: %(letter)s") % {"letter": title} if is_letter else title,
        "when": words.short_moment(event.at),
        "who": event.who,
        "text": event.text,
        "long": is_letter or len(event.text) > 700,
        "shared": "" if is_letter or not event.reporter_text else event.reporter_text,
    }
