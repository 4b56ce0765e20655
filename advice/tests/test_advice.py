"""Advice pages, the sheets made of them, and the one that nobody at home may see open."""

import sys
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from advice import pdf
from advice.models import AdviceIndexPage, AdvicePage, Partner, StoryIndexPage, StoryPage
from home.tests.trees import plant
from reporting.kinds import Kind


@pytest.fixture
def advice(db):
    index = plant().add_child(instance=AdviceIndexPage(title="Advice", slug="advice"))
    index.add_child(
        instance=AdvicePage(
            title="Noise",
            slug="noise",
            kind=Kind.NOISE,
            you_can="<p>Talk to them.</p>",
            not_yourself="<p>They shouted at you.</p>",
            our_steps="<ol><li>We call you.</li><li>We visit.</li></ol>",
        )
    )
    return index


@pytest.fixture
def at_home(advice):
    return advice.add_child(
        instance=AdvicePage(
            title="Domestic abuse",
            slug="home-life",
            kind=Kind.DOMESTIC_ABUSE,
            summary="If someone at home hurts you.",
            before="<p>Use another phone.</p>",
            what_counts="<p>Abuse is not only hitting.</p>",
        )
    )


@pytest.fixture
def with_pdf(monkeypatch):
    """As if WeasyPrint were there; gives what it was told to print."""
    printed = []

    class HTML:
        def __init__(self, string, url_fetcher):
            printed.append(string)

        def write_pdf(self, **options):
            return b"%PDF-1.7"

    parts = {
        "weasyprint": SimpleNamespace(HTML=HTML, CSS=lambda filename, font_config: filename),
        "weasyprint.urls": SimpleNamespace(URLFetcher=lambda allowed_protocols: allowed_protocols),
        "weasyprint.text": SimpleNamespace(),
        "weasyprint.text.fonts": SimpleNamespace(FontConfiguration=object),
    }
    for name, part in parts.items():
        monkeypatch.setitem(sys.modules, name, part)
    pdf.can_be_made.cache_clear()
    yield printed
    pdf.can_be_made.cache_clear()


@pytest.fixture
def without_pdf(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    pdf.can_be_made.cache_clear()
    yield
    pdf.can_be_made.cache_clear()


def test_advice_says_when_not_to_try_and_what_comes_first(client, advice):
    page = client.get("/advice/noise/").content.decode()
    assert page.index("They shouted at you.") > page.index("When not to try this yourself")
    assert "<ol><li>We call you.</li><li>We visit.</li></ol>" in page
    assert "?kind=noise" in page


def test_advice_shows_how_it_went_for_others_with_the_same(client, advice):
    index = advice.get_parent().add_child(instance=StoryIndexPage(title="Stories", slug="stories"))
    index.add_child(instance=StoryPage(title="Quiet at last", slug="quiet", kind=Kind.NOISE))
    index.add_child(instance=StoryPage(title="A clean yard", slug="yard", kind=Kind.LITTER))
    page = client.get("/advice/noise/").content.decode()
    assert "Quiet at last" in page
    assert "A clean yard" not in page


def test_a_fact_sheet_has_what_to_do_the_number_and_a_code_to_come_back_by(client, advice, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://homes.example"
    Partner.objects.create(name="Council", phone="0300 1", verified=True, topics=["noise"])
    Partner.objects.create(name="Nobody checked", phone="0300 2", topics=["noise"])
    page = client.get("/advice/noise/fact-sheet/").content.decode()
    sheet = page.split("<main")[1].split("</main>")[0]
    for words in ("Talk to them.", "03069 990100", "homes.example/advice/noise", "data:image/svg+xml", "0300 1"):
        assert words in sheet
    assert "Nobody checked" not in sheet  # paper has no links
    assert "Fact sheet: Noise" in page.split("</title>")[0]


def test_a_fact_sheet_is_kept_whole_and_costs_no_more_than_its_page(client, advice, django_assert_max_num_queries):
    client.get("/advice/noise/fact-sheet/")
    with django_assert_max_num_queries(7):
        client.get("/advice/noise/fact-sheet/?not-kept")
    with django_assert_max_num_queries(0):
        client.get("/advice/noise/fact-sheet/")


def test_a_pdf_is_offered_only_where_it_can_be_made(client, advice, without_pdf):
    assert b"PDF" not in client.get("/advice/noise/fact-sheet/").content
    assert client.get("/advice/noise/fact-sheet/pdf/").status_code == 404


def test_a_pdf_of_the_sheet(client, advice, with_pdf):
    assert b'href="/advice/noise/fact-sheet/pdf/"' in client.get("/advice/noise/fact-sheet/").content
    answer = client.get("/advice/noise/fact-sheet/pdf/")
    assert (answer["Content-Type"], answer.content) == ("application/pdf", b"%PDF-1.7")
    assert "Talk to them." in with_pdf[0]
    assert "csrf" not in with_pdf[0]


def test_what_is_not_a_sheet_is_not_found(client, advice):
    assert client.get("/advice/noise/fact-sheets/").status_code == 404
    assert client.get("/advice/noise/read/").status_code == 404  # nothing stands before this one


class TestWhereSomeoneAtHomeMayBeWatching:
    PATHS = ("/advice/home-life/", "/advice/home-life/read/", "/advice/home-life/fact-sheet/")

    def test_a_page_stands_before_it_and_leads_on_and_away(self, client, at_home):
        page = client.get("/advice/home-life/").content.decode()
        main = page.split("<main")[1].split("</main>")[0]
        assert "Use another phone." in main
        assert "Leave this site" in main
        assert "Abuse is not only hitting." not in main
        assert 'href="/advice/home-life/read/"' in main
        assert 'href="/"' in main

    def test_the_page_itself_says_it(self, client, at_home):
        assert b"Abuse is not only hitting." in client.get("/advice/home-life/read/").content

    @pytest.mark.parametrize("path", PATHS)
    def test_no_title_address_or_description_gives_it_away(self, client, at_home, path):
        page = client.get(path).content.decode()
        head = page.split("</head>")[0]
        assert head.split("<title>")[1].split("</title>")[0].split() == ["Advice"]
        assert "abuse" not in head.lower()
        assert "hurts" not in head
        assert 'name="robots" content="noindex"' in head
        assert "replace.js" in head  # each takes the place of the one before in the browser's history

    @pytest.mark.parametrize("path", PATHS)
    def test_nothing_keeps_it(self, client, at_home, path):
        assert client.get(path)["Cache-Control"] == "no-store"
        AdvicePage.objects.filter(pk=at_home.pk).update(live=False)
        assert client.get(path).status_code == 404

    def test_no_list_of_pages_names_it(self, client, at_home):
        assert b"home-life" not in client.get("/sitemap.xml").content
        assert b"noise" in client.get("/sitemap.xml").content

    def test_reporting_it_leaves_no_kind_in_an_address(self, at_home):
        client = Client(enforce_csrf_checks=True)
        page = client.get("/advice/home-life/read/").content.decode()
        assert "kind=domestic" not in page
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        answer = client.post(
            reverse("report:start"), {"csrfmiddlewaretoken": token, "kind": "domestic_abuse"}, follow=True
        )
        assert answer.status_code == 200
        assert "domestic" not in "".join(address for address, _status in answer.redirect_chain)
        assert apps.get_model("intake.Draft").objects.count() == 1

    def test_an_editor_cannot_give_it_an_address_that_tells(self, at_home):
        at_home.slug = "domestic-abuse"
        with pytest.raises(ValidationError, match="gives nothing away"):
            at_home.full_clean()

    def test_it_can_be_previewed_whole(self, at_home):
        shown = {mode: at_home.make_preview_request(preview_mode=mode).content for mode, _ in at_home.preview_modes}
        assert b"Abuse is not only hitting." in shown[""]
        assert b"Use another phone." in shown["before"]
        assert b"<main" in shown["fact-sheet"]


class TestTheList:
    @pytest.fixture
    def many(self, advice):
        for number in range(40):
            page = AdvicePage(title=f"More {number}", slug=f"more-{number}", kind=Kind.values[number % 3])
            advice.add_child(instance=page)
        return advice

    def test_it_goes_on_over_pages_in_the_order_of_the_form(self, client, many):
        first, second = (client.get(f"/advice/?page={number}").context["advice"] for number in (1, 2))
        everything = [*first, *second]
        assert len({page.pk for page in everything}) == len(everything) == 41
        places = [Kind.values.index(page.kind) for page in everything]
        assert places == sorted(places)
        assert 'rel="next"' in client.get("/advice/").text

    def test_a_page_moves_when_its_kind_does(self, client, many):
        page = AdvicePage.objects.get(slug="noise")
        page.kind = Kind.values[0]
        page.save_revision().publish()
        assert page.slug in [each.slug for each in client.get("/advice/").context["advice"]]

    def test_however_many_there_are_it_costs_the_same(self, client, many, django_assert_num_queries):
        client.get("/advice/")
        # The site, the language, the front page, the pages on the way, the page itself, who may see it, the list.
        with django_assert_num_queries(6):
            client.get("/advice/?page=2")
