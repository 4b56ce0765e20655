"""Public pages are kept whole, and dropped when anything on them changes."""

import gzip

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from wagtail.models import Page

from home.models import PlainPage, ServiceSettings


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_kept_page_asks_the_database_nothing(client, home, django_assert_num_queries):
    first = client.get("/how/")
    with django_assert_num_queries(0):
        again = client.get("/how/")
    assert again.content == first.content
    assert again["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_a_page_is_compressed_for_whoever_takes_that_and_for_nobody_else(client, home):
    plain = client.get("/how/")
    for _ in ("made", "kept"):
        small = client.get("/how/", headers={"accept-encoding": "gzip, br"})
        assert small["Content-Encoding"] == "gzip"
        assert gzip.decompress(small.content) == plain.content
        cache.clear()
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in plain["Vary"]
    assert plain["Vary"] == small["Vary"]


def test_what_is_one_person_s_is_not_compressed(client, home):
    """A page with a token in it and words that a visitor chose would give the token away by its length."""
    assert "Content-Encoding" not in client.get("/search/?query=noise", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in client.get("/report/", headers={"accept-encoding": "gzip"})


@pytest.mark.parametrize("path", ["/%00/", "/how/%0a/", "/with space/", "/naïve-🙂/", f"/{'a' * 5000}/"])
def test_an_address_no_cache_could_keep_is_only_not_found(client, home, path):
    assert client.get(path).status_code == 404


def test_pages_of_different_addresses_are_kept_apart(client, home):
    first = [client.get(path).content for path in ("/how/", "/how/detail/")]
    again = [client.get(path).content for path in ("/how/", "/how/detail/")]
    assert first == again
    assert first[0] != first[1]


def test_publishing_shows_at_once(client, home, on_commit):
    client.get("/how/")
    page = PlainPage.objects.get(slug="how")
    page.body = "<p>Now quite different.</p>"
    with on_commit():
        page.save_revision().publish()
    assert b"Now quite different." in client.get("/how/").content


def test_unpublishing_takes_it_away_at_once(client, home, on_commit):
    client.get("/how/detail/")
    with on_commit():
        PlainPage.objects.get(slug="detail").unpublish()
    assert client.get("/how/detail/").status_code == 404
    assert b"In detail" not in client.get("/").content


def test_moving_shows_at_once(client, home, on_commit):
    assert client.get("/how/detail/").status_code == 200
    with on_commit():
        Page.objects.get(slug="detail").move(home, pos="last-child")
    assert client.get("/how/detail/")["Location"] == "/detail/"
    assert client.get("/detail/").status_code == 200


def test_deleting_takes_it_away_at_once(client, home, on_commit):
    client.get("/how/detail/")
    with on_commit():
        Page.objects.get(slug="detail").delete()
    assert client.get("/how/detail/").status_code == 404


def test_new_settings_show_at_once(client, home, on_commit):
    client.get("/how/")
    settings = ServiceSettings.objects.get()
    settings.alert = "Our phones are down."
    with on_commit():
        settings.save()
    assert b"Our phones are down." in client.get("/how/").content


def test_what_someone_signed_in_sees_is_kept_for_nobody(client, home):
    client.force_login(get_user_model().objects.create_user("someone"))
    assert not hasattr(client.get("/how/"), "keep_whole")


def test_a_page_holds_nothing_that_belongs_to_one_reader(client, home):
    page = client.get("/how/")
    assert b"csrf" not in page.content.lower()
    assert not page.cookies
