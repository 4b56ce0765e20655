"""New tenants say that they have read their sign-up pack (P28)."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from reporting.places.models import PackRead
from reporting.places.retention import SIGN_UPS_KEPT, forget_sign_ups

READ = {
    "name": "Sam Lee",
    "home": "TEN-1",
    "read_on_day": "5",
    "read_on_month": "11",
    "read_on_year": "2026",
    "agreed": "on",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _some_day():
    with time_machine.travel("2026-11-21 12:00"):
        yield


def test_it_is_noted_once_however_often_it_is_sent(client, home):
    for _ in range(2):
        assert client.post("/sign-up/", READ)["Location"] == "/sign-up/thank-you/"
    said = PackRead.objects.get()
    assert (said.name, said.home, f"{said.read_on}") == ("Sam Lee", "TEN-1", "2026-11-05")
    assert b"noted" in client.get("/sign-up/thank-you/").content


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Answer “Your name”"),
        ({"home": ""}, "Answer “Your new address, or your tenancy reference”"),
        ({"agreed": ""}, "Tick this once you have read the pack"),
        ({"read_on_month": "13"}, "Enter a real date"),
        ({"read_on_year": "2027"}, "still to come"),
        ({"name": "x\0"}, "cannot read"),
        ({"name": "x" * 161}, "160 characters or fewer"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_what_was_typed_stays(client, home, wrong, words):
    answer = client.post("/sign-up/", READ | wrong)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page
    assert wrong.keys() & {"home"} or 'value="TEN-1"' in page
    assert not PackRead.objects.exists()


def test_the_page_says_what_becomes_of_it_and_nothing_keeps_it(client, home):
    page = client.get("/sign-up/")
    assert "no-store" in page["Cache-Control"]
    assert b"delete it after two years" in page.content
    assert page.content.count(b"<h1") == 1


def test_a_robot_does_not_fill_the_list(client, home, monkeypatch):
    monkeypatch.setattr("home.sign_up.MOST_AN_HOUR", 1)
    client.post("/sign-up/", READ)
    assert b"later" in client.post("/sign-up/", READ | {"name": "Another"}).content
    assert PackRead.objects.count() == 1


def test_it_is_deleted_when_the_page_says_so():
    PackRead.objects.create(name="Sam Lee", home="TEN-1", read_on=timezone.localdate())
    assert forget_sign_ups() == 0
    with time_machine.travel(timezone.now() + SIGN_UPS_KEPT + timedelta(days=1)):
        assert forget_sign_ups() == 1
