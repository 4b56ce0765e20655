"""Did this page help? As a reader, and as the editor who reads it."""

import re

import pytest
from django.contrib.auth import get_user_model

from home.forms import new_key
from home.models import PageFeedback, PlainPage
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory


@pytest.fixture
def page(home):
    return PlainPage.objects.get(slug="how")


@pytest.fixture
def editor(client, page):
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    return client


def said(page, helped=True, comment=""):
    return PageFeedback.objects.create(page=page, helped=helped, comment=comment, key=new_key())


def test_a_page_asks_with_links_and_stays_the_same_for_everyone(client, page):
    text = client.get("/how/").text
    assert f'href="/feedback/{page.pk}/?helped=yes"' in text
    assert "csrf" not in text.lower()


def test_an_answer_is_kept_with_the_page_and_the_day_and_nothing_else(client, page):
    answer = {"helped": "no", "comment": "What is a CPN?", "key": new_key()}
    assert "Thank you" in client.post(f"/feedback/{page.pk}/", answer, follow=True).text
    kept = PageFeedback.objects.get()
    assert (kept.page_id, kept.helped, kept.comment) == (page.pk, False, "What is a CPN?")
    kept_of_it = {field.name for field in PageFeedback._meta.get_fields()}
    assert kept_of_it == {"id", "page", "helped", "comment", "on", "key"}


def test_what_was_pressed_is_chosen_already_and_nothing_is_kept_by_looking(client, page):
    form = client.get(f"/feedback/{page.pk}/?helped=no")
    assert re.search(r'value="no"[^>]*checked', form.text)
    assert "no-store" in form["Cache-Control"]
    assert not PageFeedback.objects.exists()


def test_a_double_press_is_one_answer(client, page):
    answer = {"helped": "yes", "key": new_key()}
    for _press in range(2):
        assert client.post(f"/feedback/{page.pk}/", answer).status_code == 302
    assert PageFeedback.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"helped": ""}, "Say whether it helped"),
        ({"helped": "maybe"}, "Select a valid choice"),
        ({"comment": "x" * 1001}, "Use 1000 characters or fewer"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, page, changes, words):
    answer = {"helped": "yes", "comment": "As it was typed", "key": new_key()} | changes
    form = client.post(f"/feedback/{page.pk}/", answer).text
    assert words in form
    assert answer["comment"] in form
    assert not PageFeedback.objects.exists()


def test_a_robot_cannot_fill_it(client, page, monkeypatch):
    monkeypatch.setattr("home.feedback.MOST_AN_HOUR", 2)
    for number in range(3):
        answer = client.post(f"/feedback/{page.pk}/", {"helped": "yes", "comment": f"no {number}", "key": new_key()})
    assert "Please try again later" in answer.text
    assert "no 2" in answer.text
    assert PageFeedback.objects.count() == 2


@pytest.mark.parametrize("number", [0, 1, 99999, 10**30])
def test_there_is_none_of_what_is_no_page(client, page, number):
    assert client.get(f"/feedback/{number}/").status_code == 404


def test_there_is_none_of_a_draft(client, page):
    page.unpublish()
    assert client.get(f"/feedback/{page.pk}/").status_code == 404


def test_the_editor_sees_of_each_page_how_many_it_helped(editor, page):
    for helped in (True, True, False):
        said(page, helped)
    said(page, comment="Plain words, thank you.")
    row = re.search(r"How we work.*?</tr>", editor.get("/desk/reports/feedback/").text, re.DOTALL)[0]
    assert re.findall(r">\s*(\d+)\s*<", row) == ["3", "1", "1"]


def test_the_editor_reads_comments_as_plain_text_and_by_page(editor, page):
    other = PlainPage.objects.get(slug="detail")
    said(page, comment="<script>alert(1)</script>")
    said(other, comment="Of another page")
    text = editor.get(f"/desk/reports/comments/?page={page.pk}").text
    assert "&lt;script&gt;alert(1)" in text
    assert "Of another page" not in text


def test_a_comment_is_no_formula_in_a_spreadsheet(editor, page):
    said(page, comment="=HYPERLINK(1)")
    export = b"".join(editor.get("/desk/reports/comments/?export=csv").streaming_content).decode()
    assert "'=HYPERLINK(1)" in export
    assert editor.get("/desk/reports/comments/?export=xlsx").status_code == 200
    assert b"How we work" in b"".join(editor.get("/desk/reports/feedback/?export=csv").streaming_content)


@pytest.mark.parametrize("address", ["reports/feedback/", "reports/comments/", "exit-check/"])
def test_for_others_of_the_staff_it_does_not_exist(client, home, address):
    client.force_login(UserFactory(roles=[Role.MANAGER]))
    assert client.get(f"/desk/{address}").status_code == 404
    client.force_login(get_user_model().objects.create_superuser("ada"))
    assert client.get(f"/desk/{address}").status_code == 200
