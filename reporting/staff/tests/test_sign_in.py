"""The password, the lock after too many tries, and the end of a session."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from reporting.staff.roles import Role

from .factories import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"
LOGIN = "/desk/login/"


@pytest.fixture
def dana(db):
    return UserFactory(username="dana", roles=[Role.DUTY_OFFICER])


def sign_in(client, username="dana", password=PASSWORD, **more):
    return client.post(LOGIN, {"username": username, "password": password, **more})


def test_staff_sign_in_with_a_password_where_no_second_factor_is_asked_for(client, dana):
    assert sign_in(client).url == reverse("wagtailadmin_home")
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_the_sign_in_page_offers_no_remembering_and_says_whose_it_is(client):
    page = client.get(LOGIN).content.decode()
    assert 'name="remember"' not in page
    assert "Wagtail</h1>" not in page
    assert '<a href="/">' in page


def test_signing_in_leads_on_within_the_site_only(client, dana):
    assert sign_in(client, next="https://elsewhere.example/").url == reverse("wagtailadmin_home")
    client.logout()
    assert sign_in(client, next="/desk/account/").url == "/desk/account/"


def test_signing_out_ends_it(client, dana):
    sign_in(client)
    client.post(reverse("wagtailadmin_logout"))
    assert client.get(reverse("wagtailadmin_home")).status_code == 302


def test_a_wrong_name_and_a_wrong_password_are_told_the_same(client, dana):
    def told(username):
        client.cookies.clear()
        response = sign_in(client, username, "wrong")
        return response.status_code, response.context["form"].non_field_errors()

    assert told("dana") == told("nobody-of-that-name")


@pytest.mark.parametrize("username", ["dana", "nobody-of-that-name"])
def test_five_wrong_tries_lock_whether_or_not_there_is_such_an_account(client, dana, username, settings):
    for _try in range(settings.AXES_FAILURE_LIMIT):
        last = sign_in(client, username, "wrong")
    assert last.status_code == 429
    assert "15 minutes" in last.content.decode()
    assert username not in last.content.decode()
    assert sign_in(client, username).status_code == 429


def test_the_lock_opens_after_the_time_that_the_page_names(client, dana, settings):
    assert settings.AXES_COOLOFF_TIME * 60 == 15
    with time_machine.travel("2026-11-23 09:00", tick=False) as time:
        for _try in range(settings.AXES_FAILURE_LIMIT):
            sign_in(client, password="wrong")
        time.shift(timedelta(minutes=14))
        assert sign_in(client).status_code == 429
        time.shift(timedelta(minutes=16))
        assert sign_in(client).status_code == 302


def test_one_locked_name_locks_nobody_else_out(client, dana):
    for _try in range(6):
        sign_in(client, "someone-else", "wrong")
    assert sign_in(client).status_code == 302


def test_nobody_is_locked_out_by_someone_elsewhere_who_knows_their_name(client, dana):
    for number in range(20):
        client.post(
            reverse("wagtailadmin_login"),
            {"username": "dana", "password": "wrong"},
            REMOTE_ADDR=f"203.0.113.{number % 2}",
        )
    assert sign_in(client).status_code == 302


@pytest.mark.parametrize("name", ["dana\x00", "a" * 10_000, "دانا", "🙂", "' OR 1=1 --", ""])
def test_odd_names_are_answered_with_the_form(client, name):
    response = sign_in(client, name, "wrong")
    assert response.status_code == 200
    assert response.context["form"].errors


@pytest.mark.parametrize("key", ['"' + r"\000" * 32 + '"', "x" * 5000, "-" * 32, "é" * 32, ""])
def test_a_cookie_with_anything_in_it_is_nobody_s_session(client, settings, key):
    cookie = {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={key}"}
    assert client.get(reverse("wagtailadmin_login"), **cookie).status_code == 200
    assert client.get(reverse("wagtailadmin_home"), **cookie).status_code == 302


def test_a_browser_that_says_very_much_about_itself_is_let_in(client, dana):
    client.defaults |= {"HTTP_USER_AGENT": "x" * 10_000, "HTTP_ACCEPT": "x" * 10_000}
    assert sign_in(client, password="wrong").status_code == 200
    assert sign_in(client).status_code == 302


def test_someone_without_a_role_is_not_let_in(client):
    UserFactory(username="stray")
    sign_in(client, "stray")
    assert client.get(reverse("wagtailadmin_home")).status_code == 302


def test_someone_who_left_is_not_let_in(client):
    UserFactory(username="gone", is_active=False, roles=[Role.MANAGER])
    assert sign_in(client, "gone").status_code == 200


class TestTheEndOfASession:
    def at_desk(self, client):
        return client.get(reverse("wagtailadmin_home")).status_code == 200

    def test_an_hour_away_signs_one_out_and_says_so(self, client, dana):
        with time_machine.travel("2026-11-23 09:00", tick=False) as time:
            sign_in(client)
            time.shift(timedelta(minutes=61))
            answer = client.get(reverse("wagtailadmin_home"))
            assert answer.url == f"{LOGIN}?next=/desk/"
            assert "You were signed out" in client.get(answer.url).content.decode()

    def test_use_keeps_one_signed_in_until_the_shift_is_over(self, client, dana):
        with time_machine.travel("2026-11-23 08:00", tick=False) as time:
            sign_in(client)
            for _halfhour in range(24):
                assert self.at_desk(client)
                time.shift(timedelta(minutes=30))
            time.shift(timedelta(minutes=1))
            assert not self.at_desk(client)

    def test_a_session_of_unknown_age_is_over(self, client, dana):
        sign_in(client)
        session = client.session
        del session["staff_began"]
        session.save()
        assert not self.at_desk(client)

    def test_a_request_soon_after_another_writes_nothing(self, client, dana, django_assert_max_num_queries):
        sign_in(client)
        self.at_desk(client)
        with django_assert_max_num_queries(60) as asked:
            self.at_desk(client)
        assert not [query for query in asked.captured_queries if "UPDATE" in query["sql"]]


def test_the_public_site_does_not_look_for_a_session(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(reverse("status"))
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("address", ["/desk/no-such-page/", "/desk//", "/desk/cases/nothing/at/all/"])
def test_a_mistyped_address_of_the_desk_asks_to_sign_in_first(client, address):
    assert client.get(address).url.startswith(LOGIN)
