"""Drafts: sealed, one for each tab, come back to with a code, and forgotten."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from reporting.cases.evidence import receive
from reporting.cases.models import Case, EvidenceFile, Receipt
from reporting.cases.retention import forget_receipts
from reporting.intake import drafts
from reporting.intake.models import Draft
from reporting.intake.storage import DraftStorage
from reporting.places.tests.factories import HomeFactory

from .files import a_picture
from .walking import NAMED, SHORTEST, STORY, Walker

pytestmark = pytest.mark.django_db

SECRET_WORDS = "Something that nobody else may read"


def later(**after):
    return time_machine.travel(timezone.now() + timedelta(**after))


def everything_in_the_draft() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM intake_draft")
        return b"".join(part if isinstance(part, bytes) else str(part).encode() for row in cursor for part in row)


# --- What is kept, and how ------------------------------------------------------------------------


def test_nothing_that_was_answered_can_be_read_in_the_database(client):
    walker = Walker(client).walk(until="details")
    walker.give("details", {"what_happened": SECRET_WORDS})
    assert Draft.objects.get().answers["step_data"]["details"]["details-what_happened"] == [SECRET_WORDS]
    for words in (SECRET_WORDS, "Robin", "noise"):
        assert words.encode() not in everything_in_the_draft()


def test_what_is_saved_unfinished_is_sealed_too(client):
    walker = Walker(client).walk(until="who")
    walker.post("who", {"name": SECRET_WORDS}, buttons={"save": "yes"})
    assert SECRET_WORDS.encode() not in everything_in_the_draft()


def test_the_browser_holds_a_cookie_that_says_nothing_and_there_is_no_session(client):
    walker = Walker(client).walk()
    cookie = client.cookies["report"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]
    assert not cookie["expires"]
    assert len(cookie.value) >= 22  # 128 bits
    assert cookie.value.encode() not in everything_in_the_draft()
    assert not Session.objects.exists()
    assert walker.step == "receipt"


def test_over_https_the_cookie_is_bound_to_the_host(client, settings):
    settings.REPORTER_COOKIES_SECURE = True
    walker = Walker(client)
    cookie = client.cookies["__Host-report"]
    assert cookie["secure"]
    assert cookie["path"] == "/"
    assert walker.step == "danger"


def test_no_answer_stands_in_an_address_or_a_title(client):
    walker = Walker(client)
    for step, answers in SHORTEST.items():
        title = walker.page.text.split("<title>")[1].split("</title>")[0]
        assert "Tell us" in title
        response = walker.post(step, answers)
        assert response.url.strip("/").split("/")[:2] == ["report", walker.draft]
        assert "Robin" not in response.url
        walker.page = client.get(response.url)


@pytest.mark.parametrize("name", ["start", "resume"])
def test_pages_are_kept_by_no_cache_and_tell_other_sites_nothing(client, name):
    walker = Walker(client)
    for response in (client.get(reverse(f"report:{name}")), walker.page, walker.look("check")):
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "same-origin"
        assert "data-sensitive" in response.text


def test_pages_that_say_what_went_wrong_are_private_too(client):
    response = client.get("/report/0000000000000/danger/")
    assert response["Cache-Control"] == "no-store"
    assert "data-sensitive" in response.text


@pytest.mark.parametrize("step", [step for step in SHORTEST if step != "check"])
def test_a_step_reads_once_and_writes_once(client, django_assert_max_num_queries, django_assert_num_queries, step):
    walker = Walker(client).walk(until=step)
    client.get(walker.at(step))  # what is the same for every page is kept from here on
    with django_assert_max_num_queries(2):
        client.get(walker.at(step))
    with django_assert_num_queries(2):
        walker.post(step, SHORTEST[step])


def test_the_check_and_the_list_of_homes_stay_within_six_queries(client, django_assert_max_num_queries):
    home = HomeFactory(postcode="ZZ1 1AA")
    walker = Walker(client).walk(where={"postcode": "ZZ1 1AA"}, until="when")
    for work in (lambda: client.get(walker.at("home")), lambda: walker.post("home", {"home": home.pk})):
        with django_assert_max_num_queries(6):
            work()
    walker.walk({step: SHORTEST[step] for step in ("when", "people", "effect", "household", "needs")})
    walker.give("evidence", {"files": a_picture()})
    walker.walk({step: SHORTEST[step] for step in ("wish", "contact", "reach")})
    assert walker.step == "check"
    with django_assert_max_num_queries(6):
        client.get(walker.at("check"))


# --- Tabs -----------------------------------------------------------------------------------------


def test_two_tabs_are_two_reports(client):
    one, two = Walker(client), Walker(client)
    one.walk(who={**NAMED, "name": "Robin One"})
    two.walk(who={**NAMED, "name": "Robin Two"})
    assert {case.reporter.name for case in Case.objects.all()} == {"Robin One", "Robin Two"}


def test_two_tabs_of_one_report_lose_nothing_of_each_other(client, rf):
    walker = Walker(client).walk(until="check")
    requests = [rf.get("/") for _tab in range(2)]
    for request in requests:
        request.draft = Draft.objects.get()
    first, second = (DraftStorage("x", request) for request in requests)
    first.change(lambda data: data["step_data"].__setitem__("wish", {"wish-wants": ["Quiet"]}))
    second.change(lambda data: data["step_data"].__setitem__("details", {"details-what_happened": ["Bang"]}))
    first.save()
    second.save()
    kept = Draft.objects.get().answers["step_data"]
    assert kept["wish"]["wish-wants"] == ["Quiet"]
    assert kept["details"]["details-what_happened"] == ["Bang"]
    assert walker.look("check").status_code == 200


def test_another_browser_cannot_open_a_report(client):
    walker = Walker(client).walk(until="what")
    other = Client()
    assert other.get(walker.at("what")).status_code == 404
    Walker(other)
    assert other.get(walker.at("what")).status_code == 404


# --- Coming back ----------------------------------------------------------------------------------


def save(walker, step, answers=()):
    walker.page = walker.post(step, answers, buttons={"save": "yes"})
    return walker.page.context["code"]


def come_back(client, code):
    return client.post(reverse("report:resume"), {"code": code}, follow=True)


def test_a_saved_report_is_come_back_to_in_another_browser(client):
    walker = Walker(client).walk(until="what")
    code = save(walker, "what", {"kind": "noise"})
    assert code in walker.page.text
    other = Client()
    page = come_back(other, code.lower().replace("-", " "))
    assert page.redirect_chain[-1][0] == walker.at("details")
    walker.client = other
    walker.walk({step: given for step, given in SHORTEST.items() if step not in {"danger", "who", "what"}})
    assert Case.objects.get().reporter.name == "Robin Example"
    # It is now the other browser's, and this one sees nothing.
    assert client.get(walker.at("what")).status_code == 404


def test_an_unfinished_step_comes_back_as_it_was_typed_without_a_word_of_blame(client):
    walker = Walker(client).walk(until="who")
    code = save(walker, "who", {"relation": "neighbour", "named": "named"})
    page = come_back(Client(), code)
    form = page.context["form"]
    assert form["relation"].value() == "neighbour"
    assert not form.errors


def test_words_too_long_to_keep_are_still_there_when_one_comes_back(client):
    walker = Walker(client).walk(until="details")
    code = save(walker, "details", {"what_happened": "x" * 10_000, "sounds": ["music", "party"]})
    form = come_back(Client(), code).context["form"]
    assert form["what_happened"].value() == "x" * 10_000
    assert form["sounds"].value() == ["music", "party"]


def test_a_newer_code_takes_the_place_of_the_older(client):
    walker = Walker(client).walk(until="what")
    old, new = save(walker, "what"), save(walker, "what")
    assert come_back(Client(), old).context["form"].errors["code"]
    assert come_back(Client(), new).redirect_chain


def test_the_code_itself_is_not_kept(client):
    walker = Walker(client).walk(until="what")
    code = save(walker, "what")
    assert code.replace("-", "").encode() not in everything_in_the_draft()


def test_a_code_opens_nothing_once_its_report_was_sent(client):
    walker = Walker(client).walk(until="check")
    code = save(walker, "check")
    walker.give("check", SHORTEST["check"])
    assert come_back(Client(), code).context["form"].errors["code"]


def test_a_report_left_for_two_weeks_is_gone_and_says_how_to_go_on(client):
    walker = Walker(client).walk(until="what")
    code = save(walker, "what")
    with later(days=13):
        assert walker.look("what").status_code == 200
    with later(days=15):
        assert walker.look("what").status_code == 404
        assert walker.give("what", {"kind": "noise"}).status_code == 404
        assert "Start again" in walker.page.text
        assert come_back(Client(), code).context["form"].errors["code"]


# --- Forgetting -----------------------------------------------------------------------------------


def leave(client):
    request = RequestFactory().post("/exit/")
    request.COOKIES = {name: cookie.value for name, cookie in client.cookies.items()}
    response = HttpResponse()
    drafts.end_all(request, response)
    return response


def test_leaving_forgets_every_report_of_this_browser_and_its_files(client):
    walker = Walker(client).walk(until="evidence")
    walker.give("evidence", {"files": a_picture()}, buttons={"add": "yes"})
    stored = EvidenceFile.objects.get().original
    Walker(client)
    response = leave(client)
    assert not Draft.objects.exists()
    assert not EvidenceFile.objects.exists()
    assert not stored.storage.exists(stored.name)
    assert response.cookies["report"]["max-age"] == 0
    assert walker.look("evidence").status_code == 404
    assert walker.give("evidence").status_code == 404


def test_leaving_keeps_what_others_write_and_what_was_sent(client):
    walker = Walker(client).walk(until="evidence")
    walker.give("evidence", {"files": a_picture()})
    walker.walk({step: SHORTEST[step] for step in ("wish", "contact", "reach", "check")})
    other = Walker(Client())
    leave(client)
    assert Case.objects.get().evidence.count() == 1
    assert Draft.objects.get().public_id == other.draft
    assert client.get(walker.url("receipt", walker.draft)).status_code == 404


def test_what_was_saved_with_a_code_outlives_leaving_but_not_in_this_browser(client):
    walker = Walker(client).walk(until="what")
    code = save(walker, "what")
    leave(client)
    assert walker.look("what").status_code == 404
    assert come_back(Client(), code).redirect_chain


def test_leaving_without_a_report_is_nothing(client):
    assert leave(client).status_code == 200


@pytest.mark.parametrize(("step", "answers"), [("details", STORY), ("evidence", {"files": a_picture()})])
def test_a_step_that_arrives_after_leaving_brings_nothing_back(client, monkeypatch, step, answers):
    walker = Walker(client).walk(until=step)
    kept = Draft.keep

    def leave_first(self, answers):
        Draft.objects.all().delete()
        return kept(self, answers)

    monkeypatch.setattr(Draft, "keep", leave_first)
    assert walker.give(step, answers).status_code == 404
    assert not Draft.objects.exists()
    assert not EvidenceFile.objects.exists()


def test_old_drafts_are_forgotten_with_their_files_and_living_ones_stay(client):
    walker = Walker(client).walk(until="evidence")
    walker.give("evidence", {"files": a_picture()}, buttons={"add": "yes"})
    assert drafts.forget_old_drafts() == 0
    assert EvidenceFile.objects.exists()
    with later(days=15):
        assert drafts.forget_old_drafts() == 1
        assert drafts.forget_old_drafts() == 0
    assert not Draft.objects.exists()
    assert not EvidenceFile.objects.exists()


def test_a_file_that_no_draft_knows_of_is_forgotten_too(client):
    receive(a_picture())
    drafts.forget_old_drafts()
    assert EvidenceFile.objects.exists()
    with later(days=16):
        drafts.forget_old_drafts()
    assert not EvidenceFile.objects.exists()


def test_secrets_are_emptied_when_nobody_may_be_shown_them_any_more(client):
    Walker(client).walk()
    drafts.forget_old_drafts()
    assert forget_receipts() == 0
    assert Draft.objects.get().secret
    with later(hours=2):
        drafts.forget_old_drafts()
        assert forget_receipts() == 0
        assert not Draft.objects.get().secret
        assert Receipt.objects.get().sealed
    with later(hours=25):
        assert forget_receipts() == 1
        assert not Receipt.objects.get().sealed
