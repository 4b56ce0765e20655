import pytest
from django.urls import path, reverse

from reporting.cases import actions
from reporting.cases.desk.access import desk_view
from reporting.cases.desk.checks import every_desk_page_declares_what_it_is_for, undeclared
from reporting.cases.enums import EventKind
from reporting.cases.permissions import Do
from reporting.kinds import Kind
from reporting.staff.roles import Role

pytestmark = pytest.mark.django_db

LISTS = {
    "desk_queue": {Role.DUTY_OFFICER, Role.MANAGER},
    "desk_cases": set(Role) - {Role.EDITOR, Role.PANEL},
    "desk_call_backs": {Role.DUTY_OFFICER, Role.MANAGER, Role.COORDINATOR, Role.NEIGHBOURHOOD_OFFICER},
}
SEE_CASE = {Role.DUTY_OFFICER, Role.MANAGER, Role.COORDINATOR, Role.NEIGHBOURHOOD_OFFICER, Role.QUALITY}
SEE_SUMMARY = SEE_CASE | {Role.CONTACT_CENTRE, Role.OUT_OF_HOURS}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", LISTS)
def test_a_list_opens_only_for_those_it_is_for(desk, role, name):
    assert desk(role).get(reverse(name)).status_code == (200 if role in LISTS[name] else 404)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_only_quality_and_the_manager_take_the_list_with_them(desk, role, kind):
    expected = 200 if role in {Role.QUALITY, Role.MANAGER} else 404
    assert desk(role).get(reverse("desk_export", args=[kind])).status_code == expected


@pytest.mark.parametrize("role", Role)
def test_an_ordinary_case_opens_as_the_table_says(desk, new_case, role):
    client = desk(role)
    whole = client.get(reverse("desk_case", args=[new_case.reference]))
    summary = client.get(reverse("desk_summary", args=[new_case.reference]))
    assert whole.status_code == (200 if role in SEE_CASE else 404)
    assert summary.status_code == (200 if role in SEE_SUMMARY else 404)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DUTY_OFFICER, Role.MANAGER}))
def test_a_restricted_case_looks_like_one_that_is_not_there(desk, restricted_case, role):
    client = desk(role)
    for name in ("desk_case", "desk_summary", "desk_note", "desk_assess", "desk_close", "desk_message"):
        hidden = client.get(reverse(name, args=[restricted_case.reference]))
        missing = client.get(reverse(name, args=["FS-0000-0000"]))
        assert hidden.status_code == missing.status_code == 404
        assert hidden.content == missing.content


def test_whoever_is_named_on_a_restricted_case_opens_it_and_that_is_written_down(desk, restricted_case):
    client = desk(Role.COORDINATOR)
    restricted_case.need_to_know.add(client.who)
    for _ in range(2):
        assert client.get(reverse("desk_case", args=[restricted_case.reference])).status_code == 200
    assert restricted_case.events.filter(kind=EventKind.READ, by=client.who).count() == 2


def test_an_ordinary_case_is_read_without_leaving_a_mark(desk, new_case):
    desk(Role.DUTY_OFFICER).get(reverse("desk_case", args=[new_case.reference]))
    assert not new_case.events.filter(kind=EventKind.READ).exists()


def test_the_public_is_led_to_the_sign_in(client, new_case):
    for name, args in [("desk_queue", []), ("desk_case", [new_case.reference]), ("desk_close", [new_case.reference])]:
        for ask in (client.get, client.post):
            response = ask(reverse(name, args=args))
            assert response.status_code == 302
            assert response["Location"].startswith(reverse("wagtailadmin_login"))


@pytest.mark.parametrize("name", ["desk_acknowledge", "desk_assess", "desk_allocate", "desk_signpost"])
def test_triage_is_not_for_those_who_answer_the_phone(desk, new_case, name):
    client = desk(Role.CONTACT_CENTRE)
    assert client.post(reverse(name, args=[new_case.reference]), {"once": "A"}).status_code == 404
    assert new_case.events.count() == 2


def test_an_action_refused_by_the_table_is_answered_like_a_page_that_is_not_there(desk, worked_case):
    """A co-ordinator assesses the cases they are the officer of, and no others."""
    client = desk(Role.COORDINATOR)
    assert client.get(reverse("desk_assess", args=[worked_case.reference])).status_code == 404
    assert desk(user=worked_case.officer).get(reverse("desk_assess", args=[worked_case.reference])).status_code == 200


def test_every_page_of_the_desk_declares_what_it_is_for():
    assert every_desk_page_declares_what_it_is_for() == []


def page_that_says_nothing(request):
    """Ours, and open to whoever finds it."""


class Addresses:
    def __init__(self, *patterns):
        self.url_patterns = patterns


def test_a_page_that_declares_nothing_is_found():
    open_door = path("desk/secrets/", page_that_says_nothing, name="secrets")
    guarded = path("desk/guarded/", desk_view(Do.CHAT)(page_that_says_nothing))
    public = path("report/", page_that_says_nothing)
    found = list(undeclared(Addresses(open_door, guarded, public), "desk/"))
    assert found == [("desk/secrets/", open_door)]


def test_the_menu_shows_what_one_may_do(desk):
    queue, calls = reverse("desk_queue"), reverse("desk_call_backs")
    duty = desk(Role.DUTY_OFFICER).get(reverse("desk_cases")).content.decode()
    assert queue in duty
    assert calls in duty
    centre = desk(Role.CONTACT_CENTRE).get(reverse("desk_cases")).content.decode()
    assert queue not in centre
    assert calls not in centre


def test_the_first_page_shows_what_is_to_do(desk, new_case):
    actions.request_call(case=new_case)
    page = desk(Role.DUTY_OFFICER).get(reverse("wagtailadmin_home")).content.decode()
    assert page.count(new_case.reference) >= 2
    assert "Search all pages" not in page
    assert new_case.reference not in desk(Role.EDITOR).get(reverse("wagtailadmin_home")).content.decode()
    assert new_case.reference not in desk(Role.CONTACT_CENTRE).get(reverse("wagtailadmin_home")).content.decode()


def test_hate_reported_as_noise_is_hidden_from_the_contact_centre_in_every_list(desk, new_case):
    from reporting.cases.tests.factories import open_a_case

    hidden = open_a_case(kind=Kind.NOISE, risk={"identity": "yes"}, name="Robin Example")
    client = desk(Role.CONTACT_CENTRE)
    page = client.post(reverse("desk_cases"), {"words": "Robin"}, follow=True).content.decode()
    assert new_case.reference in page
    assert hidden.reference not in page
