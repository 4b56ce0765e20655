"""What staff are told of at the desk, promises that wait, a manager's look, and letters given by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from reporting.cases import actions
from reporting.cases.alerts import raise_alerts
from reporting.cases.desk import once
from reporting.cases.enums import ClockKind, CloseReason, ContactOutcome
from reporting.cases.models import Alert
from reporting.cases.report import SafeContact
from reporting.cases.tests.factories import a_worked_case
from reporting.post.gateway import send_waiting
from reporting.post.models import Message
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

PAGE = reverse("desk_alerts")


@pytest.fixture
def officer():
    return UserFactory(roles=[Role.COORDINATOR])


def words(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").select_one("main").text.split())


def post(client, name, case, data, *args):
    return client.post(reverse(f"desk_{name}", args=[case.reference, *args]), {"once": once.new_token()} | data)


class TestPage:
    def test_it_says_which_promise_and_what_became_of_it(self, desk, clock, officer):
        case = a_worked_case(officer=officer)
        clock.move_to(datetime(2026, 11, 26, 9, tzinfo=UTC))
        raise_alerts()
        page = words(desk(user=officer).get(PAGE))
        assert f"{case.reference} New Speak to the reporter Falls due soon" in page
        assert "by Fri 27 Nov, 6pm" in page
        actions.record_contact(
            case=case,
            by=officer,
            outcome=ContactOutcome.SPOKE,
            text="Spoke",
            next_contact_on=timezone.localdate() + timedelta(days=5),
        )
        assert "Kept Thu 26 Nov, 9am" in words(desk(user=officer).get(PAGE))

    def test_having_seen_them_leaves_what_came_since(self, desk, clock, officer):
        a_worked_case(officer=officer)
        clock.move_to(datetime(2026, 11, 26, 9, tzinfo=UTC))
        raise_alerts()
        client = desk(user=officer)
        shown = client.get(PAGE).context["until"]
        clock.move_to(datetime(2026, 11, 27, 18, tzinfo=UTC))
        raise_alerts()
        client = desk(user=officer)
        client.post(PAGE, {"until": shown})
        assert {alert.point for alert in officer.alerts.filter(seen_at=None)} == {"missed"}
        client.post(PAGE, {"until": client.get(PAGE).context["until"]})
        assert not officer.alerts.filter(seen_at=None).exists()
        assert "I have seen" not in words(client.get(PAGE))

    @pytest.mark.parametrize(
        "until", ["", "x", "2026-13-45T99:99", "2026-11-24T10:00", "0001-01-01T00:00:00+14:00", "9" * 300]
    )
    def test_a_moment_that_is_none_is_no_error_of_ours(self, desk, clock, officer, until):
        a_worked_case(officer=officer)
        clock.move_to(datetime(2026, 11, 26, 9, tzinfo=UTC))
        raise_alerts()
        assert desk(user=officer).post(PAGE, {"until": until}).status_code == 302
        assert officer.alerts.filter(seen_at=None).exists()

    def test_nobody_sees_what_others_were_told(self, desk, clock, officer):
        a_worked_case(officer=officer)
        clock.move_to(datetime(2026, 11, 26, 9, tzinfo=UTC))
        raise_alerts()
        assert "not been told of any promise" in words(desk(Role.COORDINATOR).get(PAGE))

    def test_what_has_become_none_of_theirs_is_gone(self, desk, clock, officer):
        case = a_worked_case(officer=officer)
        clock.move_to(datetime(2026, 11, 26, 9, tzinfo=UTC))
        raise_alerts()
        case.restricted, case.officer = True, UserFactory(roles=[Role.COORDINATOR])
        case.save()
        client = desk(user=officer)
        page = client.get(PAGE)
        assert case.reference not in page.content.decode()
        assert case.reference not in client.get(reverse("wagtailadmin_home")).content.decode()

    def test_the_first_page_of_the_desk_counts_what_was_not_seen(self, desk, clock, officer):
        case = a_worked_case(officer=officer)
        clock.move_to(datetime(2026, 11, 26, 9, tzinfo=UTC))
        raise_alerts()
        client = desk(user=officer)
        panel = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser").select_one(
            "[aria-labelledby=panel-15]"
        )
        assert panel.select_one(".desk-count").text == "1"
        assert case.reference in panel.text
        Alert.objects.update(seen_at=timezone.now())
        assert "no promise that you have not looked at" in client.get(reverse("wagtailadmin_home")).content.decode()

    @pytest.mark.parametrize("role", [Role.CONTACT_CENTRE, Role.QUALITY, Role.EDITOR, Role.PANEL])
    def test_others_have_no_such_page(self, desk, role):
        assert desk(role).get(PAGE).status_code == 404

    def test_it_costs_the_same_with_many(self, desk, clock, officer, django_assert_max_num_queries):
        for _ in range(15):
            a_worked_case(officer=officer)
        clock.move_to(datetime(2026, 11, 27, 18, tzinfo=UTC))
        raise_alerts()
        client = desk(user=officer)
        with django_assert_max_num_queries(8):
            assert len(client.get(PAGE).context["rows"]) == 15


class TestWaiting:
    def test_an_officer_lets_promises_wait_and_everyone_sees_it(self, desk, officer):
        case = a_worked_case(officer=officer)
        client = desk(user=officer)
        assert "Go on now" not in words(client.get(reverse("desk_case", args=[case.reference])))
        given = {"reason": "away", "why": "In hospital until Monday.", "until": "2026-12-01"}
        assert post(client, "pause", case, given).status_code == 302
        page = words(client.get(reverse("desk_case", args=[case.reference])))
        assert "waits until Tue 1 Dec. The reporter is away or in hospital." in page
        assert "Put off by 5 working days." in page
        assert "Let promises wait" not in page
        assert post(client, "resume", case, {"why": "They are home."}).status_code == 302
        page = words(client.get(reverse("desk_case", args=[case.reference])))
        assert "waits until Tue 1 Dec" not in page.split("Timeline")[0]
        assert "Let promises wait" in page

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"until": "2026-11-23"}, "Choose today or a later day."),
            ({"until": "2027-01-04"}, "four weeks from today at most"),
            ({"until": "2026-11-24"}, "from tomorrow on"),
            ({"reason": "busy"}, "Select a valid choice"),
            ({"why": ""}, "required"),
        ],
    )
    def test_what_cannot_be_is_said_and_what_was_typed_is_kept(self, desk, officer, changes, said):
        case = a_worked_case(officer=officer)
        given = {"reason": "asked", "why": "They told me.", "until": "2026-12-01"} | changes
        page = post(desk(user=officer), "pause", case, given)
        assert page.status_code == 200
        assert said in str(page.context["form"].errors) or "why" in page.context["form"].errors
        if "why" not in changes:
            assert "They told me." in page.content.decode()
        assert not case.pauses.exists()


def test_a_manager_writes_down_what_they_found(desk, officer):
    case = a_worked_case(officer=officer)
    manager = desk(Role.MANAGER)
    assert post(manager, "manager_review", case, {"text": "Ask for the diary."}).status_code == 302
    assert case.clocks.filter(kind=ClockKind.MANAGER_REVIEW).exclude(met_at=None).count() == 1
    assert desk(user=officer).get(reverse("desk_manager_review", args=[case.reference])).status_code == 404


def test_a_letter_that_could_not_be_sent_is_marked_as_given(desk, officer, settings):
    settings.POST_CARRIERS = {}
    by_post = SafeContact(prefers="letter", address="12 Imaginary Row", shared=False)
    case = a_worked_case(officer=officer, contact=by_post)
    actions.close(case=case, by=officer, reason=CloseReason.RESOLVED, explanation="It has stopped.")
    send_waiting()
    client = desk(user=officer)
    page = client.get(reverse("desk_case", args=[case.reference])).content.decode()
    letter = Message.objects.get(about=case.reference, kind="closed")
    address = reverse("desk_letter_given", args=[case.reference, letter.pk])
    assert address in page
    assert "Closing letter" in words(client.get(address))
    assert post(client, "letter_given", case, {"channel": "letter"}, letter.pk).status_code == 302
    letter.refresh_from_db()
    assert letter.status == Message.Status.SENT
    assert not case.clocks.running().exists()
    again = post(client, "letter_given", case, {"channel": "phone"}, letter.pk)
    assert "cannot be given by hand" in again.content.decode()
    other = a_worked_case(officer=officer)
    assert client.get(reverse("desk_letter_given", args=[other.reference, letter.pk])).status_code == 404


def test_the_list_finds_what_is_late_and_what_falls_due_today(desk, clock, officer):
    late = a_worked_case(officer=officer)
    clock.move_to(datetime(2026, 11, 25, 10, tzinfo=UTC))
    today = a_worked_case(officer=officer)
    clock.move_to(datetime(2026, 11, 30, 9, tzinfo=UTC))
    client = desk(Role.MANAGER)

    def found(promise: str) -> list[str]:
        page = client.get(reverse("desk_cases"), {"promise": promise})
        return [row["reference"] for row in page.context["rows"]]

    assert found("late") == [late.reference]
    assert found("soon") == [today.reference]


def test_the_timer_tells_of_promises_and_notes_the_letters_that_arrived(clock, officer):
    a_worked_case(officer=officer)
    closed = a_worked_case(officer=officer)
    actions.close(case=closed, by=officer, reason=CloseReason.RESOLVED, explanation="It has stopped.")
    clock.move_to(datetime(2026, 11, 26, 9, tzinfo=UTC))
    call_command("tick", verbosity=0)
    assert officer.alerts.count() == 1
    assert not closed.clocks.running().exists()
    call_command("tick", verbosity=0)
    assert officer.alerts.count() == 1
