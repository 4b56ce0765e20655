"""Up to where each side has read: who counts, how far, and that the other side hears of it without being flooded."""

import asyncio
import json
from urllib.parse import urlencode

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from bs4 import BeautifulSoup
from django.test import Client

from reporting.cases.permissions import PermissionDenied
from reporting.chat import actions, presence, readings
from reporting.chat.enums import Status
from reporting.chat.models import Conversation
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .factories import a_chat, a_taken_chat, an_agent, an_agent_there, an_id, an_owner
from .test_sockets import _sockets_of_their_own, connected, hears, sends, signed_in  # noqa: F401 — a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def connie():
    return an_agent(first_name="Connie")


@pytest.fixture
def chat(connie):
    """One that Connie answers: the visitor's first words, that she is here, her answer."""
    conversation = a_taken_chat(token="mine", by=connie)
    actions.say(conversation=conversation, client_id=an_id(), text="Good morning", by=connie)
    return conversation


@pytest.fixture
def visitor():
    client = Client()
    client.cookies["chat"] = "mine"
    return client


def staff(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def read_of(chat) -> tuple[int, int]:
    """Up to where the visitor and whoever answers have read, by the database."""
    return Conversation.objects.values_list("visitor_read_seq", "staff_read_seq").get(pk=chat.pk)


def fresh(chat) -> Conversation:
    return Conversation.objects.get(pk=chat.pk)


class TestWhatIsKept:
    def test_nothing_is_read_before_anyone_says_so(self, chat):
        assert read_of(chat) == (0, 0)

    def test_each_side_has_its_own(self, chat, connie):
        actions.read(conversation=chat, seq=3)
        actions.read(conversation=fresh(chat), seq=1, by=connie)
        assert read_of(chat) == (3, 1)

    def test_it_only_goes_up_and_never_past_what_was_said(self, chat):
        for seq, kept in ((2, 2), (1, 2), (0, 2), (2**31 - 1, 3), (3, 3)):
            actions.read(conversation=fresh(chat), seq=seq)
            assert read_of(chat) == (kept, 0)

    def test_what_is_no_news_costs_no_statement(self, chat, connie, django_assert_num_queries):
        actions.read(conversation=chat, seq=3)
        chat = fresh(chat)
        with django_assert_num_queries(0):
            actions.read(conversation=chat, seq=3)
            actions.read(conversation=chat, seq=2)

    def test_many_cost_as_many_statements_as_one(self, django_assert_num_queries):
        def reading():
            chat = a_chat()
            return actions.Reading(chat.public_id, 1, owner=chat.owner)

        few, many = [reading()], [reading() for _ in range(30)]
        with django_assert_num_queries(4):  # two of them begin and end
            actions.read_all(few)
        with django_assert_num_queries(4):
            actions.read_all(many)
        assert Conversation.objects.filter(visitor_read_seq=1).count() == 31

    def test_words_that_are_stored_meanwhile_are_kept(self, chat, connie):
        before = fresh(chat)
        actions.say(conversation=chat, client_id=an_id(), text="One more", by=connie)
        actions.read(conversation=before, seq=3)
        assert fresh(chat).last_seq == 4
        assert read_of(chat) == (3, 0)


class TestWhoCounts:
    def test_a_supervisor_who_looks_in_has_not_read_it_for_whoever_answers(self, chat):
        dana = UserFactory(roles=[Role.DUTY_OFFICER])
        staff(dana).get(f"/desk/chat/{chat.public_id}/")
        actions.read(conversation=fresh(chat), seq=3, by=dana)
        assert read_of(chat) == (0, 0)

    def test_whoever_looks_at_a_chat_that_waits_has_not_taken_it(self):
        waiting = a_chat()
        staff(an_agent()).get(f"/desk/chat/{waiting.public_id}/")
        assert read_of(waiting) == (0, 0)

    def test_whoever_takes_over_counts_from_then_on(self, chat, connie):
        dana = an_agent_there()
        actions.take(conversation=chat, by=dana, instead_of=connie.pk)
        actions.read(conversation=fresh(chat), seq=1, by=connie)
        assert read_of(chat) == (0, 0)
        actions.read(conversation=fresh(chat), seq=1, by=dana)
        assert read_of(chat) == (0, 1)

    def test_what_was_left_as_a_message_is_read_when_someone_opens_it(self, visitor):
        left = a_chat(token="mine")
        Conversation.objects.filter(pk=left.pk).update(status=Status.LEFT)
        assert mark(visitor.get(f"/chat/{left.public_id}/")) == "We have your last message."
        staff(an_agent()).get(f"/desk/chat/{left.public_id}/")
        assert mark(visitor.get(f"/chat/{left.public_id}/")) == "Someone has read your last message."

    def test_another_browser_reads_nothing_here(self, chat):
        stranger = Client()
        stranger.cookies["chat"] = "another"
        answer = stranger.post(f"/chat/{chat.public_id}/read/", {"seq": 3}, headers={"Accept": "application/json"})
        assert answer.status_code == 404
        assert answer.json()["type"] == "not_here"
        # Nor one that it was moved from a moment ago.
        actions.read_all([actions.Reading(chat.public_id, 3, owner=an_owner("another"))])
        actions.read_all([actions.Reading(chat.public_id, 3, owner="")])
        actions.read_all([actions.Reading("NOSUCHCHAT", 3, owner=chat.owner)])
        assert read_of(chat) == (0, 0)

    def test_whoever_may_not_chat_may_not_read(self, chat):
        outsider = UserFactory(roles=[Role.QUALITY])
        with pytest.raises(PermissionDenied):
            actions.read(conversation=chat, seq=3, by=outsider)
        assert staff(outsider).post(f"/desk/chat/{chat.public_id}/read/", {"seq": 3}).status_code == 404


def mark(response) -> str:
    """What a page says of one's own last words; nothing when it says nothing."""
    found = BeautifulSoup(response.content, "html.parser").select_one("[data-mark]")
    return "" if found.has_attr("hidden") else found.text


class TestWithoutAScript:
    def test_opening_the_page_is_reading_and_the_other_side_is_told_on_its_next_page(self, chat, connie, visitor):
        desk, at_desk = staff(connie), f"/desk/chat/{chat.public_id}/"
        assert mark(desk.get(at_desk)) == "Your last message is sent."
        assert mark(visitor.get(f"/chat/{chat.public_id}/")) == "Someone has read your last message."
        assert mark(desk.get(at_desk)) == "The visitor has read your last message."
        assert read_of(chat) == (3, 1)
        visitor.post(f"/chat/{chat.public_id}/say/", {"text": "Thank you", "client_id": an_id()})
        assert mark(visitor.get(f"/chat/{chat.public_id}/")) == "We have your last message."

    def test_whoever_has_said_nothing_is_told_nothing(self, chat):
        assert mark(staff(UserFactory(roles=[Role.DUTY_OFFICER])).get(f"/desk/chat/{chat.public_id}/")) == ""

    def test_it_stands_outside_of_what_is_read_out_as_it_changes(self, chat, visitor):
        page = BeautifulSoup(visitor.get(f"/chat/{chat.public_id}/").content, "html.parser")
        found = page.select_one("[data-mark]")
        assert not [each for each in (found, *found.parents) if each.get("role") in {"log", "status", "alert"}]
        assert not [each for each in (found, *found.parents) if each.get("aria-live")]

    def test_a_page_that_a_script_fetches_by_itself_is_not_reading(self, chat, connie):
        staff(connie).get(f"/desk/chat/{chat.public_id}/", headers={"Unattended": "yes"})
        assert read_of(chat) == (0, 0)


class TestByPlainHttp:
    def test_what_was_read_is_kept(self, chat, connie, visitor):
        assert visitor.post(f"/chat/{chat.public_id}/read/", {"seq": "3"}).status_code == 204
        assert staff(connie).post(f"/desk/chat/{chat.public_id}/read/", {"seq": "1"}).status_code == 204
        assert read_of(chat) == (3, 1)

    def test_messages_say_how_far_the_other_side_has_read(self, chat, connie, visitor):
        actions.read(conversation=chat, seq=3)
        actions.read(conversation=fresh(chat), seq=1, by=connie)
        assert visitor.get(f"/chat/{chat.public_id}/messages/?after=3").json()["read"] == 1
        assert staff(connie).get(f"/desk/chat/{chat.public_id}/messages/?after=3").json()["read"] == 3

    @pytest.mark.parametrize("seq", ["", "-1", "x", "1.5", str(2**31), "9" * 5000, "\x00", "\ud800"])
    def test_what_is_no_number_is_malformed(self, chat, visitor, seq):
        body = urlencode({"seq": seq.encode("utf-8", "surrogatepass")})
        form = "application/x-www-form-urlencoded"
        answer = visitor.post(f"/chat/{chat.public_id}/read/", body, content_type=form)
        assert (answer.status_code, answer.json()["type"]) == (400, "malformed")
        assert read_of(chat) == (0, 0)

    def test_only_a_form_of_ours_can_say_so(self, chat):
        client = Client(enforce_csrf_checks=True)
        client.cookies["chat"] = "mine"
        assert client.post(f"/chat/{chat.public_id}/read/", {"seq": "3"}).status_code == 403
        assert client.get(f"/chat/{chat.public_id}/read/").status_code == 405

    def test_reading_alone_keeps_no_chat_of_someone_who_is_away(self, chat, connie, monkeypatch):
        """A script that reads while nobody touches anything does not say that they are there."""
        seen = []
        monkeypatch.setattr(presence, "seen", lambda user, used: seen.append(used))
        staff(connie).post(f"/desk/chat/{chat.public_id}/read/", {"seq": "1"}, headers={"Unattended": "yes"})
        assert seen == [False]


@pytest.mark.django_db(transaction=True)
class TestBySocket:
    @pytest.fixture(autouse=True)
    def _soon(self, monkeypatch):
        monkeypatch.setattr(readings, "EVERY", 0.05)

    def test_the_other_side_hears_how_far_one_has_read(self, chat, connie):
        cookie = signed_in(connie)

        async def story():
            async with (
                connected(chat, token="mine") as visitor,
                connected(chat, token="mine") as other_tab,
                connected(chat, cookie=cookie, desk=True) as desk,
            ):
                for each in (visitor, other_tab, desk):
                    await sends(each, type="fetch", after=0)
                await visitor.write('{"v":1,"type":"read","seq":3}')
                first = await hears(desk)
                await desk.write('{"v":1,"type":"read","seq":1}')
                told = first, await hears(visitor), await hears(other_tab)
                again = await sends(desk, type="fetch", after=3)
                return told, again["read"]

        told, read = async_to_sync(story)()
        assert [each["seq"] for each in told] == [3, 1, 1]
        assert {each["type"] for each in told} == {"read"}
        assert read == 3
        assert read_of(chat) == (3, 1)

    def test_many_at_once_are_one_commit_and_one_word_to_the_other_side(self, chat, connie, monkeypatch):
        cookie, commits = signed_in(connie), []
        read_all = actions.read_all
        monkeypatch.setattr(actions, "read_all", lambda lot: commits.append(lot) or read_all(lot))
        for number in range(50):
            actions.say(conversation=chat, client_id=an_id(), text=str(number), by=connie)

        async def story():
            async with (
                connected(chat, token="mine") as visitor,
                connected(chat, cookie=cookie, desk=True) as desk,
            ):
                for each in (visitor, desk):
                    await sends(each, type="fetch", after=0)
                heard = []
                for seq in range(1, 54):
                    await visitor.write(json.dumps({"v": 1, "type": "read", "seq": seq}))
                while not heard or heard[-1]["seq"] < 53:
                    heard.append(await hears(desk))
                return heard

        heard = async_to_sync(story)()
        assert read_of(chat) == (53, 0)
        assert len(heard) <= len(commits) < 25
        assert all(len(lot) == 1 for lot in commits)

    def test_words_that_are_passed_on_as_they_are_say_how_far_one_has_read(self, chat, connie):
        actions.read(conversation=chat, seq=3)
        cookie = signed_in(connie)

        async def story():
            async with connected(chat, cookie=cookie, desk=True) as desk:
                await sends(desk, type="fetch", after=3)
                await sync_to_async(actions.say)(conversation=fresh_chat, client_id=an_id(), text="Thank you")
                return await hears(desk)

        fresh_chat = fresh(chat)
        assert async_to_sync(story)()["read"] == 3

    @pytest.mark.parametrize("seq", [-1, 1.5, True, "1", None, [1], 2**31, 10**40])
    def test_what_is_no_number_closes_the_socket(self, chat, seq):
        async def story():
            async with connected(chat, token="mine") as visitor:
                await sends(visitor, type="fetch", after=0)
                await visitor.write(json.dumps({"v": 1, "type": "read", "seq": seq}))
                return await visitor.closed_with()

        assert async_to_sync(story)() == 4400
        assert read_of(chat) == (0, 0)

    def test_not_before_one_said_where_one_stands(self, chat):
        async def story():
            async with connected(chat, token="mine") as visitor:
                await visitor.write('{"v":1,"type":"read","seq":1}')
                return await visitor.closed_with()

        assert async_to_sync(story)() == 4400

    def test_whoever_is_signed_out_reads_nothing(self, chat, connie):
        cookie = signed_in(connie)

        async def story():
            async with connected(chat, cookie=cookie, desk=True) as desk:
                await sends(desk, type="fetch", after=0)
                await sync_to_async(connie.groups.clear)()
                await desk.write('{"v":1,"type":"read","seq":1}')
                return await desk.closed_with()

        assert async_to_sync(story)() == 4404
        assert read_of(chat) == (0, 0)

    def test_that_writing_it_down_failed_once_does_not_stop_what_comes_after(self, chat, monkeypatch):
        broken = [RuntimeError("the disk is full")]
        read_all = actions.read_all

        def break_once(lot):
            if broken:
                raise broken.pop()
            read_all(lot)

        monkeypatch.setattr(actions, "read_all", break_once)
        first = actions.Reading(chat.public_id, 1, owner=chat.owner)
        then = actions.Reading(chat.public_id, 3, owner=chat.owner)

        async def story():
            asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
            box = readings.Readings()
            for reading in (first, then):
                box.add(reading)
                await asyncio.gather(box.writing, return_exceptions=True)

        async_to_sync(story)()
        assert read_of(chat) == (3, 0)


def test_storing_words_costs_no_statement_more(chat, django_assert_num_queries):
    """What 018 counts: as many as before there was anything to read."""
    actions.read(conversation=chat, seq=3)
    said = actions.Said(chat.public_id, chat.owner, an_id(), "Thank you")
    with django_assert_num_queries(5):  # two of them begin and end
        actions.visitors_say([said])
