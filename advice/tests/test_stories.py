import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import GroupApprovalTask, PageViewRestriction, Workflow, WorkflowPage, WorkflowTask

from advice import cards
from advice.enums import Action
from advice.models import StoryIndexPage, StoryPage
from home.tests.trees import plant
from reporting.kinds import Kind
from reporting.places.tests.factories import AreaFactory
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

AGREED = {
    "agreed_by": "The tenant who reported it",
    "agreed_on": date(2026, 11, 2),
    "they_read_it": True,
    "no_names": True,
    "no_details": True,
    "picture_agreed": True,
    "safe_for_all": True,
}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def index(db):
    notes = "We are Larkfield Homes."
    return plant().add_child(instance=StoryIndexPage(title="Stories", slug="stories", press_notes=notes))


@pytest.fixture
def stories(index):
    area = AreaFactory(name="Millbrook")
    add(index, "Quiet at last", kind=Kind.NOISE, area=area, action=Action.MEDIATION, told_on=date(2026, 11, 2))
    add(index, "A clean yard", kind=Kind.LITTER, action=Action.CLEAN_UP, told_on=date(2026, 10, 1))
    return {"area": area.pk}


def add(index, title: str, **values) -> StoryPage:
    values = {"kind": Kind.NOISE, "slug": title.lower().replace(" ", "-"), **values}
    return index.add_child(instance=StoryPage(title=title, **values))


def draft(index, **values) -> StoryPage:
    return add(index, "A draft", live=False, **values)


def shown(client, **query) -> list[str]:
    page = client.get("/stories/", query).content.decode()
    return re.findall(r'fs-card__title"><a href="[^"]+">([^<]+)<', page)


class TestTheList:
    def test_the_newest_story_comes_first(self, client, stories):
        assert shown(client) == ["Quiet at last", "A clean yard"]

    def test_by_kind_by_neighbourhood_and_by_what_helped(self, client, stories):
        assert shown(client, kind="litter") == ["A clean yard"]
        assert shown(client, area=stories["area"]) == ["Quiet at last"]
        assert shown(client, action="clean_up") == ["A clean yard"]
        assert shown(client, kind="litter", area=stories["area"]) == []

    def test_only_what_there_is_can_be_chosen_with_how_many_there_are(self, client, index, stories):
        add(index, "Quiet again", kind=Kind.NOISE)
        page = client.get("/stories/", {"kind": "noise"}).content.decode()
        assert re.search(r'value="noise" selected>Noise \(2\)<', page)
        assert "Violence" not in page.split("<form")[1].split("</form>")[0]

    @pytest.mark.parametrize(
        "query", [{"kind": "x\0"}, {"area": "9" * 40}, {"area": "-"}, {"kind": "<b>"}, {"action": "None"}]
    )
    def test_an_odd_wish_gets_a_kind_answer(self, client, stories, query):
        assert shown(client, **query) == []
        assert b"There is no story like that yet" in client.get("/stories/", query).content

    @pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, ""])
    def test_a_page_that_is_not_there_leads_to_one_that_is(self, client, stories, page):
        assert shown(client, page=page)

    def test_a_narrowed_list_is_not_kept_for_everyone(self, client, stories):
        shown(client, kind="litter")
        assert shown(client) == ["Quiet at last", "A clean yard"]

    def test_a_long_list_has_pages_that_keep_the_wish(self, client, index):
        for number in range(15):
            add(index, f"Story {number}", told_on=date(2026, 1, 1) + timedelta(days=number))
        add(index, "Another kind", kind=Kind.PETS)
        first = client.get("/stories/", {"kind": "noise"}).content.decode()
        assert 'href="?kind=noise&amp;page=2"' in first
        assert shown(client, kind="noise", page=2) == ["Story 2", "Story 1", "Story 0"]

    def test_what_is_a_draft_or_kept_for_some_is_in_no_list(self, client, index, stories):
        draft(index)
        hidden = add(index, "For some")
        PageViewRestriction.objects.create(page=hidden, restriction_type="login")
        assert shown(client) == ["Quiet at last", "A clean yard"]
        assert b"For some" not in client.get("/stories/feed/").content

    def test_however_many_there_are_the_list_costs_the_same(self, client, index, django_assert_num_queries):
        area = AreaFactory()
        for number in range(30):
            add(index, f"Story {number}", kind=Kind.values[number % 9], area=area, action=Action.values[number % 5])
        for path in ("/stories/?not-kept", "/stories/?kind=noise&page=2"):
            client.get(path)
            # The site, the front page, the pages on the way, the page itself, who may see it, the list.
            with django_assert_num_queries(6):
                client.get(path)


class TestAStory:
    def test_it_leads_to_the_form_with_its_kind(self, client, stories):
        page = client.get("/stories/quiet-at-last/").content.decode()
        assert '?kind=noise"' in page
        assert "Millbrook" in page
        assert "Mediation" in page

    def test_its_picture_waits_until_it_is_near_and_says_what_it_shows(self, client, index):
        picture = get_image_model().objects.create(title="Yard", file=get_test_image_file(size=(900, 600)))
        add(index, "With a picture", picture=picture, picture_alt="A swept yard")
        page = client.get("/stories/with-a-picture/").content.decode()
        image = re.search(r"<img[^>]+/media/[^>]+>", page)[0]
        assert 'loading="lazy"' in image
        assert 'alt="A swept yard"' in image

    def test_who_agreed_is_never_shown(self, client, index):
        add(index, "Agreed", **AGREED | {"agreed_by": "Zzyzx"})
        for path in ("/stories/agreed/", "/stories/agreed/press/"):
            assert b"Zzyzx" not in client.get(path).content

    def test_it_costs_seven_queries(self, client, index, django_assert_num_queries):
        picture = get_image_model().objects.create(title="Yard", file=get_test_image_file(size=(900, 600)))
        add(index, "With a picture", picture=picture, picture_alt="A swept yard", area=AreaFactory())
        client.get("/stories/with-a-picture/")
        with django_assert_num_queries(7):
            client.get("/stories/with-a-picture/?not-kept")

    def test_a_newspaper_gets_it_as_plain_text(self, client, index):
        add(
            index,
            "Quiet",
            summary="At last.",
            what_happened="<p>Noise &amp; more.</p>",
            what_we_did="<ul><li>We <b>called</b></li><li>We listened</li></ul>",
            quote="I sleep.",
            quote_by="A tenant",
        )
        response = client.get("/stories/quiet/press/")
        text = response.context["text"]
        for words in (
            "Quiet\n",
            "Noise & more.",
            "- We called\n- We listened",
            "A tenant: “I sleep.”",
            "We are Lark",
        ):
            assert words in text
        assert "<" not in text

    @pytest.mark.parametrize(("mode", "words"), [("", "Is this happening to you?"), ("press", "Text to copy")])
    def test_an_editor_sees_beforehand_how_it_will_look(self, index, mode, words):
        response = draft(index).make_preview_request(preview_mode=mode)
        assert words in response.render().content.decode()


class TestItsCard:
    def publish(self, index, django_capture_on_commit_callbacks) -> StoryPage:
        page = draft(index, **AGREED)
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
        page.refresh_from_db()
        return page

    def test_it_is_drawn_once_when_the_story_is_published(
        self, client, index, django_capture_on_commit_callbacks, monkeypatch
    ):
        page = self.publish(index, django_capture_on_commit_callbacks)
        monkeypatch.setattr(cards, "draw", None)  # a reader must not start it
        html = client.get(page.url).content.decode()
        address = re.search(r'og:image" content="http://testserver(/media/cards/[^"?]+)', html)[1]
        with Image.open(default_storage.open(address.removeprefix("/media/"))) as card:
            assert card.size == (1200, 630)
        assert f'og:url" content="http://testserver{page.url}"' in html

    def test_it_goes_when_the_story_does(self, index, django_capture_on_commit_callbacks):
        page = self.publish(index, django_capture_on_commit_callbacks)
        name = cards.card_name(page)
        assert default_storage.exists(name)
        with django_capture_on_commit_callbacks(execute=True):
            page.delete()
        assert not default_storage.exists(name)

    def test_only_stories_have_one(self, client, stories):
        assert b"og:image" not in client.get("/stories/").content

    @pytest.mark.parametrize("title", ["x", "Word " * 60, "W" * 255, "Łódź — نص"])
    def test_every_title_finds_room(self, title):
        assert cards.draw(title, "Larkfield Homes").startswith(b"\x89PNG")


class TestTheFeed:
    def test_it_has_the_newest_and_says_what_they_are(self, client, stories):
        response = client.get("/stories/feed/")
        feed = response.content.decode()
        assert response["Content-Type"].startswith("application/atom+xml")
        assert feed.index("Quiet at last") < feed.index("A clean yard")
        assert '<category term="Noise"' in feed
        assert 'href="http://testserver/stories/quiet-at-last/"' in feed
        assert 'href="/stories/feed/"' in client.get("/stories/").content.decode()


def typed(**changes) -> dict:
    """The editor's form, with nothing ticked."""
    return {
        "title": "A draft",
        "slug": "a-draft",
        "kind": "noise",
        "told_on": "2026-11-02",
        **dict.fromkeys(StoryPage.rich_fields, '{"blocks": [], "entityMap": {}}'),
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        **changes,
    }


ALL_TICKED = {name: "on" if value is True else str(value) for name, value in AGREED.items()}


class TestBeforeItIsPublished:
    @pytest.fixture
    def page(self, index):
        page = draft(index)
        page.save_revision()
        return page

    @pytest.fixture
    def editor(self, client, index):
        client.force_login(UserFactory(roles=[Role.EDITOR]))
        return client

    @pytest.fixture
    def lead(self, index):
        """One who approves stories; from then on the editors can only hand them in."""
        group = Group.objects.create(name="Communications lead")
        task = GroupApprovalTask.objects.create(name="Approve a story")
        task.groups.add(group)
        workflow = Workflow.objects.create(name="Stories")
        WorkflowTask.objects.create(workflow=workflow, task=task)
        WorkflowPage.objects.create(workflow=workflow, page=index)
        someone = UserFactory(roles=[Role.EDITOR])
        someone.groups.add(group)
        return someone

    def send(self, client, page, **data):
        return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), typed(**data))

    def is_live(self, page) -> bool:
        page.refresh_from_db()
        return page.live

    def test_a_draft_is_saved_with_nothing_ticked(self, editor, page):
        assert self.send(editor, page, quote="Kept").status_code == 302
        page.refresh_from_db()
        assert page.get_latest_revision_as_object().quote == "Kept"

    @pytest.mark.parametrize("name", StoryPage.checklist)
    def test_it_is_not_published_while_anything_is_missing(self, editor, page, name):
        ticked = {key: value for key, value in ALL_TICKED.items() if key != name}
        response = self.send(editor, page, **ticked, **{"action-publish": "1"})
        assert response.status_code == 200
        assert list(response.context["form"].errors) == [name]
        assert not self.is_live(page)

    def test_it_is_published_when_all_is_there(self, editor, page):
        assert self.send(editor, page, **ALL_TICKED, **{"action-publish": "1"}).status_code == 302
        assert self.is_live(page)

    def test_nobody_agrees_tomorrow(self, editor, page):
        tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
        response = self.send(editor, page, agreed_on=tomorrow)
        assert "has not come yet" in response.content.decode()

    def test_a_picture_needs_its_words(self, editor, page):
        picture = get_image_model().objects.create(title="Yard", file=get_test_image_file())
        response = self.send(editor, page, picture=picture.pk)
        assert list(response.context["form"].errors) == ["picture_alt"]

    def test_a_new_story_is_not_published_unchecked_either(self, editor, index):
        address = reverse("wagtailadmin_pages:add", args=["advice", "storypage", index.pk])
        assert editor.post(address, typed(**{"action-publish": "1"})).status_code == 200
        assert not StoryPage.objects.exists()

    def test_it_is_not_scheduled_unchecked(self, editor, page):
        later = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
        data = {"go_live_at": later, "action-publish": "1"}
        assert self.send(editor, page, **data).status_code == 200
        assert self.send(editor, page, **data, **ALL_TICKED).status_code == 302
        assert page.revisions.filter(approved_go_live_at__isnull=False).count() == 1

    def test_what_is_due_but_unchecked_stays_a_draft_and_does_not_hold_up_the_rest(self, index, page):
        ready = add(index, "Ready", live=False, **AGREED)
        for story in (page, ready):
            story.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
        call_command("publish_scheduled", verbosity=0)
        assert not self.is_live(page)
        assert self.is_live(ready)
        assert not page.revisions.filter(approved_go_live_at__isnull=False).exists()

    def test_no_other_way_leads_past_the_list(self, page):
        with pytest.raises(PublishPagePermissionError):
            page.get_latest_revision().publish()

    def test_publishing_many_at_once_leaves_it_a_draft(self, editor, page):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        response = editor.post(f"{address}?id={page.pk}", follow=True)
        assert "“A draft” is not checked yet" in response.content.decode()
        assert not self.is_live(page)
        page.save_revision()
        StoryPage.objects.filter(pk=page.pk).update(**AGREED)
        page.refresh_from_db()
        page.save_revision()
        editor.post(f"{address}?id={page.pk}")
        assert self.is_live(page)

    def test_an_editor_hands_it_in_and_the_lead_approves(self, editor, lead, page):
        assert b'name="action-publish"' not in editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content
        assert self.send(editor, page, **{"action-submit": "1"}).status_code == 200
        assert self.send(editor, page, **ALL_TICKED, **{"action-submit": "1"}).status_code == 302
        self.send(editor, page, **ALL_TICKED, **{"action-publish": "1"})
        assert not self.is_live(page)
        editor.force_login(lead)
        approve = {"action-workflow-action": "true", "workflow-action-name": "approve"}
        assert self.send(editor, page, **approve).status_code == 200
        assert not self.is_live(page)
        assert self.send(editor, page, **ALL_TICKED, **approve).status_code == 302
        assert self.is_live(page)

    def test_the_lead_can_send_an_unchecked_story_back(self, editor, lead, page):
        self.send(editor, page, **ALL_TICKED, **{"action-submit": "1"})
        editor.force_login(lead)
        back = {"action-workflow-action": "true", "workflow-action-name": "reject"}
        assert self.send(editor, page, **back).status_code == 302
        page.refresh_from_db()
        assert page.current_workflow_state.status == "needs_changes"

    def test_approving_without_opening_it_checks_it_too(self, editor, lead, page):
        self.send(editor, page, **ALL_TICKED, **{"action-submit": "1"})
        page.refresh_from_db()
        editor.force_login(lead)
        self.send(editor, page)  # saved again with nothing ticked
        state = page.current_workflow_task_state
        address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
        assert editor.post(address).status_code == 302
        assert not self.is_live(page)

    def test_an_index_without_a_workflow_leaves_it_to_the_editors(self, page):
        assert page.permissions_for_user(UserFactory(roles=[Role.EDITOR])).can_publish()

    def test_nobody_without_leave_to_publish_gets_it_by_approving(self, lead, page):
        someone = UserFactory()
        someone.groups.add(Group.objects.get(name="Communications lead"))
        assert not page.permissions_for_user(someone).can_publish()
