"""Who works cases, how many each has, and who is away (P33)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.cases import actions
from reporting.cases.standards import SHEET
from reporting.cases.tests.factories import a_worked_case
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .test_standards import words

pytestmark = pytest.mark.django_db

PAGE = reverse("desk_team")


@pytest.fixture
def officer():
    return UserFactory(roles=[Role.COORDINATOR], first_name="Cleo", last_name="Case")


def test_each_officer_stands_there_with_their_cases_and_a_full_team_is_said(desk, officer):
    case = a_worked_case(officer=officer)
    manager = desk(Role.MANAGER)
    page = manager.get(PAGE)
    assert [(row["name"], row["open"], row["has_room"]) for row in page.context["rows"]] == [("Cleo Case", 1, True)]
    assert "has room for another case" not in words(page)
    listed = manager.get(f"{reverse('desk_cases')}?status=open&officer={officer.pk}")
    assert [row["reference"] for row in listed.context["rows"]] == [case.reference]
    actions.set_standards(by=manager.who, figures=SHEET.first | {"most_open": 1}, why="Small", instead_of=1)
    page = words(manager.get(PAGE))
    assert "Nobody who is in has room for another case." in page
    assert "Full" in page


def test_a_manager_says_when_someone_is_away_and_callers_are_told(desk, officer):
    case, day = a_worked_case(officer=officer), timezone.localdate() + timedelta(days=6)
    manager = desk(Role.MANAGER)
    assert manager.post(PAGE, {"who": officer.pk, "until": day.isoformat()}).status_code == 302
    assert "Away" in words(manager.get(PAGE))
    told = desk(Role.CONTACT_CENTRE).get(reverse("desk_summary", args=[case.reference]))
    assert "Cleo Case (away until" in words(told)
    desk(Role.MANAGER).post(PAGE, {"who": officer.pk, "until": ""})
    told = desk(Role.CONTACT_CENTRE).get(reverse("desk_summary", args=[case.reference]))
    assert "away until" not in words(told)


def test_others_say_it_only_of_themselves(desk, officer):
    another = UserFactory(roles=[Role.COORDINATOR])
    client, day = desk(user=officer), timezone.localdate() + timedelta(days=6)
    refused = client.post(PAGE, {"who": another.pk, "until": day.isoformat()})
    assert "who" in refused.context["form"].errors
    assert client.post(PAGE, {"who": officer.pk, "until": day.isoformat()}).status_code == 302
    officer.refresh_from_db()
    another.refresh_from_db()
    assert (officer.is_away, another.is_away) == (True, False)


@pytest.mark.parametrize("until", ["yesterday", "2020-01-01", "9" * 400])
def test_a_day_that_cannot_be_is_said(desk, officer, until):
    refused = desk(user=officer).post(PAGE, {"who": officer.pk, "until": until})
    assert refused.status_code == 200
    assert "until" in refused.context["form"].errors


@pytest.mark.parametrize("role", [Role.CONTACT_CENTRE, Role.OUT_OF_HOURS, Role.QUALITY, Role.EDITOR, Role.PANEL])
def test_others_have_no_such_page(desk, role):
    assert desk(role).get(PAGE).status_code == 404


def test_it_costs_the_same_with_many(desk, officer, django_assert_max_num_queries):
    for _ in range(12):
        UserFactory(roles=[Role.NEIGHBOURHOOD_OFFICER])
    client = desk(Role.MANAGER)
    client.get(PAGE)
    with django_assert_max_num_queries(9):
        assert len(client.get(PAGE).context["rows"]) == 13
