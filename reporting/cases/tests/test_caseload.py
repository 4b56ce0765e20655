from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from reporting.cases import actions
from reporting.cases.alerts import raise_alerts
from reporting.cases.caseload import candidates, why_first
from reporting.cases.enums import ClockKind, Status
from reporting.cases.lifecycle import NotPossible
from reporting.cases.models import Alert, Case, Clock
from reporting.cases.permissions import Do, all_for, may
from reporting.cases.standards import SHEET
from reporting.kinds import Kind
from reporting.places.tests.factories import HomeFactory
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .factories import a_worked_case, open_a_case

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
    assert "champion" in why_first(candidates(case))


def test_a_full_champion_gives_way_to_whoever_has_the_most_room(case):
    champion = UserFactory(roles=[Role.COORDINATOR])
    champion.areas.add(case.area)
    load(champion, 25)
    free = UserFactory(roles=[Role.COORDINATOR])
    assert [candidate.officer for candidate in candidates(case)] == [free, champion]
    assert "no room" in candidates(case)[1].words
    assert why_first(candidates(case)) == "The area’s champion has no room. They have the most room."


def test_a_champion_who_is_away_gives_way_too_and_that_is_said(case):
    champion = UserFactory(roles=[Role.COORDINATOR], away_until=timezone.localdate() + timedelta(days=3))
    champion.areas.add(case.area)
    busy = UserFactory(roles=[Role.COORDINATOR])
    load(busy, 3)
    assert [candidate.officer for candidate in candidates(case)] == [busy, champion]
    assert "Away until" in candidates(case)[1].words
    assert why_first(candidates(case)) == "The area’s champion is away. They have the most room."
    champion.away_until = timezone.localdate()
    champion.save()
    assert candidates(case)[0].officer == champion


class TestLimit:
    @pytest.fixture
    def full(self):
        officer = UserFactory(roles=[Role.COORDINATOR])
        load(officer, 25)
        return officer

    @pytest.fixture
    def assessed(self):
        case, duty = open_a_case(), UserFactory(roles=[Role.DUTY_OFFICER])
        actions.acknowledge(case=case, by=duty)
        actions.assess(case=case, by=duty, category="C", reason="Low", risk_answers={}, restricted=False)
        return case

    def test_only_a_manager_gives_someone_more_than_there_is_room_for(self, full, assessed):
        with pytest.raises(NotPossible, match="Only a manager"):
            actions.allocate(case=assessed, to=full, by=UserFactory(roles=[Role.DUTY_OFFICER]))
        assert Case.objects.get(pk=assessed.pk).officer is None
        actions.allocate(case=assessed, to=full, by=UserFactory(roles=[Role.MANAGER]))
        assert Case.objects.get(pk=assessed.pk).officer == full

    def test_how_many_that_is_managers_set(self, assessed):
        manager, officer = UserFactory(roles=[Role.MANAGER]), UserFactory(roles=[Role.COORDINATOR])
        load(officer, 2)
        figures = SHEET.first | {"most_open": 2}
        actions.set_standards(by=manager, figures=figures, why="A small team", instead_of=1)
        with pytest.raises(NotPossible, match="Only a manager"):
            actions.allocate(case=assessed, to=officer, by=UserFactory(roles=[Role.DUTY_OFFICER]))

    def test_what_they_have_already_is_no_case_more(self, full):
        case = a_worked_case(officer=UserFactory(roles=[Role.COORDINATOR]))
        Case.objects.filter(pk=case.pk).update(officer=full)
        actions.allocate(case=case, to=full, by=UserFactory(roles=[Role.DUTY_OFFICER]))


class TestHandOver:
    def test_the_story_goes_along_and_the_reporter_hears_who_it_is_now(self):
        case, duty = a_worked_case(), UserFactory(roles=[Role.DUTY_OFFICER])
        another = UserFactory(roles=[Role.COORDINATOR], first_name="Nia", last_name="Next")
        with pytest.raises(NotPossible, match="what the next officer must know"):
            actions.allocate(case=case, to=another, by=duty, reason="On leave")
        actions.allocate(
            case=case, to=another, by=duty, reason="On leave", handover="Ring after 6. The diary ends on Friday."
        )
        event = case.events.order_by("-number").first()
        assert event.text == "To Nia Next. On leave\nRing after 6. The diary ends on Friday."
        assert event.reporter_text == "Nia Next is now your officer."

    def test_to_the_same_officer_there_is_nothing_to_hand_over(self):
        case = a_worked_case()
        actions.allocate(case=case, to=case.officer, by=UserFactory(roles=[Role.DUTY_OFFICER]))


class TestAway:
    def test_one_says_it_of_oneself_and_a_manager_of_anyone(self):
        officer, day = UserFactory(roles=[Role.COORDINATOR]), timezone.localdate() + timedelta(days=5)
        actions.set_away(by=officer, who=officer, until=day)
        assert officer.is_away
        with pytest.raises(PermissionDenied):
            actions.set_away(by=UserFactory(roles=[Role.DUTY_OFFICER]), who=officer, until=None)
        actions.set_away(by=UserFactory(roles=[Role.MANAGER]), who=officer, until=None)
        assert not officer.is_away

    def test_of_what_falls_due_a_manager_is_told_too(self):
        officer, manager = UserFactory(roles=[Role.COORDINATOR]), UserFactory(roles=[Role.MANAGER])
        a_worked_case(officer=officer)
        officer.away_until = timezone.localdate() + timedelta(days=30)
        officer.save()
        Clock.objects.filter(kind=ClockKind.FIRST_CONTACT).update(warn_at=timezone.now())
        raise_alerts()
        assert {alert.to for alert in Alert.objects.filter(clock__kind=ClockKind.FIRST_CONTACT)} == {officer, manager}


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
