"""A mistyped search finds what was meant."""

import time

import pytest

from home import spelling
from home.models import PlainPage, Word
from home.page_cache import forget_pages
from home.search import find
from home.spelling import nearest, put_right, words_in

OURS = words_in(
    "neighbour neighbours neighbourhood harassment harass noise nuisance rubbish threats damage graffiti alcohol "
    "behaviour landlord council police mediation violence vehicles parking domestic abuse"
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nieghbour", "neighbour"),
        ("neighbor", "neighbour"),
        ("harrasment", "harassment"),
        ("harrassment", "harassment"),
        ("rubish", "rubbish"),
        ("grafitti", "graffiti"),
        ("behavior", "behaviour"),
        ("vilence", "violence"),
        ("parkin", "parking"),
        ("police", "police"),
        ("xylophone", "xylophone"),
    ],
)
def test_the_nearest_word_is_the_one_that_was_meant(typed, meant):
    assert nearest(typed, OURS) == meant


def test_words_are_taken_from_text_and_not_from_its_marks():
    assert words_in('<p class="strange">Anti-social noise, the 999 &amp; it’s Łódź\nnext</p>') == {
        "anti",
        "social",
        "noise",
        "łódź",
        "next",
    }


@pytest.fixture
def noise(home):
    return home.add_child(
        instance=PlainPage(
            title="Noise from neighbours", slug="noise", summary="Loud music.", body="<p>Harassment.</p>"
        )
    )


def test_a_mistyped_search_finds_the_page_and_says_what_it_looked_for(client, noise):
    page = client.get("/search/", {"q": "nieghbours noize"}).text
    assert "Did you mean <strong>neighbours noise</strong>?" in page
    assert '<a href="/noise/">Noise from neighbours</a>' in page


def test_what_is_typed_right_is_left_alone(client, noise):
    assert "Did you mean" not in client.get("/search/", {"q": "harassment"}).text


def test_what_resembles_nothing_is_not_made_into_something(client, noise):
    page = client.get("/search/", {"q": "qwertyuiop"}).text
    assert "Did you mean" not in page
    assert "0 pages found" in page


def test_what_was_typed_is_shown_as_text(client, noise):
    assert "<b>harassment</b>" not in client.get("/search/", {"q": "<b>harrasment</b>"}).text


def test_publishing_teaches_its_words_at_once(noise, django_capture_on_commit_callbacks):
    assert put_right("trombone") == ""
    noise.body = "<p>A trombone at night.</p>"
    with django_capture_on_commit_callbacks(execute=True):
        noise.save_revision().publish()
    assert put_right("tromboen") == "trombone"


def test_a_word_whose_page_is_gone_is_not_offered(noise):
    put_right("harrasment")
    noise.delete()
    forget_pages()
    assert Word.objects.filter(word="harassment").exists()
    assert find("harrasment").instead == ""


def test_words_of_a_draft_are_not_told(home):
    home.add_child(instance=PlainPage(title="Confidential trombone", slug="draft", live=False))
    assert put_right("tromboen") == ""


def test_the_words_are_looked_up_once_until_something_is_published(noise, django_assert_num_queries):
    put_right("harrasment")
    with django_assert_num_queries(0):
        assert put_right("harrasment") == "harassment"


def test_with_the_words_of_ten_thousand_pages_it_is_still_quick(db):
    letters = "abcdefghijklmnopqrst"
    Word.objects.bulk_create(
        Word(word=f"{a}{b}{c}{ending}")
        for a in letters
        for b in letters
        for c in letters
        for ending in ("ing", "ness", "able")
    )
    Word.objects.create(word="harassment")
    assert put_right("harrasment") == "harassment"  # reads them all
    before = time.process_time()
    for _time in range(5):
        assert put_right("harrasment") == "harassment"
    assert (time.process_time() - before) / 5 < 0.25


def test_learning_again_adds_nothing(noise, django_assert_num_queries):
    spelling.learn([noise])
    known = Word.objects.count()
    with django_assert_num_queries(1):
        spelling.learn([noise])
    assert Word.objects.count() == known > 4
