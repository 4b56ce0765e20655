"""The page on which managers set what answers weigh, and the suggestion that an officer follows or not (P30)."""

import pytest
from django.urls import reverse

from reporting.cases import actions
from reporting.cases.desk import once
from reporting.cases.enums import EventKind, PartyRole, Status
from reporting.cases.models import RiskMatrix
from reporting.cases.risk import QUESTIONS, SHEET
from reporting.cases.tests.factories import open_a_case
from reporting.kinds import Kind
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .test_standards import words

pytestmark = pytest.mark.django_db

PAGE = reverse("desk_risk")


def given(**changes) -> dict:
    return SHEET.first | {"why": "Agreed with the police", "instead_of": 1} | changes


class TestMatrix:
    def test_a_manager_changes_it_and_everyone_sees_who_what_and_why(self, desk):
        manager = desk(Role.MANAGER)
        assert manager.get(PAGE).context["form"]["intimidation_now"].value() == 6
        saved = manager.post(PAGE, given(intimidation_now=9, high_from=30), follow=True)
        assert "Every assessment from now on is weighed by this." in words(saved)
        assert "Yes, they are doing it now: 6 points, now 9 points" in words(saved)
        assert "High risk begins at: 25 points, now 30 points" in words(saved)
        assert "Agreed with the police" in words(saved)

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"intimidation_now": -1}, "greater than or equal to 0"),
            ({"intimidation_now": 21}, "less than or equal to 20"),
            ({"intimidation_now": ""}, "Enter a number"),
            ({"high_from": 13}, "High risk must begin above medium risk."),
            ({"why": ""}, "Say why they change"),
        ],
    )
    def test_what_cannot_be_is_explained_beside_its_field(self, desk, changes, said):
        answer = desk(Role.MANAGER).post(PAGE, given(**changes))
        assert any(said in problem for problem in answer.context["form"].errors[next(iter(changes))])
        assert RiskMatrix.objects.count() == 1

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGER])
    def test_for_everyone_else_there_is_no_such_page(self, desk, role):
        assert desk(role).get(PAGE).status_code == 404

    def test_what_is_answered_from_now_on_is_weighed_by_it_and_nothing_else(self):
        answers = {"effect": "extremely"}
        before = open_a_case(risk=answers)
        manager = UserFactory(roles=[Role.MANAGER])
        actions.set_risk_matrix(
            by=manager, figures=SHEET.first | {"effect_extremely": 20}, why="Agreed", instead_of=1
        )
        after = open_a_case(risk=answers)
        assert [(case.risks.get().score, case.risks.get().matrix) for case in (before, after)] == [(5, 1), (20, 2)]
        assert after.risks.get().band == "medium"

    def test_every_answer_to_every_question_has_its_weight(self):
        answers = {
            f"{question.name}_{value}" for question in QUESTIONS for value, _words, _weight in question.choices
        }
        assert set(SHEET.figures) == answers | {"medium_from", "high_from"}


class TestDecision:
    @pytest.fixture
    def case(self):
        case = open_a_case(risk={"effect": "a_little"})
        actions.acknowledge(case=case, by=UserFactory(roles=[Role.DUTY_OFFICER]))
        return case

    def assess(self, client, case, **data):
        given = {"once": once.new_token(), "category": "B", "reason": "Often, at night"} | data
        return client.post(reverse("desk_assess", args=[case.reference]), given)

    def test_another_category_than_suggested_needs_a_why(self, desk, case):
        client = desk(Role.DUTY_OFFICER)
        page = self.assess(client, case, risk_intimidation="now")
        assert page.context["form"].errors["why_not"] == [
            "These answers suggest A: serious. They are being threatened now. Choose that, or say why not."
        ]
        assert "Often, at night" in page.content.decode()
        saved = self.assess(client, case, risk_intimidation="now", why_not="The letter is years old.")
        assert saved.status_code == 302
        assert "Not so here: The letter is years old." in case.events.get(kind=EventKind.ASSESSED).text

    def test_it_is_the_answers_on_the_page_that_count(self, desk, case):
        # The reporter's own spoke for C; with what the officer learnt they speak for B.
        answers = {"risk_effect": "extremely", "risk_health": "yes", "risk_how_often": "daily"}
        assert self.assess(desk(Role.DUTY_OFFICER), case, **answers).status_code == 302

    def test_where_nobody_answered_nothing_is_suggested(self, desk):
        case = open_a_case()
        client = desk(Role.DUTY_OFFICER)
        actions.acknowledge(case=case, by=client.who)
        assert "no category is suggested" in words(client.get(reverse("desk_assess", args=[case.reference])))
        assert self.assess(client, case).status_code == 302

    def test_a_kind_that_is_always_high_is_suggested_as_that(self, desk):
        case = open_a_case(kind=Kind.VIOLENCE)
        client = desk(Role.DUTY_OFFICER)
        actions.acknowledge(case=case, by=client.who)
        assert "Suggested: A: serious" in words(client.get(reverse("desk_assess", args=[case.reference])))

    def test_who_is_vulnerable_and_how_stands_on_the_case_for_either_side(self, desk, case):
        client = desk(Role.DUTY_OFFICER)
        self.assess(client, case, why_not="So", vulnerable=["disability", "alone"], alleged_vulnerable=["mind"])
        case.refresh_from_db()
        assert case.status == Status.ASSESSED
        page = words(client.get(reverse("desk_case", args=[case.reference])))
        assert "A disability" in page
        assert "Alone, or cut off from others" in page
        assert "Alleged perpetratorVulnerable: Mental illness or distress" in page
        form = client.get(reverse("desk_assess", args=[case.reference])).context["form"]
        assert form.initial["alleged_vulnerable"] == ["mind"]
        assert case.parties.get(role=PartyRole.REPORTER).vulnerable == ["disability", "alone"]

    def test_what_is_no_vulnerability_is_refused(self, desk, case):
        page = self.assess(desk(Role.DUTY_OFFICER), case, vulnerable=["rich"])
        assert "vulnerable" in page.context["form"].errors
