import csv
import io
import logging
from datetime import timedelta
from urllib.parse import unquote_plus

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from home.spreadsheets import safe
from reporting.cases import actions, search
from reporting.cases.desk import paging
from reporting.cases.enums import Status
from reporting.cases.models import Case
from reporting.cases.report import SafeContact
from reporting.cases.tests.factories import a_worked_case, open_a_case
from reporting.kinds import Kind
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .conftest import assess

pytestmark = pytest.mark.django_db


def shown(response) -> list[str]:
    """The references on the page, in order."""
    return [row["reference"] for row in response.context["rows"]]


def copies_of(case: Case, number: int) -> None:
    """Many cases quickly, some of them due at the very same moment, some without a promise."""
    start = timezone.now()
    cases = []
    for count in range(number):
        row = Case.objects.get(pk=case.pk)
        row.pk, row.reference, row.timeline_length = None, f"FS-{count:04}-COPY", 0
        row.status = [Status.NEW, Status.ACKNOWLEDGED, Status.ASSESSED][count % 3]
        row.next_due_at = None if count % 7 == 0 else start + timedelta(hours=count % 5)
        row.opened_at = start - timedelta(hours=count % 4)
        cases.append(row)
    Case.objects.bulk_create(cases)


def walk(client, address: str) -> list[str]:
    """Every reference, by following “Next page” to the end."""
    found, after = [], ""
    while True:
        response = client.get(address, {"after": after} if after else {})
        found += shown(response)
        after = response.context["after"]
        if not after:
            return found


def test_new_comes_first_and_then_the_oldest_promise(desk):
    duty = UserFactory(roles=[Role.DUTY_OFFICER])
    with time_machine.travel("2026-11-16 10:00Z"):
        assessed = open_a_case()
        assess(assessed, duty)
    with time_machine.travel("2026-11-18 10:00Z"):
        older = open_a_case()
    with time_machine.travel("2026-11-19 10:00Z"):
        newer = open_a_case()
        acknowledged = open_a_case()
        actions.acknowledge(case=acknowledged, by=duty)
    with time_machine.travel("2026-11-23 10:00Z"):
        response = desk(Role.DUTY_OFFICER).get(reverse("desk_queue"))
    assert shown(response) == [case.reference for case in (older, newer, acknowledged, assessed)]


def test_what_is_late_is_said_in_words(desk):
    with time_machine.travel("2026-11-16 10:00Z"):
        open_a_case()
    with time_machine.travel("2026-11-18 10:00Z"):
        page = desk(Role.DUTY_OFFICER).get(reverse("desk_queue")).content.decode()
    assert "1 late" in page
    assert "Read and acknowledge was due Tue 17 Nov, 6pm" in page


def test_a_case_being_worked_on_is_not_in_the_queue(desk, worked_case):
    assert shown(desk(Role.DUTY_OFFICER).get(reverse("desk_queue"))) == []


def test_paging_the_queue_shows_every_case_once_and_in_order(desk, new_case, monkeypatch):
    monkeypatch.setattr(paging, "SIZE", 7)
    copies_of(new_case, 60)
    found = walk(desk(Role.DUTY_OFFICER), reverse("desk_queue"))
    cases = Case.objects.in_triage().values_list("status", "next_due_at", "pk", "reference")
    expected = sorted(cases, key=lambda row: (row[0], row[1] is not None, row[1] or timezone.now(), row[2]))
    assert found == [row[3] for row in expected]
    assert len(found) == 61


def test_paging_the_list_shows_every_case_once_and_in_order(desk, new_case, monkeypatch):
    monkeypatch.setattr(paging, "SIZE", 7)
    copies_of(new_case, 40)
    found = walk(desk(Role.DUTY_OFFICER), reverse("desk_cases"))
    assert found == list(Case.objects.order_by("-opened_at", "-pk").values_list("reference", flat=True))


@pytest.mark.parametrize(
    "mark", ["x", "1_2", "_", "-_1", "10_-_99999999999999999999", "2026-11-21T10:00:00_1", "a_b_c", "\x00", "٣_-_١"]
)
@pytest.mark.parametrize("name", ["desk_queue", "desk_cases", "desk_call_backs"])
def test_a_mark_that_is_not_ours_gives_the_first_page(desk, new_case, name, mark):
    assert desk(Role.DUTY_OFFICER).get(reverse(name), {"after": mark}).status_code == 200


@pytest.mark.parametrize(
    "words",
    ["Robin", "robin exam", "Imaginary Row", "ZZ11AA", "zz1 1aa", "03069 990 123", "+44 3069 990123", "0044306999"],
)
def test_a_case_is_found_by_name_address_and_phone(desk, home, words):
    contact = SafeContact(prefers="phone", phone="03069990123")
    case = open_a_case(home=home, contact=contact)
    open_a_case(name="Someone Else", place="Elsewhere", contact=SafeContact())
    response = desk(Role.DUTY_OFFICER).post(reverse("desk_cases"), {"words": words}, follow=True)
    assert shown(response) == [case.reference]


def test_a_reference_however_typed_goes_straight_to_its_case(desk, new_case):
    typed = new_case.reference.replace("-", " ").lower()
    response = desk(Role.DUTY_OFFICER).post(reverse("desk_cases"), {"words": typed})
    assert response["Location"] == reverse("desk_case", args=[new_case.reference])
    response = desk(Role.CONTACT_CENTRE).post(reverse("desk_cases"), {"words": typed})
    assert response["Location"] == reverse("desk_summary", args=[new_case.reference])


def test_what_is_searched_for_stands_in_no_address(desk, new_case):
    response = desk(Role.DUTY_OFFICER).post(reverse("desk_cases"), {"words": "Robin Example"})
    assert "robin" not in unquote_plus(response["Location"]).lower()
    assert shown(desk(Role.DUTY_OFFICER).get(response["Location"])) == [new_case.reference]


@pytest.mark.parametrize(("name", "typed"), [("เกศินี", "เ"), ("Łukasz", "łuk"), ("王小明", "王"), ("Zoë", "zo")])
def test_a_name_is_found_by_its_beginning_in_any_script(name, typed):
    """A language may sort two letters as if they stood the other way round; what one begins with is what one types."""
    case = open_a_case(name=name)
    assert list(search.find(Case.objects.all(), typed)) == [case]


@pytest.mark.parametrize("words", ["\x00", "x" * 101, "😀", "‮olleh", "%", "'; drop table", "-"])
def test_odd_words_find_nothing_and_break_nothing(desk, new_case, words):
    response = desk(Role.CONTACT_CENTRE).post(reverse("desk_cases"), {"words": words}, follow=True)
    assert response.status_code == 200
    assert shown(response) == []


def test_the_contact_centre_sees_no_case_before_it_searches(desk, new_case):
    assert shown(desk(Role.CONTACT_CENTRE).get(reverse("desk_cases"))) == []


@pytest.mark.parametrize(
    "asked",
    [
        {"status": "open"},
        {"status": "40"},
        {"kind": "noise"},
        {"category": "B"},
        {"restricted": "no"},
        {"opened_from": "2026-11-17", "opened_to": "2026-11-17"},
        {"officer": "OFFICER"},
        {"area": "AREA"},
    ],
)
def test_the_list_is_filtered(desk, home, asked):
    with time_machine.travel("2026-11-17 10:00Z"):
        wanted = a_worked_case(home=home)
    with time_machine.travel("2026-11-19 10:00Z"):
        other = open_a_case(kind=Kind.DOMESTIC_ABUSE)
        Case.objects.filter(pk=other.pk).update(status=Status.CLOSED)
    given = {"OFFICER": wanted.officer_id, "AREA": home.area_id}
    asked = {name: given.get(value, value) for name, value in asked.items()}
    response = desk(Role.MANAGER).post(reverse("desk_cases"), asked, follow=True)
    assert shown(response) == [wanted.reference]
    assert shown(desk(Role.MANAGER).get(reverse("desk_cases"), asked)) == [wanted.reference]


def test_a_filter_that_is_no_choice_is_said_beside_the_field(desk, new_case):
    response = desk(Role.MANAGER).get(reverse("desk_cases"), {"status": "wrong", "opened_from": "31/02/2026"})
    assert response.status_code == 200
    assert "Enter a real date" in response.content.decode()
    assert shown(response) == []


def test_calls_owed_come_longest_waiting_first(desk, home):
    with time_machine.travel("2026-11-18 10:00Z"):
        second = open_a_case(wants_call=True)
    with time_machine.travel("2026-11-17 10:00Z"):
        first = open_a_case(wants_call=True)
        open_a_case()
        hidden = open_a_case(kind=Kind.DOMESTIC_ABUSE, wants_call=True)
    assert shown(desk(Role.COORDINATOR).get(reverse("desk_call_backs"))) == [first.reference, second.reference]
    assert hidden.reference in shown(desk(Role.MANAGER).get(reverse("desk_call_backs")))


def queries_for(client, address, django_assert_max_num_queries, most=10) -> int:
    client.get(address)  # what is kept for a minute is kept now
    with django_assert_max_num_queries(most) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", ["desk_queue", "desk_cases", "desk_call_backs"])
def test_a_list_asks_the_database_as_often_for_five_cases_as_for_sixty(
    desk, home, name, django_assert_max_num_queries
):
    client = desk(Role.DUTY_OFFICER)
    case = open_a_case(home=home, wants_call=True)
    copies_of(case, 4)
    few = queries_for(client, reverse(name), django_assert_max_num_queries)
    Case.objects.exclude(pk=case.pk).delete()
    copies_of(case, 60)
    assert queries_for(client, reverse(name), django_assert_max_num_queries) == few


@pytest.mark.parametrize("text", ["=1+1", "+44", "-x", "@sum", " =1", "\t=1", "\n=1", "|x"])
def test_a_cell_is_never_a_formula(text):
    assert safe(text).startswith("'")


def test_an_export_names_nobody_and_runs_nothing(desk, home, caplog):
    home.area.name = "=HYPERLINK(1)"
    home.area.save()
    case = open_a_case(home=home, name="Robin Example")
    with caplog.at_level(logging.INFO, logger="fairstreet.desk"):
        response = desk(Role.QUALITY).get(reverse("desk_export", args=["csv"]))
        text = response.getvalue().decode()
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row[0] for row in rows[1:]] == [case.reference]
    assert "'=HYPERLINK(1)" in rows[1]
    assert "Robin" not in text
    assert "Imaginary Row" not in text
    assert response.streaming
    assert [record.getMessage() for record in caplog.records] == [
        f"user {response.wsgi_request.user.pk} exported 1 cases as csv"
    ]


def test_a_spreadsheet_holds_the_same_and_no_restricted_case_for_quality(desk, home, restricted_case):
    case = open_a_case(home=home)
    response = desk(Role.QUALITY).get(reverse("desk_export", args=["xlsx"]))
    rows = list(load_workbook(io.BytesIO(response.getvalue())).active.values)
    assert [row[0] for row in rows[1:]] == [case.reference]
    manager = desk(Role.MANAGER)
    response = manager.get(reverse("desk_export", args=["xlsx"]))
    assert len(list(load_workbook(io.BytesIO(response.getvalue())).active.values)) == 2
    actions.break_glass(case=restricted_case, by=manager.who, reason="The officer is ill.")
    response = manager.get(reverse("desk_export", args=["xlsx"]))
    assert len(list(load_workbook(io.BytesIO(response.getvalue())).active.values)) == 3


def test_an_export_is_filtered_like_the_list(desk, home, worked_case):
    open_a_case(home=home)
    text = desk(Role.MANAGER).get(reverse("desk_export", args=["csv"]), {"status": "40"}).getvalue().decode()
    assert len(text.strip().splitlines()) == 2
    assert worked_case.reference in text
    wrong = desk(Role.MANAGER).get(reverse("desk_export", args=["csv"]), {"status": "wrong"})
    assert wrong.status_code == 302
