"""A manager reads a restricted case only when they are named on it, or have said why they must (P42)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from reporting.cases import actions
from reporting.cases.desk import once
from reporting.cases.enums import EventKind
from reporting.cases.lifecycle import NotPossible
from reporting.cases.permissions import Do, all_for, cases_for, may
from reporting.cases.tests.factories import a_worked_case, open_a_case
from reporting.kinds import Kind
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db

READ = (Do.SEE_CASE, Do.SEE_EVIDENCE, Do.SEE_SUMMARY, Do.NOTE, Do.CONTACT, Do.EXPORT)


@pytest.fixture
def case():
    return a_worked_case(kind=Kind.DOMESTIC_ABUSE, what_happened="Words of the case.")


@pytest.fixture
def manager():
    return UserFactory(roles=[Role.MANAGER])


def test_they_know_that_there_is_one_and_no_more(case, manager):
    assert case in cases_for(manager, Do.LIST_CASES)
    for do in READ:
        assert not may(manager, do, case)
        assert case not in cases_for(manager, do)
        assert do not in all_for(manager, case)


def test_with_a_reason_it_is_open_to_them_for_twelve_hours_and_the_case_tells(case, manager):
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False) as clock:
        actions.break_glass(case=case, by=manager, reason="The officer is ill and the police have called.")
        for do in READ:
            assert may(manager, do, case)
            assert case in cases_for(manager, do)
        event = case.events.get(kind=EventKind.GLASS)
        assert (event.by, event.text) == (manager, "The officer is ill and the police have called.")
        assert event.reporter_text == ""
        with pytest.raises(NotPossible, match="open to you already"):
            actions.break_glass(case=case, by=manager, reason="Again")
        clock.shift(timedelta(hours=12))
        for do in READ:
            assert not may(manager, do, case)
            assert case not in cases_for(manager, do)


def test_it_opens_that_case_to_that_manager(case, manager):
    other = a_worked_case(kind=Kind.DOMESTIC_ABUSE)
    actions.break_glass(case=case, by=manager, reason="The officer is ill.")
    assert not may(manager, Do.SEE_CASE, other)
    assert not may(UserFactory(roles=[Role.MANAGER]), Do.SEE_CASE, case)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGER])
def test_nobody_else_can(case, role):
    with pytest.raises(PermissionDenied):
        actions.break_glass(case=case, by=UserFactory(roles=[role]), reason="I want to")


def test_of_an_ordinary_case_there_is_no_glass(manager):
    with pytest.raises(PermissionDenied):
        actions.break_glass(case=a_worked_case(), by=manager, reason="The officer is ill.")


class TestDesk:
    def test_the_page_asks_why_and_then_shows_the_case_and_each_reading_is_written_down(self, desk, case):
        client = desk(Role.MANAGER)
        page = client.get(reverse("desk_case", args=[case.reference]), follow=True)
        assert page.redirect_chain == [(reverse("desk_break_glass", args=[case.reference]), 302)]
        assert "Words of the case." not in page.content.decode()
        assert not case.events.filter(kind=EventKind.READ).exists()
        address = page.request["PATH_INFO"]
        empty = client.post(address, {"once": once.new_token(), "reason": " "})
        assert "reason" in empty.context["form"].errors
        opened = client.post(address, {"once": once.new_token(), "reason": "The officer is ill."}, follow=True)
        assert "Words of the case." in opened.content.decode()
        assert case.events.filter(kind=EventKind.READ, by=client.who).count() == 1
        assert "Opened without being named, because" in opened.content.decode()

    def test_everything_else_about_it_is_not_there_for_them(self, desk, case):
        client = desk(Role.MANAGER)
        for name in ("desk_summary", "desk_contact", "desk_plan", "desk_assess", "desk_note", "desk_need_to_know"):
            assert client.get(reverse(name, args=[case.reference])).status_code == 404

    def test_a_new_restricted_report_is_in_their_triage_queue(self, desk, db):
        new = open_a_case(kind=Kind.DOMESTIC_ABUSE)
        assert new.reference in desk(Role.MANAGER).get(reverse("desk_queue")).content.decode()

    def test_a_list_says_nothing_of_what_it_is_about_or_where_and_is_not_found_by_it(self, desk):
        case = a_worked_case(kind=Kind.DOMESTIC_ABUSE, name="Alex Unlisted", place="7 Nowhere Lane")
        client, lists = desk(Role.MANAGER), reverse("desk_cases")
        page = client.get(lists).content.decode()
        assert case.reference in page
        for telling in ("Nowhere Lane", "Domestic abuse</td>"):
            assert telling not in page
        for asked in ({"words": "Unlisted"}, {"words": "Nowhere"}, {"kind": "domestic_abuse"}):
            found = client.post(lists, asked, follow=True) if "words" in asked else client.get(lists, asked)
            assert found.context["rows"] == []
        actions.break_glass(case=case, by=client.who, reason="The officer is ill.")
        assert "Nowhere Lane" in client.get(lists).content.decode()
        assert [row["reference"] for row in client.get(lists, {"kind": "domestic_abuse"}).context["rows"]] == [
            case.reference
        ]

    def test_a_manager_can_be_named_and_then_needs_no_reason(self, desk, case):
        manager = UserFactory(roles=[Role.MANAGER])
        form = desk(Role.DUTY_OFFICER).get(reverse("desk_need_to_know", args=[case.reference])).context["form"]
        assert manager in form.fields["people"].queryset
        actions.name_people(case=case, people=[manager], by=UserFactory(roles=[Role.DUTY_OFFICER]), reason="Review")
        assert (
            "Words of the case."
            in desk(user=manager).get(reverse("desk_case", args=[case.reference])).content.decode()
        )
