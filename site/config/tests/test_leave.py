import pytest
from django.test import Client

from reporting.intake.models import Draft
from tests.report import walk_to

pytestmark = pytest.mark.django_db


def test_leaving_ends_the_report_of_this_browser_and_goes_somewhere_neutral():
    mine, other = Client(), Client()
    walk_to(mine, "details")
    address = walk_to(other, "details")
    response = mine.get("/exit/")
    assert response.status_code == 302
    assert "weather" in response["Location"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert Draft.objects.count() == 1
    assert other.get(address).status_code == 200


def test_a_script_that_is_already_leaving_gets_an_empty_answer_without_a_token():
    client = Client(enforce_csrf_checks=True)
    assert client.post("/exit/").status_code == 204


def test_leaving_with_nothing_open_is_no_mistake():
    assert Client().get("/exit/").status_code == 302


def test_a_report_that_was_saved_with_a_code_waits_for_its_code():
    client = Client()
    address = walk_to(client, "details")
    client.post(address, {"report_wizard-current_step": "details", "save": "yes"})
    client.post("/exit/")
    assert client.get(address).status_code == 404
    assert Draft.objects.exclude(resume_code=None).count() == 1
