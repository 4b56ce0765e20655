"""What stands on the front page beside its texts: a film, a few figures, what is open now, and the way to one's neighbourhood."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file


def document(name: str):
    return get_document_model().objects.create(title=name, file=ContentFile(b"x", name=name))


@pytest.fixture
def with_film(home, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    home.film = document("short.mp4")
    home.captions = document("short.vtt")
    home.poster = get_image_model().objects.create(title="A street", file=get_test_image_file())
    home.transcript = "<p>Tell us.</p>"
    home.save_revision().publish()
    return home


def test_a_film_loads_nothing_but_its_picture_before_it_plays(client, with_film):
    page = client.get("/").content.decode()
    assert 'preload="none"' in page
    assert f'src="{with_film.film.file.url}" type="video/mp4"' in page
    assert f'src="{with_film.captions.file.url}"' in page
    assert 'kind="captions"' in page
    assert " default" not in page.split("<track")[1].split(">")[0]  # browsers would fetch them at once
    assert 'poster="/media/images/' in page


def test_the_film_can_be_read_whether_or_not_it_is_there(client, with_film, django_capture_on_commit_callbacks):
    assert "Tell us.</p>" in client.get("/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        with_film.film.delete()
        with_film.refresh_from_db()
        with_film.save_revision().publish()
    page = client.get("/").content.decode()
    assert "<video" not in page
    assert "Tell us.</p>" in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"captions": None}, "captions"),
        ({"transcript": ""}, "transcript"),
        ({"film": "letter.pdf"}, "film"),
        ({"captions": "letter.pdf"}, "captions"),
    ],
)
def test_a_film_that_some_cannot_follow_is_refused(with_film, changes, field):
    for name, value in changes.items():
        setattr(with_film, name, document(value) if value and name != "transcript" else value)
    with pytest.raises(ValidationError) as refused:
        with_film.full_clean()
    assert list(refused.value.message_dict) == [field]


def test_a_few_figures_say_what_was_counted_and_when(client, home):
    home.figures = [("figure", {"number": "86 %", "words": "heard from us in time", "as_of": "October 2026"})]
    home.save_revision().publish()
    page = client.get("/").content.decode()
    for words in ("86 %", "heard from us in time", "October 2026"):
        assert words in page


def test_the_front_page_asks_what_changes_by_the_minute_apart(client, home):
    page = client.get("/").content.decode()
    assert f'data-open-now="{reverse("chat:open_now")}"' in page
    assert f'data-open-now="{reverse("home:open_now")}"' in page
    assert "Open now" not in page


def test_the_front_page_leads_to_one_s_neighbourhood(client, home):
    page = client.get("/").content.decode()
    form = page.split('class="fs-find"')[1].split("</form>")[0]
    assert f'action="{reverse("find_neighbourhood")}"' in form
    assert 'method="get"' in form
    assert 'name="postcode"' in form
    assert "csrf" not in form


def test_the_whole_front_page_costs_six_queries(client, with_film, django_assert_max_num_queries):
    client.get("/")
    with django_assert_max_num_queries(6):
        client.get("/?not-kept")
