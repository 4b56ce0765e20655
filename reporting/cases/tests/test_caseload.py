import pytest

from reporting.cases.caseload import MOST_OPEN, candidates
from reporting.cases.enums import Status
from reporting.cases.models import Case
from reporting.cases.permissions import Do, all_for, may
from reporting.kinds import Kind
from reporting.places.tests.factories import HomeFactory
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .factories import open_a_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return open_a_case(home=HomeFactory())


def load(officer, count):
    case = open_a_case()
    for number in range(count):
        case.pk, case.reference, case.officer, case.status = None, f"FS-LOAD-{number:04}", officer, Status.WORKING
        Case.objects.bulk_create([case])


def test_the_champion_of_the_area_comes_first(case):
    UserFactory(roles=[Role.COORDINATOR])
    champion = UserFactory(roles=[Role.NEIGHBOURHOOD_OFFICER])
    champion.areas.add(case.area)
    load(champion, 3)
    first = candidates(case)[0]
    assert (first.officer, first.open_cases, first.is_champion) == (champion, 3, True)
    assert "champion" in first.why_first


def test_a_full_champion_gives_way_to_whoever_has_the_most_room(case):
    champion = UserFactory(roles=[Role.COORDINATOR])
    champion.areas.add(case.area)
    load(champion, MOST_OPEN)
    free = UserFactory(roles=[Role.COORDINATOR])
    assert [candidate.officer for candidate in candidates(case)] == [free, champion]
    assert "no room" in candidates(case)[1].words


def test_a_manager_is_asked_last_however_much_room_they_have(case):
    manager, officer = UserFactory(roles=[Role.MANAGER]), UserFactory(roles=[Role.COORDINATOR])
    load(officer, 2)
    assert [candidate.officer for candidate in candidates(case)] == [officer, manager]


def test_only_those_who_may_work_a_case_are_asked(case):
    for role in (Role.CONTACT_CENTRE, Role.QUALITY, Role.EDITOR):
        UserFactory(roles=[role])
    UserFactory(roles=[Role.COORDINATOR], is_active=False)
    assert candidates(case) == []


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", [Kind.NOISE, Kind.DOMESTIC_ABUSE])
@pytest.mark.parametrize("named", [True, False])
def test_all_that_one_may_do_is_what_one_may_do_each(role, kind, named):
    user, case = UserFactory(roles=[role]), open_a_case(kind=kind)
    if named:
        case.need_to_know.add(user)
    assert all_for(user, case) == {do for do in Do if may(user, do, case)}
    assert all_for(user, case, named=named) == all_for(user, case)
