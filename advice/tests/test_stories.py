import pytest

from advice.models import StoryIndexPage, StoryPage
from home.tests.trees import plant
from reporting.kinds import Kind
from reporting.places.tests.factories import AreaFactory


@pytest.fixture
def stories(db):
    home = plant()
    index = home.add_child(instance=StoryIndexPage(title="Stories", slug="stories"))
    area = AreaFactory(name="Millbrook")
    index.add_child(instance=StoryPage(title="Quiet at last", slug="quiet", kind=Kind.NOISE, area=area))
    index.add_child(instance=StoryPage(title="A clean yard", slug="yard", kind=Kind.LITTER))
    return {"area": area.pk}


def shown(client, **query) -> list[str]:
    page = client.get("/stories/", query).content.decode()
    return [title for title in ("Quiet at last", "A clean yard") if title in page]


def test_all_stories_are_there(client, stories):
    assert shown(client) == ["Quiet at last", "A clean yard"]


def test_stories_by_kind_and_by_neighbourhood(client, stories):
    assert shown(client, kind="litter") == ["A clean yard"]
    assert shown(client, area=stories["area"]) == ["Quiet at last"]
    assert shown(client, kind="litter", area=stories["area"]) == []


@pytest.mark.parametrize("query", [{"kind": "x\0"}, {"area": "9" * 40}, {"area": "-"}, {"kind": "<b>"}])
def test_an_odd_wish_gets_a_kind_answer(client, stories, query):
    assert shown(client, **query) == []


def test_a_narrowed_list_is_not_kept_for_everyone(client, stories):
    shown(client, kind="litter")
    assert shown(client) == ["Quiet at last", "A clean yard"]


def test_a_story_leads_to_the_form_with_its_kind(client, stories):
    page = client.get("/stories/quiet/").content.decode()
    assert '?kind=noise"' in page
    assert "Millbrook" in page
