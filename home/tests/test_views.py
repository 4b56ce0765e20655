from datetime import UTC, datetime

import pytest
import time_machine
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page

from home.models import PlainPage


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 23, 10, 0, tzinfo=UTC), "until 6pm"),
        (datetime(2026, 11, 23, 19, 0, tzinfo=UTC), "until Tuesday 24 November at 8am"),
        (datetime(2026, 12, 24, 19, 0, tzinfo=UTC), "until Tuesday 29 December at 8am"),  # over Christmas
    ],
)
def test_open_now_says_until_when(client, home, moment, said):
    with time_machine.travel(moment, tick=False):
        answer = client.get("/open-now/").content.decode()
    assert said in answer
    assert ("Open now" in answer) == (moment.hour == 10)


def test_search_finds_a_page_by_what_it_says(client, home):
    page = client.get("/search/", {"q": "more of it"}).content.decode()
    assert "1 page found" in page
    assert '<a href="/how/detail/">In detail</a>' in page


def test_search_falls_back_to_any_of_the_words(client, home):
    assert '<a href="/how/detail/">' in client.get("/search/", {"q": "detail zebra"}).content.decode()


def test_search_does_not_find_what_is_not_for_everyone(client, home):
    PlainPage.objects.get(slug="detail").unpublish()
    assert "0 pages found" in client.get("/search/", {"q": "detail"}).content.decode()


def test_an_editor_s_choice_comes_first(client, home):
    query = Query.get("music")
    SearchPromotion.objects.create(query=query, page=Page.objects.get(slug="how"), description="Read this.")
    page = client.get("/search/", {"q": "Music"}).content.decode()
    assert '<a href="/how/">How we work</a>' in page
    assert "Read this." in page


def test_searching_keeps_no_record_of_what_was_typed(client, home):
    client.get("/search/", {"q": "the man at number nine"})
    assert not Query.objects.exists()


@pytest.mark.parametrize(
    "typed",
    ["", " ", '"', "a AND", "(", "*", "'; --", "NEAR(", "%", "\\", "😀", "שלום", "-", "a:b", "^", "{}", "e" * 100],
)
def test_search_takes_whatever_is_typed(client, home, typed):
    assert client.get("/search/", {"q": typed}).status_code == 200


def test_search_says_what_it_cannot_take_and_keeps_it(client, home):
    long = client.get("/search/", {"q": "e" * 101}).content.decode()
    assert "Use 100 characters or fewer" in long
    assert "e" * 101 in long
    assert "cannot read" in client.get("/search/", {"q": "a\0b"}).content.decode()


@pytest.mark.parametrize("page", ["2", "0", "-1", "x", "9" * 30])
def test_a_page_of_results_that_is_not_there_gives_the_nearest(client, home, page):
    assert b"In detail" in client.get("/search/", {"q": "more of it", "page": page}).content


def test_robots_are_kept_from_what_is_personal(client, home):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert b"Disallow: /case/" in answer.content
    assert b"Sitemap: http://testserver/sitemap.xml" in answer.content


def test_the_map_of_the_site_lists_its_pages(client, home):
    assert b"/how/detail/" in client.get("/sitemap.xml").content
