"""Cases for the demo, at every stage, made by the actions themselves. Everyone in them is invented."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from unittest import mock

from django.utils import timezone

from reporting.kinds import Category, Kind
from reporting.places.models import Home
from reporting.post.models import Channel
from reporting.staff.models import User
from reporting.staff.roles import Role

from . import actions
from .actions.planning import Step
from .enums import CloseReason, ContactOutcome, Owner, PartyRole, Relation, Source
from .models import Case
from .report import Person, Report, SafeContact


@contextmanager
def days_ago(days: float) -> Iterator[None]:
    """The actions write the time at which they run; the demo needs some that ran a while ago."""
    then = timezone.now() - timedelta(days=days)
    with mock.patch("django.utils.timezone.now", return_value=then):
        yield


@dataclass(frozen=True)
class Story:
    kind: Kind
    what_happened: str
    days: float
    name: str = ""
    home: str = ""
    place: str = ""
    contact: SafeContact = SafeContact()
    relation: str = Relation.TENANT
    wants: str = ""
    needs: str = ""
    risk: dict = field(default_factory=dict)
    people: tuple[Person, ...] = ()
    wants_call: bool = False
    category: str = ""
    stage: str = "new"


def by_email(name: str, **changes) -> SafeContact:
    return SafeContact(prefers=Channel.EMAIL, email=f"{name}@tenant.example", **{"shared": False, **changes})


def by_phone(number: str, **changes) -> SafeContact:
    return SafeContact(prefers=Channel.PHONE, phone=number, **changes)


STORIES = (
    Story(
        kind=Kind.NOISE,
        what_happened="Loud music through the wall, most nights from about 11pm to 3am. I start work at 6.",
        days=0.1,
        name="Robin Specimen",
        home="H00005",
        contact=by_email("robin.specimen"),
        wants="Quiet after 11 so that I can sleep.",
        risk={"how_often": "most_days", "worse": "yes", "effect": "a_lot", "health": "yes"},
        people=(Person(PartyRole.ALLEGED, about="Whoever lives at number 6"),),
    ),
    Story(
        kind=Kind.DRUGS,
        what_happened="People come to one flat at all hours, stay a minute and go. There is a strong smell on the stairs.",
        days=0.4,
        place="Pretend Court, second stair",
        relation=Relation.NEIGHBOUR,
        risk={"how_often": "daily", "fear": "yes", "effect": "a_lot"},
    ),
    Story(
        kind=Kind.HARASSMENT,
        what_happened="He shouts at me over the fence when I go out, and last week he said he would make me sorry.",
        days=4,
        name="Noor Placeholder",
        home="H00017",
        contact=by_phone("03069990123", safe_times="After 6pm, not at weekends", shared=True),
        needs="Has epilepsy; stress can bring on a seizure.",
        risk={"intimidation": "now", "effect": "extremely", "alone": "yes", "vulnerable": "yes", "fear": "yes"},
        wants_call=True,
    ),
    Story(
        kind=Kind.LITTER,
        what_happened="Someone leaves bags and a mattress by the bins every week.",
        days=2,
        name="Jo Sample",
        home="H00030",
        contact=by_email("jo.sample"),
        category=Category.C,
        stage="assessed",
    ),
    Story(
        kind=Kind.DOMESTIC_ABUSE,
        what_happened="I hear shouting and things breaking next door, and a child crying.",
        days=1,
        place="Fable Walk",
        relation=Relation.WITNESS,
        risk={"children": "yes", "worse": "yes"},
        category=Category.A,
        stage="working",
    ),
    Story(
        kind=Kind.NOISE,
        what_happened="A dog is left alone all day and barks from 8 until 5.",
        days=9,
        name="Sam Fictional",
        home="H00041",
        contact=by_email("sam.fictional"),
        wants="Someone to talk to the owner; I do not want them in trouble.",
        risk={"how_often": "daily", "effect": "a_lot"},
        category=Category.B,
        stage="planned",
    ),
    Story(
        kind=Kind.VEHICLES,
        what_happened="A van with no tax has stood on the corner for two months, and oil runs from it.",
        days=20,
        name="Ines Dummy",
        home="H00052",
        contact=by_email("ines.dummy"),
        category=Category.C,
        stage="closed",
    ),
    Story(
        kind=Kind.VANDALISM,
        what_happened="The entrance door was kicked in again. Anyone can walk in off the street.",
        days=6,
        name="Tomasz Madeup",
        home="H00028",
        contact=by_email("tomasz.madeup", shared=True),
        risk={"how_often": "monthly", "worse": "yes", "fear": "yes"},
        category=Category.B,
        stage="working",
    ),
    Story(
        kind=Kind.HATE_RACIAL,
        what_happened="Words were sprayed on our door because of where my family comes from.",
        days=3,
        name="Ayesha Invented",
        home="H00033",
        contact=by_phone("03069990177", shared=False, may_leave_voicemail=True),
        risk={"identity": "yes", "linked": "yes", "fear": "yes", "children": "yes"},
        category=Category.A,
        stage="working",
    ),
)


def load() -> None:
    if Case.objects.exists():
        return
    for number, story in enumerate(STORIES):
        _play(story, key=f"demo-{number}")


def _play(story: Story, key: str) -> None:
    with days_ago(story.days):
        case = actions.open_case(report=_report(story), key=key, body=story.what_happened).case
    duty = _someone(Role.DUTY_OFFICER)
    stages = ("assessed", "working", "planned", "closed")
    reached = stages.index(story.stage) if story.stage in stages else -1
    with days_ago(story.days * 0.9):
        if reached >= 0:
            _triage(case, story, duty)
        officer = _officer(case)
        if reached >= 1:
            actions.allocate(case=case, to=officer, by=duty, reason="Champion of the area.")
    with days_ago(story.days * 0.6):
        if reached >= 2:
            _plan(case, officer)
    with days_ago(story.days * 0.1):
        if reached >= 3:
            actions.close(
                case=case,
                by=officer,
                reason=CloseReason.RESOLVED,
                explanation="The van was taken away and the oil cleaned up. You told us that nothing else is needed.",
            )


def _report(story: Story) -> Report:
    home = Home.objects.filter(reference=story.home).select_related("area").first() if story.home else None
    rows = [["What is happening?", story.kind.label], ["What happened?", story.what_happened]]
    if story.wants:
        rows.append(["What do you want to happen?", story.wants])
    return Report(
        kind=story.kind,
        what_happened=story.what_happened,
        source=Source.WEB,
        relation=story.relation,
        name=story.name,
        contact=story.contact,
        home=home,
        place=story.place,
        wants=story.wants,
        support_needs=story.needs,
        risk=story.risk,
        people=story.people,
        answers=[{"title": "The report", "rows": [[question, str(answer)] for question, answer in rows]}],
        wants_call=story.wants_call,
    )


def _triage(case: Case, story: Story, duty: User) -> None:
    actions.acknowledge(case=case, by=duty)
    actions.assess(
        case=case,
        by=duty,
        category=Category(story.category),
        reason="By the harm it does and who is harmed.",
        risk_answers=story.risk,
        restricted=case.restricted,
        needs=story.needs,
    )


def _plan(case: Case, officer: User) -> None:
    today = timezone.localdate()
    actions.record_contact(
        case=case,
        by=officer,
        outcome=ContactOutcome.SPOKE,
        text="Went through what happens and when, and what would help most.",
        next_contact_on=today + timedelta(days=14),
    )
    actions.issue_plan(
        case=case,
        by=officer,
        told_us=case.what_happened,
        aim="That you can be at ease in your home again, and that we both know when it is not working.",
        review_on=today + timedelta(days=28),
        steps=[
            Step(
                Owner.LANDLORD,
                "Speak with the person responsible and agree what will change",
                today + timedelta(days=5),
            ),
            Step(Owner.REPORTER, "Write down when it happens, with start and end", today + timedelta(days=14)),
            Step(Owner.LANDLORD, "Call you to ask whether it is better", today + timedelta(days=14)),
        ],
    )


def _someone(role: Role) -> User:
    return User.objects.filter(groups__name=role).order_by("pk")[0]


def _officer(case: Case) -> User:
    co_ordinators = User.objects.filter(groups__name=Role.COORDINATOR).order_by("pk")
    return co_ordinators.filter(areas=case.area).first() or co_ordinators[0]
