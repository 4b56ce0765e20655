"""What the demo adds to its pages of text."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from advice import demo
from advice.models import NeighbourhoodIndexPage, NeighbourhoodPage, Partner, StoryIndexPage
from home.tests.trees import plant
from reporting.places.models import Area
from reporting.staff import demo as staff
from reporting.staff.models import User


@pytest.fixture
def pages(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    staff.load()
    home = plant()
    index = home.add_child(instance=NeighbourhoodIndexPage(title="Neighbourhoods", slug="neighbourhoods"))
    for area in Area.objects.all():
        index.add_child(instance=NeighbourhoodPage(title=area.name, slug=area.name[:4].lower(), area=area))
    return home.add_child(instance=StoryIndexPage(title="Stories", slug="stories"))


def test_every_neighbourhood_has_something_on_in_the_coming_days(client, pages):
    demo.load()
    for page in NeighbourhoodPage.objects.all():
        assert page.coming
        assert all((each.starts_at - timezone.now()).days < 8 for each in page.coming)
        assert page.partners
        assert client.get(page.url).status_code == 200


def test_loading_again_doubles_nothing(pages):
    demo.load()
    before = (Partner.objects.count(), [page.events.count() for page in NeighbourhoodPage.objects.all()])
    demo.load()
    assert before == (Partner.objects.count(), [page.events.count() for page in NeighbourhoodPage.objects.all()])


def test_edie_writes_stories_and_lena_approves_them(pages):
    demo.load()
    index = StoryIndexPage.objects.get()
    may = {name: index.permissions_for_user(User.objects.get(username=name)) for name in ("edie", "lena")}
    assert (may["edie"].can_add_subpage(), may["edie"].can_publish_subpage()) == (True, False)
    assert (may["lena"].can_add_subpage(), may["lena"].can_publish_subpage()) == (True, True)


def test_its_partners_stay_when_the_list_of_the_project_is_read_again(pages):
    demo.load()
    call_command("import_partners", verbosity=0)
    assert Partner.objects.filter(name__startswith="Fairstow Night").exists()
