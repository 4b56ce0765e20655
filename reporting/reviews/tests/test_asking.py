"""Asking for a case review, as the person who asks."""

import re
from datetime import date

import pytest
import time_machine
from django.core import mail
from django.db import connection

from home.forms import new_key
from home.tests.trees import plant
from reporting.post.models import Message, Recipient
from reporting.reviews.models import CaseReviewPage, ReviewRequest, ReviewRules

pytestmark = pytest.mark.django_db

ROBIN = {
    "who": "self",
    "name": "Robin Rowan",
    "what": "Music every night until two.",
    "on_1": "early in October",
    "told_1": "us",
    "prefers": "email",
    "email": "robin@tenant.example",
    "shared": "no",
}


def answers(**changes) -> dict:
    return {**ROBIN, "key": new_key(), **changes}


@pytest.fixture(autouse=True)
def site(db):
    return plant()


def test_the_check_answers_and_keeps_nothing(client, django_assert_max_num_queries):
    asked = {"reports": "3", "in_time": "yes", "answered": "no"}
    with django_assert_max_num_queries(8) as queries:
        page = client.post("/case-review/check/", asked)
    assert "It looks as if you can ask" in page.text
    assert 'href="/case-review/ask/"' in page.text
    assert not [query for query in queries.captured_queries if not query["sql"].startswith("SELECT")]
    assert "no-store" in page["Cache-Control"]


def test_the_check_asks_again_for_what_was_left_out_and_keeps_the_rest(client):
    page = client.post("/case-review/check/", {"reports": "2", "in_time": "no"}).text
    assert "Choose an answer to “Has any of them done something" in page
    assert re.search(r'value="2"[^>]*checked', page)


def test_who_asks_is_told_at_once_what_happens_by_when_and_who_decides(client, django_capture_on_commit_callbacks):
    ReviewRules.objects.create(site=plant().get_site(), lead="Fairstow Council")
    with time_machine.travel("2026-11-23 10:00", tick=False), django_capture_on_commit_callbacks(execute=True):
        page = client.post("/case-review/ask/", answers(), follow=True).text
    review = ReviewRequest.objects.get()
    assert review.reference in page
    for words in ("by Monday 7 December", "by Monday 14 December", "by Monday 21 December", "Fairstow Council"):
        assert words in page
        assert words in mail.outbox[0].body
    assert review.reference in mail.outbox[0].body
    assert mail.outbox[0].to == ["robin@tenant.example"]
    assert "review" not in mail.outbox[0].subject.lower()


def test_a_double_press_is_one_request_and_one_letter(client):
    asked = answers()
    first = client.post("/case-review/ask/", asked)
    again = client.post("/case-review/ask/", asked)
    assert first["Location"] == again["Location"] == "/case-review/sent/"
    assert (ReviewRequest.objects.count(), Message.objects.count(), Recipient.objects.count()) == (1, 1, 1)


def test_other_answers_in_the_same_form_are_refused_with_the_reference(client):
    asked = answers()
    client.post("/case-review/ask/", asked)
    page = client.post("/case-review/ask/", asked | {"what": "Something else"})
    assert page.status_code == 409
    assert ReviewRequest.objects.get().reference in page.text
    assert "Something else" in page.text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"who": ""}, "Say whether it is for you or for someone else"),
        ({"who": "other", "their_name": ""}, "Type the name of the person you ask for"),
        ({"who": "other", "their_name": "Ash"}, "Tick that they agree"),
        ({"what": ""}, "Tell us what keeps happening"),
        ({"on_1": ""}, "Say when you made your first report"),
        ({"told_1": "nobody"}, "Select a valid choice"),
        ({"email": ""}, "Type the e-mail address to write to"),
        ({"email": "robin at home"}, "Type an e-mail address like"),
        ({"prefers": "text"}, "Type the phone number"),
        ({"prefers": "letter"}, "Type the address for letters"),
        ({"prefers": "pigeon"}, "Select a valid choice"),
        ({"shared": ""}, "Say whether anyone else could see"),
        ({"what": "x" * 5001}, "Use 5000 characters or fewer"),
        ({"name": "a\0b"}, "a character here that we cannot read"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_the_rest_is_kept(client, changes, message):
    page = client.post("/case-review/ask/", answers(**changes))
    assert page.status_code == 200
    assert message in page.text
    assert page.text.count(message) == 2  # in the list at the top, and beside the field
    assert "early in October" in page.text or "on_1" in changes
    assert not ReviewRequest.objects.exists()


def test_a_form_without_its_key_is_shown_again_and_not_a_crash(client):
    asked = answers()
    del asked["key"]
    assert client.post("/case-review/ask/", asked).status_code == 200


def test_what_was_written_is_sealed(client):
    client.post("/case-review/ask/", answers(what="Something only for those who review"))
    review = ReviewRequest.objects.get()
    assert ["What keeps happening?", "Something only for those who review"] in review.answers[1]["rows"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reviews_reviewrequest")
        assert "Something only" not in str([bytes(v) if isinstance(v, memoryview) else v for v in cursor.fetchone()])


def test_how_to_reach_them_is_not_among_the_answers(client):
    client.post("/case-review/ask/", answers())
    assert "robin@tenant.example" not in str(ReviewRequest.objects.get().answers)


def test_where_others_may_see_it_they_are_only_asked_to_call(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/case-review/ask/", answers(shared="unsure"))
    assert "Please call 03069 990100" in mail.outbox[0].body
    assert "review" not in mail.outbox[0].body


def test_the_pages_are_neutral_private_and_cannot_be_come_back_to(client):
    for address in ("/case-review/check/", "/case-review/ask/"):
        page = client.get(address)
        assert "no-store" in page["Cache-Control"]
        title = re.search(r"<title>(.*?)</title>", page.text, re.DOTALL)[1]
        assert "review" not in title.lower()
        assert "Larkfield" not in title
        assert 'content="noindex"' in page.text
        assert page.text.count('autocomplete="off"') > 3
        assert "data-exit" in page.text


def test_the_receipt_is_this_browsers_and_goes_with_leaving(client):
    client.post("/case-review/ask/", answers())
    assert ReviewRequest.objects.get().reference in client.get("/case-review/sent/").text
    client.get("/exit/")
    assert client.get("/case-review/sent/")["Location"] == "/case-review/ask/"


def test_the_receipt_is_shown_for_an_hour(client):
    with time_machine.travel("2026-11-23 10:00", tick=False):
        client.post("/case-review/ask/", answers())
    with time_machine.travel("2026-11-23 11:01", tick=False):
        assert client.get("/case-review/sent/").status_code == 302


def test_a_robot_cannot_fill_the_list(client, monkeypatch):
    monkeypatch.setattr("reporting.reviews.views.MOST_AN_HOUR", 2)
    for _time in range(2):
        assert client.post("/case-review/ask/", answers()).status_code == 302
    page = client.post("/case-review/ask/", answers(what="The third"))
    assert "Please call us instead" in page.text
    assert "The third" in page.text
    assert ReviewRequest.objects.count() == 2


def test_dates_promised_are_not_moved_by_new_rules(client):
    rules = ReviewRules.objects.create(site=plant().get_site())
    with time_machine.travel("2026-11-23 10:00", tick=False):
        client.post("/case-review/ask/", answers())
    rules.decide_within = 90
    rules.save()
    assert ReviewRequest.objects.get().decide_by == date(2026, 12, 14)


def test_the_page_tells_the_rule_and_is_made_anew_when_it_changes(
    client, site, django_assert_max_num_queries, django_capture_on_commit_callbacks
):
    site.add_child(instance=CaseReviewPage(title="Case review", slug="case-review", introduction="<p>Free.</p>"))
    client.get("/")  # so that the menu and the settings are known, as they nearly always are
    with django_assert_max_num_queries(8):
        page = client.get("/case-review/")
    assert "3 times in the last six months" in page.text
    assert "csrf" not in page.text.lower()
    with django_capture_on_commit_callbacks(execute=True):
        ReviewRules.objects.create(site=site.get_site(), reports_needed=2)
    assert "2 times in the last six months" in client.get("/case-review/").text
