"""The demo site: whole, loaded once, in words that hold."""

import re

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, get_page_models

from advice.models import AdvicePage, Partner, StoryPage
from home.demo import load, names
from home.demo.reading import to_html
from home.models import ServiceSettings
from home.models.base import PublicPage
from reporting.kinds import Kind
from reporting.places.tests.factories import AreaFactory
from tests.reading_age import reading_age, sentences_of

# Ofcom keeps these for drama.
DRAMA = re.compile(r"03069 990\d{3}")
ELEVEN = 11
MOST_QUERIES = 8


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Loaded once for these tests, then taken away: it is the slowest thing they do."""
    with django_db_blocker.unblock(), transaction.atomic():
        AreaFactory(name="Millbrook")
        load()
        yield
        transaction.set_rollback(True)


def test_small_text_becomes_what_the_editor_would_have_written():
    text = "# One\n\nA **b** <i>\nc\n\n- x\n- y\n  z\n\n1. [w](https://e.example)\n\n## Two"
    assert to_html(text, {}) == (
        "<h2>One</h2><p>A <b>b</b> &lt;i&gt; c</p><ul><li>x</li><li>y z</li></ul>"
        '<ol><li><a href="https://e.example">w</a></li></ol><h3>Two</h3>'
    )


def test_it_is_loaded_once(demo, db, django_assert_num_queries):
    before = Page.objects.count()
    with django_assert_num_queries(3):  # is there a front page, inside a savepoint
        load()
    assert Page.objects.count() == before


def test_every_kind_has_its_advice(demo, db):
    assert sorted(AdvicePage.objects.live().values_list("kind", flat=True)) == sorted(Kind.values)


def test_a_story_stands_in_its_neighbourhood(demo, db):
    assert StoryPage.objects.get(slug="music-through-the-wall").area.name == "Millbrook"


@pytest.mark.parametrize("name", names())
def test_every_page_opens_and_leads_only_to_what_is_there(demo, db, name):
    client = Client()
    page = client.get("/" if name == "home" else f"/{name}/")
    assert page.status_code == 200
    main = page.content.decode().split("<main")[1].split("</main>")[0]
    assert main.count("<h1") == 1
    for address in set(re.findall(r'href="(/[^"?#]*)', main)):
        if not address.startswith(("/report", "/case", "/chat")):
            assert client.get(address).status_code == 200, address
    assert 'href=""' not in main
    assert "<a>" not in main


def test_no_type_of_page_costs_more_than_eight_queries(demo, db, client):
    types = [model for model in get_page_models() if issubclass(model, PublicPage)]
    costs = {model.__name__: cost_of(model.objects.exact_type(model).live().first(), client) for model in types}
    assert len(costs) > 15
    assert {name: cost for name, cost in costs.items() if cost > MOST_QUERIES} == {}


def cost_of(page: Page, client: Client) -> int:
    """The queries of a page that is not kept whole, when what all pages share is there."""
    client.get(page.get_url())
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"{page.get_url()}?not-kept").status_code == 200
    return len(queries)


def test_the_report_form_opens_with_the_kind_chosen(demo, db, client):
    assert b'/?kind=drugs"' in client.get("/advice/drugs/").content


def test_the_front_page_says_what_one_looks_for_first(demo, db, client):
    page = client.get("/").content.decode()
    for words in ("999", "case review", "What happens when you tell us", "3 working days", "The back gate"):
        assert words in page
    assert page.index(">Noise<") < page.index(">Something else<")


def test_the_landlord_says_that_it_is_invented(demo, db, client):
    assert b"are invented, to show how Fairstreet works" in client.get("/advice/").content


def test_our_numbers_are_kept_for_drama(demo, db):
    service = ServiceSettings.objects.get()
    assert DRAMA.fullmatch(service.phone)
    assert DRAMA.fullmatch(service.out_of_hours_phone)


def test_no_number_stands_in_a_text(demo, db):
    """Numbers of others come from the partners, where they are checked; ours from the settings."""
    for page in Page.objects.live().specific():
        for name in getattr(page, "rich_fields", ()):
            assert not re.search(r"\b0[\d ]{8,}", getattr(page, name)), (page, name)


@pytest.mark.parametrize("kind", [Kind.DOMESTIC_ABUSE, Kind.HATE_RACIAL, Kind.HATE_OTHER])
def test_nobody_is_offered_mediation_with_who_abuses_or_hates_them(demo, db, kind):
    page = AdvicePage.objects.get(kind=kind)
    offered = page.you_can + page.we_can + page.our_steps
    assert "mediat" not in offered
    assert "agree on something" not in offered
    assert "mediation" in page.we_cannot


def test_losing_a_home_is_never_a_threat(demo, db):
    """Wherever a text speaks of ending a tenancy, it says that this is a last step and for a court."""
    for page in AdvicePage.objects.all():
        for text in (page.we_can, page.our_steps):
            if "end the tenancy" in text:
                assert "Losing a home is a last step and only a court can order it" in text, page


def test_every_kind_says_when_not_to_try_and_what_comes_first(demo, db):
    for page in AdvicePage.objects.all():
        assert page.not_yourself, page
        assert page.our_steps.startswith("<ol>"), page


@pytest.mark.parametrize("name", names())
def test_it_can_be_read_at_eleven(demo, db, client, name):
    page = client.get("/" if name == "home" else f"/{name}/").content.decode()
    assert reading_age(sentences_of(page)) <= ELEVEN


def test_no_partner_that_is_not_checked_shows_a_number(demo, db, client):
    page = client.get("/who-can-help/").content.decode()
    unchecked = Partner.objects.filter(verified=False).exclude(phone="")
    assert unchecked.count() > 5
    shown = set(Partner.objects.filter(verified=True).values_list("phone", flat=True))
    for partner in unchecked:
        assert partner.name.replace("'", "&#x27;").replace("&", "&amp;", 0) in page.replace("&amp;", "&")
        assert partner.phone in shown or f">{partner.phone}<" not in page
    assert "check before publishing" not in page
    assert "(check)" not in page
