"""From a closed case to a draft that nobody could trace back to it."""

import pytest
from django.urls import reverse

from advice import stories
from advice.enums import Action
from advice.models import StoryIndexPage, StoryPage
from home.tests.trees import plant
from reporting.cases import actions, timeline
from reporting.cases.desk import once
from reporting.cases.enums import CloseReason, EventKind
from reporting.cases.lifecycle import NotPossible
from reporting.cases.tests.factories import a_worked_case
from reporting.kinds import Kind
from reporting.places.tests.factories import HomeFactory
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(db):
    return plant().add_child(instance=StoryIndexPage(title="Stories", slug="stories"))


def closed(**values):
    case = a_worked_case(**values)
    actions.close(case=case, by=case.officer, reason=CloseReason.RESOLVED, explanation="Quiet for six weeks.")
    return case


@pytest.fixture
def case(home):
    return closed(home=home)


def suggest(client, case, action="mediation"):
    return client.post(reverse("desk_story", args=[case.reference]), {"action": action, "once": once.new_token()})


def page_of(client, case) -> str:
    return client.get(reverse("desk_case", args=[case.reference])).content.decode()


def test_a_co_ordinator_suggests_a_story_from_their_own_case(desk, index, case):
    client = desk(user=case.officer)
    assert "Suggest a success story" in page_of(client, case)
    assert suggest(client, case).status_code == 302
    story = StoryPage.objects.get()
    assert (story.live, story.kind, story.category, story.action) == (False, "noise", "B", "mediation")
    assert story.get_parent().specific == index
    assert "Suggested as a success story" in page_of(client, case)
    case.refresh_from_db()
    assert timeline.verify(case) is None


def test_nothing_in_the_draft_leads_to_the_case(desk, index, case):
    suggest(desk(Role.MANAGER), case)
    story = StoryPage.objects.get()
    kept = str(story.get_latest_revision().content) + str(vars(story))
    for trace in (case.reference, case.reporter.name, case.what_happened, case.where, case.officer.username):
        assert trace not in kept
    event = case.events.get(kind=EventKind.STORY)
    assert (event.data, event.reporter_text) == ({"action": "mediation"}, "")


def test_a_neighbourhood_is_named_only_where_many_live(desk, index, case, monkeypatch):
    suggest(desk(Role.MANAGER), case)
    assert StoryPage.objects.get().area is None
    monkeypatch.setattr(stories, "ENOUGH_HOMES", 2)
    HomeFactory(area=case.area)
    assert stories.large_enough(case.area) == case.area


def test_a_case_is_suggested_once(desk, index, case):
    client = desk(Role.MANAGER)
    suggest(client, case)
    response = suggest(client, case)
    assert "was suggested from this case before" in response.content.decode()
    assert StoryPage.objects.count() == 1


def test_two_cases_of_a_type_make_two_drafts(desk, index, case):
    client = desk(Role.MANAGER)
    for each in (case, closed()):
        assert suggest(client, each).status_code == 302
    assert StoryPage.objects.count() == 2


def test_an_open_case_is_no_story_yet(desk, index, worked_case):
    client = desk(Role.MANAGER)
    assert "Suggest a success story" not in page_of(client, worked_case)
    assert "only when its case is closed" in suggest(client, worked_case).content.decode()
    assert not StoryPage.objects.exists()


def test_what_helped_has_to_be_said(desk, index, case):
    response = suggest(desk(Role.MANAGER), case, action="magic")
    assert response.status_code == 200
    assert not StoryPage.objects.exists()


def test_a_site_without_a_page_for_stories_says_so(desk, case):
    assert "no page for success stories yet" in suggest(desk(Role.MANAGER), case).content.decode()
    assert not case.events.filter(kind=EventKind.STORY).exists()


@pytest.mark.parametrize("role", [Role.DUTY_OFFICER, Role.NEIGHBOURHOOD_OFFICER, Role.COORDINATOR, Role.QUALITY])
def test_nobody_suggests_a_story_of_a_case_that_is_not_theirs(desk, index, case, role):
    assert suggest(desk(role), case).status_code == 404
    assert not StoryPage.objects.exists()


@pytest.mark.parametrize("role", [Role.MANAGER, Role.COORDINATOR])
def test_a_restricted_case_is_never_a_story(desk, index, role):
    officer = UserFactory(roles=[role, Role.COORDINATOR])
    case = closed(kind=Kind.DOMESTIC_ABUSE, officer=officer)
    assert suggest(desk(user=officer), case).status_code == 404
    with pytest.raises(Exception, match="suggest a success story"):
        actions.suggest_story(case=case, by=officer, action=Action.SUPPORT)


def test_the_action_itself_has_the_last_word(index, worked_case):
    with pytest.raises(NotPossible):
        actions.suggest_story(case=worked_case, by=worked_case.officer, action=Action.SUPPORT)
