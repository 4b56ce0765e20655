"""Risk, who is vulnerable, the suggested category and the officer's own decision (P7, P30)."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reporting.cases import actions, evidence, risk
from reporting.cases.enums import ClockKind, EventKind, PartyRole, Vulnerability
from reporting.cases.models import Case
from reporting.cases.report import Person
from reporting.kinds import Category, Kind
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .factories import a_worked_case, open_a_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def assess(case: Case, **changes) -> None:
    given = {
        "category": Category.B,
        "reason": "Often, at night",
        "risk_answers": {},
        "restricted": case.restricted,
    } | changes
    duty = UserFactory(roles=[Role.DUTY_OFFICER])
    if case.status == 10:
        actions.acknowledge(case=case, by=duty)
    actions.assess(case=case, by=duty, **given)


class TestSuggestion:
    @pytest.mark.parametrize(
        ("answers", "kind", "category", "why"),
        [
            ({"how_often": "first"}, Kind.NOISE, "C", "The risk questions come to 0: low risk"),
            (
                {"how_often": "daily", "effect": "extremely", "health": "yes"},
                Kind.NOISE,
                "B",
                "come to 13: medium risk",
            ),
            ({"intimidation": "now"}, Kind.NOISE, "A", "They are being threatened now"),
            ({}, Kind.VIOLENCE, "A", "always looked at as high risk first"),
        ],
    )
    def test_it_comes_with_its_reason(self, answers, kind, category, why):
        found = risk.suggest(answers, kind=kind, figures=risk.SHEET.first)
        assert found.category == category
        assert why in found.words

    def test_without_an_answer_there_is_none(self):
        assert risk.suggest({}, kind=Kind.NOISE, figures=risk.SHEET.first) is None

    def test_a_decision_that_differs_stands_beside_it_with_the_reason(self):
        case = open_a_case()
        assess(case, risk_answers={"intimidation": "now"}, why_not="They mean a letter from years ago.")
        event = case.events.get(kind=EventKind.ASSESSED)
        assert event.text == (
            "B: medium. Often, at night\n"
            "The answers suggest A: serious. They are being threatened now. Not so here: They mean a letter from years ago."
        )
        assert event.data["suggested"] == "A"

    def test_one_that_follows_it_says_only_why(self):
        case = open_a_case()
        assess(case, category=Category.A, risk_answers={"intimidation": "now"})
        assert case.events.get(kind=EventKind.ASSESSED).text == "A: serious. Often, at night"


class TestVulnerable:
    def test_it_is_kept_for_either_side(self):
        case = open_a_case(people=(Person(PartyRole.ALLEGED, about="At number 14"),))
        assess(
            case,
            vulnerable={
                PartyRole.REPORTER: [Vulnerability.DISABILITY],
                PartyRole.ALLEGED: [Vulnerability.MIND, Vulnerability.ALONE],
            },
        )
        assert case.parties.get(role=PartyRole.REPORTER).vulnerable == ["disability"]
        assert case.parties.get(role=PartyRole.ALLEGED).vulnerable == ["mind", "alone"]

    def test_someone_who_is_not_known_yet_is_put_on_the_case(self):
        case = open_a_case()
        assess(case, vulnerable={PartyRole.ALLEGED: []})
        assert not case.parties.filter(role=PartyRole.ALLEGED).exists()
        assess(case, vulnerable={PartyRole.ALLEGED: [Vulnerability.MEMORY]})
        assert case.parties.get(role=PartyRole.ALLEGED).vulnerable == ["memory"]

    def test_what_is_left_out_stays(self):
        case = open_a_case()
        assess(case, vulnerable={PartyRole.REPORTER: [Vulnerability.AGE]})
        assess(case)
        assert case.parties.get(role=PartyRole.REPORTER).vulnerable == ["age"]


def risk_due(case: Case) -> date:
    return case.clocks.running().get(kind=ClockKind.RISK).due_at.date()


class TestLookedAtAgain:
    def test_at_the_latest_after_the_days_of_its_category(self, clock):
        case = a_worked_case()
        assert risk_due(case) == date(2026, 12, 8)
        clock.move_to(datetime(2026, 12, 1, 10, tzinfo=UTC))
        assess(case, category=Category.A, reason="Worse")
        assert risk_due(case) == date(2026, 12, 8)
        assert case.clocks.filter(kind=ClockKind.RISK).exclude(met_at=None).count() == 1

    @pytest.mark.parametrize(
        "something_new",
        [
            lambda case: actions.add_incident(case=case, when="Last night", what="He kicked my door"),
            lambda case: actions.add_information(case=case, text="It is worse"),
            lambda case: actions.add_evidence(
                case=case, evidence=evidence.receive(SimpleUploadedFile("a.txt", b"What I heard"))
            ),
            lambda case: actions.attach_transcript(case=case, transcript="He is back", by=case.officer),
            lambda case: actions.leave_message(case=case, by=case.officer, text="She called", call_back=False),
        ],
    )
    def test_soon_when_something_new_comes_in(self, something_new):
        case = a_worked_case()
        something_new(case)
        assert risk_due(case) == date(2026, 11, 26)
        clock = case.clocks.running().get(kind=ClockKind.RISK)
        assert clock.rule == "Something new came in: 2 working days"
        case.refresh_from_db()
        assert case.next_due_at == clock.due_at

    def test_what_comes_next_does_not_put_it_off(self, clock):
        case = a_worked_case()
        actions.add_information(case=case, text="It is worse")
        clock.move_to(datetime(2026, 11, 25, 10, tzinfo=UTC))
        actions.add_information(case=case, text="And worse")
        assert risk_due(case) == date(2026, 11, 26)

    def test_before_it_was_assessed_whoever_triages_reads_it_all(self):
        case = open_a_case()
        actions.add_information(case=case, text="It is worse")
        assert not case.clocks.filter(kind=ClockKind.RISK).exists()

    def test_what_staff_add_themselves_is_nothing_new_to_them(self):
        case = a_worked_case()
        kept = evidence.receive(SimpleUploadedFile("a.txt", b"My notes"))
        actions.add_evidence(case=case, evidence=kept, by=case.officer)
        actions.note(case=case, by=case.officer, text="Thought about it.")
        assert risk_due(case) == date(2026, 12, 8)
