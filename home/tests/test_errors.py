import re

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.urls import get_resolver

NUMBER = "03069 990100"


@pytest.fixture
def client():
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.CSRF_COOKIE_NAME] = "x" * 32
    client.raise_request_exception = False
    return client


@pytest.fixture
def no_database(monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("there is no database")

    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", refuse)


@pytest.fixture
def broken_page(monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("home.views.find", broken)


def refused(client):
    return client.get("/", headers={"host": "elsewhere.example"})


def stale(client):
    return client.post("/desk/login/", {"username": "x"})


def too_long(client):
    return client.post("/desk/login/", "a=" + "x" * 3_000_000, content_type="application/x-www-form-urlencoded")


def too_long_with_files(client):
    return client.post("/desk/login/", {"a": "x" * 3_000_000})


def too_many(client):
    return client.post("/desk/login/", "a=&" * 10_001, content_type="application/x-www-form-urlencoded")


def too_many_files(client):
    content = "--x\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n\r\n" * 101 + "--x--\r\n"
    return client.post("/desk/login/", content, content_type="multipart/form-data; boundary=x")


def not_a_form(client):
    return client.post("/desk/login/", "x", content_type="multipart/form-data")


WRONG = [
    (refused, 400, "We could not read what was sent"),
    (not_a_form, 400, "We could not read what was sent"),
    (stale, 403, "Nothing was sent"),
    (too_long, 413, "What you wrote is too long"),
    (too_long_with_files, 413, "What you wrote is too long"),
    (too_many, 413, "more answers here than we can take"),
    (too_many_files, 413, "more files here than we can take"),
]


@pytest.mark.parametrize(("ask", "status", "words"), WRONG)
def test_what_is_wrong_is_said_in_plain_words_with_999_and_our_number(client, home, ask, status, words):
    answer = ask(client)
    assert (answer.status_code, words in answer.text) == (status, True)
    assert 'href="tel:999"' in answer.text
    assert NUMBER in answer.text


@pytest.mark.parametrize(("ask", "title"), [(stale, "Please send it again"), (too_long, "Too much in one go")])
def test_a_title_says_nothing_of_whose_site_it_is(client, home, ask, title):
    assert re.search(rf"<title>\s*{title}\s*</title>", ask(client).text)


@pytest.mark.parametrize(("ask", "status", "words"), WRONG)
def test_without_a_database_it_is_said_just_the_same_with_999_alone(client, no_database, ask, status, words):
    answer = ask(client)
    assert (answer.status_code, words in answer.text) == (status, True)
    assert 'href="tel:999"' in answer.text
    assert "call us" not in answer.text.lower()


def test_a_page_that_breaks_gives_our_number(client, home, broken_page):
    answer = client.get("/search/", {"q": "music"})
    assert answer.status_code == 500
    assert 'href="tel:999"' in answer.text
    assert NUMBER in answer.text


def test_a_page_that_breaks_for_want_of_a_database_still_gives_999(client, no_database):
    answer = client.get("/")
    assert answer.status_code == 500
    assert 'href="tel:999"' in answer.text
    assert "on your rent letter" in answer.text


def test_what_is_not_open_to_someone_says_nothing_of_what_it_is(rf, home):
    answer = get_resolver().resolve_error_handler(403)(rf.get("/x/"), exception=PermissionDenied("of Robin’s case"))
    assert answer.status_code == 403
    assert "not open to you" in answer.text
    assert NUMBER in answer.text
    assert "Robin" not in answer.text
