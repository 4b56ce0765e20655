"""You said, we did (P59), and our figures (P60)."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from home import figures
from home.figures import Figure
from home.models import PerformancePage, ProgressNote, Recommendation, ScrutinyIndexPage, ScrutinyPage, TypedFigure
from home.page_cache import forget_pages


@pytest.fixture
def review(home):
    index = home.add_child(instance=ScrutinyIndexPage(title="You said, we did", slug="did"))
    page = index.add_child(
        instance=ScrutinyPage(title="Reports", slug="reports", panel="our panel", reported_on=date(2026, 5, 1))
    )
    done = Recommendation.objects.create(
        page=page, sort_order=0, text="One number", owner="Manager", due_on=date(2026, 6, 1)
    )
    ProgressNote.objects.create(
        recommendation=done, on=date(2026, 5, 20), state="under_way", text="A number was chosen."
    )
    ProgressNote.objects.create(recommendation=done, on=date(2026, 5, 30), state="done", text="It is open.")
    Recommendation.objects.create(page=page, sort_order=1, text="A plan in writing", due_on=date(2026, 9, 1))
    Recommendation.objects.create(
        page=page, sort_order=2, text="A new building", answer="not_agreed", why="There is no money."
    )
    return ScrutinyPage.objects.get()


def shown(client, state=""):
    page = client.get(f"/did/reports/?state={state}").text
    return [words for words in ("One number", "A plan in writing", "A new building") if words in page]


def test_each_thing_asked_for_has_its_answer_owner_day_and_progress(client, review):
    page = client.get("/did/reports/").text
    for words in ("There is no money.", "Manager", "1 June 2026", "It is open.", "A number was chosen."):
        assert words in page
    assert page.index("It is open.") < page.index("A number was chosen.")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("done", ["One number"]),
        ("not_started", ["A plan in writing"]),
        ("not_doing", ["A new building"]),
        ("under_way", ["One number", "A plan in writing", "A new building"]),  # nothing is, so all are shown
        ("'; --", ["One number", "A plan in writing", "A new building"]),
    ],
)
def test_the_list_can_be_narrowed_to_how_far_things_are(client, review, state, words):
    assert shown(client, state) == words


def test_what_is_not_done_by_its_day_is_late(client, review):
    with time_machine.travel("2026-11-23", tick=False):
        assert client.get("/did/reports/").text.count(">Late<") == 1
    forget_pages()
    with time_machine.travel("2026-08-01", tick=False):
        assert ">Late<" not in client.get("/did/reports/").text


def test_a_long_review_costs_no_more_than_a_short_one(client, review, django_assert_max_num_queries):
    for number in range(30):
        more = Recommendation.objects.create(page=review, text=f"More {number}")
        ProgressNote.objects.create(recommendation=more, state="done")
    for address in ("/did/reports/", "/did/"):
        client.get(address)
        with django_assert_max_num_queries(8):
            assert "Done" in client.get(f"{address}?not-kept").text


def test_the_index_says_how_far_each_review_is(client, review):
    assert "<strong>Done: 1</strong>" in client.get("/did/").text


def test_it_is_found_by_what_was_asked_for(client, review):
    review.save()
    assert "Reports" in client.get("/search/", {"q": "building"}).text


def test_it_shows_in_the_editors_preview(review):
    assert review.make_preview_request(preview_mode=review.default_preview_mode).status_code == 200


@pytest.fixture
def performance(home):
    return home.add_child(instance=PerformancePage(title="How we do", slug="how-we-do"))


def test_without_figures_it_says_that_there_are_none(client, performance):
    assert "No figures are published yet." in client.get("/how-we-do/").text


def test_an_editors_figures_come_with_their_time_and_how_many_answered(client, performance):
    TypedFigure.objects.create(
        page=performance, name="Satisfied", period="2025 to 2026", percent="62.5", answered=1204
    )
    TypedFigure.objects.create(page=performance, name="Reviews asked for", period="2025 to 2026", count=3)
    page = client.get("/how-we-do/").text
    for words in ("62.5%", "1,204 people answered.", "2025 to 2026", "fewer than 5"):
        assert words in page
    assert "No figures" not in page


def test_a_registered_function_s_figures_come_first(client, performance, monkeypatch):
    monkeypatch.setattr(figures, "_providers", [])
    figures.register(lambda: [Figure(name="Cases opened", period="This year", count=1412)])
    TypedFigure.objects.create(page=performance, name="Typed", period="Last year", count=9)
    page = client.get("/how-we-do/").text
    assert "1,412" in page
    assert page.index("Cases opened") < page.index("Typed")


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ({"count": 0}, "fewer than 5"),
        ({"count": 4}, "fewer than 5"),
        ({"count": 5}, "5"),
        ({"percent": 50, "answered": 4}, "too few answers to show"),
        ({"percent": 50, "answered": 5}, "50%"),
        ({"percent": 33.333, "answered": 300}, "33.3%"),
        ({"percent": 100, "answered": 10}, "100%"),
        ({"percent": 0, "answered": 10}, "0%"),
        ({"percent": 50}, "too few answers to show"),
    ],
)
def test_small_numbers_are_not_told(figure, said):
    assert Figure(name="x", period="y", **figure).said == said


def test_how_few_answered_is_not_told_either():
    assert Figure(name="x", period="y", percent=50, answered=2).answers == "Fewer than 5 people answered."


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "a number or a per cent"),
        ({"count": 1, "percent": 1, "answered": 9}, "a number or a per cent"),
        ({"percent": 50}, "how many answered"),
        ({"percent": 150, "answered": 9}, "less than or equal to 100"),
    ],
)
def test_a_figure_that_tells_nothing_is_not_taken(performance, given, message):
    with pytest.raises(ValidationError, match=message):
        TypedFigure(page=performance, name="x", period="y", **given).full_clean()
