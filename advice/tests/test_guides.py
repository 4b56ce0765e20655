"""Guides with their steps, and what one can print and hang up."""

import pytest

from advice.models import AdviceIndexPage, AdvicePage, GuidePage, GuideStep, LeafletsPage, Partner, Poster
from home.models import PlainPage
from home.tests.trees import plant
from reporting.kinds import Kind


@pytest.fixture
def home(db):
    home = plant()
    index = home.add_child(instance=AdviceIndexPage(title="Advice", slug="advice"))
    index.add_child(instance=AdvicePage(title="Noise", slug="noise", kind=Kind.NOISE))
    index.add_child(instance=AdvicePage(title="Unseen", slug="home-life", kind=Kind.DOMESTIC_ABUSE))
    return home


@pytest.fixture
def guide(home):
    target = PlainPage.objects.get(slug="how")
    guide = GuidePage(
        title="After you report",
        slug="after",
        body="<h2>First</h2>",
        set_apart="<p>Set apart.</p>",
        further="<h2>Last</h2>",
        steps_title="The stages",
        kinds=["noise"],
        topics=["noise"],
        in_footer=True,
    )
    guide.steps = [
        GuideStep(title="Received", when="At once", text=f'<p><a linktype="page" id="{target.pk}">How</a></p>'),
        GuideStep(title="Closed", text="<p>A letter.</p>"),
    ]
    Partner.objects.create(name="Council", topics=["noise"])
    return home.add_child(instance=guide)


def test_a_guide_tells_its_steps_in_their_order_between_its_texts(client, guide):
    page = client.get("/after/").content.decode()
    order = ["First", "Set apart.", "The stages", "Received", "At once", "Closed", "A letter.", "Last"]
    places = [page.index(f">{words}<") for words in order]
    assert places == sorted(places)
    assert '<a href="/how/">How</a>' in page


def test_a_guide_leads_to_advice_partners_and_the_form(client, guide):
    main = client.get("/after/").content.decode().split("<main")[1].split("</main>")[0]
    assert 'href="/advice/noise/"' in main
    assert "Council" in main
    assert 'href="/report/"' in main


def test_a_guide_for_others_does_not_ask_for_a_report(client, guide):
    guide.invites_reports = False
    guide.save_revision().publish()
    main = client.get("/after/").content.decode().split("<main")[1].split("</main>")[0]
    assert 'href="/report/"' not in main


def test_a_guide_costs_eight_queries_at_most_however_many_steps_it_has(client, guide, django_assert_max_num_queries):
    guide.steps = [GuideStep(title=f"Step {n}", text="<p>x</p>") for n in range(12)]
    guide.save()
    client.get("/after/")
    with django_assert_max_num_queries(8):
        client.get("/after/?not-kept")


def test_a_guide_can_stand_at_the_foot_of_every_page(client, guide):
    assert 'href="/after/"' in client.get("/how/").content.decode().split("<footer")[1]


def test_the_words_of_steps_are_found(client, guide):
    assert b'href="/after/"' in client.get("/search/", {"q": "letter"}).content.split(b"<main")[1]


@pytest.fixture
def leaflets(home):
    page = LeafletsPage(title="Leaflets", slug="leaflets")
    page.posters = [
        Poster(sort_order=0, heading="At any hour", words="Day or night."),
        Poster(sort_order=1, heading="How we work", leads_to=PlainPage.objects.get(slug="how").page_ptr),
    ]
    return home.add_child(instance=page)


def test_posters_and_sheets_are_listed_but_none_of_what_must_stay_unseen(client, leaflets):
    page = client.get("/leaflets/").content.decode()
    assert 'href="/leaflets/poster/1/"' in page
    assert 'href="/advice/noise/fact-sheet/"' in page
    assert "home-life" not in page


@pytest.mark.parametrize(
    ("number", "words", "opens"),
    [(1, "Day or night.", "homes.example/report"), (2, "How we work", "homes.example/how")],
)
def test_a_poster_has_the_number_and_a_code(client, leaflets, settings, number, words, opens):
    settings.WAGTAILADMIN_BASE_URL = "https://homes.example"
    page = client.get(f"/leaflets/poster/{number}/").content.decode()
    for part in (words, "03069 990100", opens, "data:image/svg+xml"):
        assert part in page


@pytest.mark.parametrize("number", ["0", "3", "x", "99999999999999999999"])
def test_there_are_no_other_posters(client, leaflets, number):
    assert client.get(f"/leaflets/poster/{number}/").status_code == 404


def test_a_poster_whose_page_is_gone_leads_to_the_form(client, leaflets):
    PlainPage.objects.filter(slug="how").update(live=False)
    assert "127.0.0.1:8000/report" in client.get("/leaflets/poster/2/").content.decode()
