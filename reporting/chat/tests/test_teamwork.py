"""Several staff at one chat: on hold, a word to a colleague, handing over, and what came of it."""

import json

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.test import Client

from reporting.cases.lifecycle import NotPossible
from reporting.chat import actions, frames, presence
from reporting.chat.enums import Line, Outcome, Sender, Status
from reporting.chat.gate import staff_seat, visitors_seat
from reporting.chat.models import USUAL_LIMIT, ChatMessage, Conversation, Whisper
from reporting.kinds import Kind
from reporting.staff.groups import set_up_groups
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .factories import a_chat, a_taken_chat, an_agent, an_agent_there, an_id

pytestmark = pytest.mark.django_db

SECRET_WORDS = "Mind that he has been here before."


@pytest.fixture
def connie():
    set_up_groups()
    return an_agent_there(first_name="Connie", last_name="Contact")


@pytest.fixture
def dana():
    return an_agent_there(first_name="Dana", last_name="Duty")


@pytest.fixture
def chat(connie):
    return a_taken_chat(by=connie, token="mine")


def at_desk(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(chat, name: str = "") -> str:
    return f"/desk/chat/{chat.public_id}/{name and name + '/'}"


def main_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").select_one("main").text.split())


def last_line(chat) -> str:
    return ChatMessage.objects.filter(conversation=chat).last().line


class TestHold:
    def test_the_visitor_is_told_once_and_the_next_answer_ends_it(self, chat, connie):
        desk = at_desk(connie)
        for _ in range(2):
            desk.post(address(chat, "hold"))
        assert chat.messages.filter(line=Line.HOLD).count() == 1
        assert "On hold since" in main_of(desk.get(address(chat)))
        actions.say(conversation=chat, client_id=an_id(), text="Thank you for waiting.", by=connie)
        assert "On hold since" not in main_of(desk.get(address(chat)))

    def test_what_the_visitor_says_does_not_end_it(self, chat, connie):
        actions.hold(conversation=chat, by=connie)
        actions.say(conversation=chat, client_id=an_id(), text="All right.")
        chat.refresh_from_db()
        assert chat.held_at

    def test_only_whoever_answers_can(self, chat, dana):
        with pytest.raises(NotPossible):
            actions.hold(conversation=chat, by=dana)
        assert "not answering this chat" in at_desk(dana).post(address(chat, "hold"), follow=True).content.decode()


class TestWhisper:
    def test_colleagues_read_it_and_the_visitor_never_does(self, chat, connie, dana):
        at_desk(connie).post(address(chat, "whisper"), whisper_of(SECRET_WORDS))
        assert SECRET_WORDS in main_of(at_desk(dana).get(address(chat)))
        visitor = Client()
        visitor.cookies["chat"] = "mine"
        assert SECRET_WORDS not in visitor.get(f"/chat/{chat.public_id}/").content.decode()
        seat = visitors_seat({"chat": "mine"}, chat.public_id)
        assert SECRET_WORDS not in json.dumps(frames.messages_after(seat, 0))
        assert "beside" not in frames.messages_after(seat, 0)

    def test_nor_does_it_go_on_the_case(self, chat, connie):
        actions.whisper(conversation=chat, by=connie, client_id=an_id(), text=SECRET_WORDS)
        at_desk(connie).post(address(chat, "case"), {"kind": "noise", "what_happened": "Loud", "prefers": "none"})
        chat.refresh_from_db()
        assert not any(SECRET_WORDS in event.text for event in chat.case.events.all())

    def test_sent_twice_it_is_kept_once(self, chat, connie):
        sent = whisper_of("Once")
        for _ in range(2):
            at_desk(connie).post(address(chat, "whisper"), sent)
        assert Whisper.objects.count() == 1

    def test_whoever_is_asked_in_finds_it_until_they_have_looked(self, chat, connie, dana):
        actions.whisper(conversation=chat, by=connie, client_id=an_id(), text="Can you look?", to=dana)
        desk = at_desk(dana)
        assert "You are asked in" in main_of(desk.get("/desk/chat/"))
        assert "Connie Contact to Dana Duty" in main_of(desk.get(address(chat)))
        assert "You are asked in" not in main_of(desk.get("/desk/chat/"))

    def test_one_can_ask_only_who_answers_chats(self, chat, connie):
        officer = UserFactory(roles=[Role.NEIGHBOURHOOD_OFFICER])
        refused = at_desk(connie).post(address(chat, "whisper"), whisper_of("Look", to=officer))
        assert "Select a valid choice" in refused.content.decode()
        with pytest.raises(NotPossible):
            actions.whisper(conversation=chat, by=connie, client_id=an_id(), text="Look", to=officer)
        with pytest.raises(PermissionDenied):
            actions.whisper(conversation=chat, by=officer, client_id=an_id(), text="Look")

    def test_an_empty_one_is_put_right_and_nothing_else_is_lost(self, chat, connie):
        refused = at_desk(connie).post(address(chat, "whisper"), whisper_of(""))
        assert "Write a few words" in main_of(refused)
        assert not Whisper.objects.exists()

    def test_sockets_are_told_that_something_changed_beside_the_words(self, chat, connie, dana):
        def seen():
            return frames.messages_after(staff_seat(dana, chat.public_id), 0)["beside"]

        before = seen()
        actions.whisper(conversation=chat, by=connie, client_id=an_id(), text="Look")
        between = seen()
        actions.hold(conversation=chat, by=connie)
        assert len({before, between, seen()}) == 3
        assert SECRET_WORDS not in at_desk(dana).get(address(chat, "facts")).content.decode()


class TestHandOver:
    def test_the_colleague_answers_from_now_on_and_has_the_note(self, chat, connie, dana):
        at_desk(connie).post(address(chat, "hand-over"), hand_over_to(dana))
        chat.refresh_from_db()
        assert (chat.taken_by, chat.status, last_line(chat)) == (dana, Status.OPEN, Line.HANDED)
        page = main_of(at_desk(dana).get(address(chat)))
        assert SECRET_WORDS in page
        assert "Dana will answer you from now on" in page

    def test_not_to_someone_who_is_not_there_or_has_no_room(self, chat, connie, dana):
        away = an_agent(first_name="Away")
        refused = at_desk(connie).post(address(chat, "hand-over"), hand_over_to(away))
        assert "Select a valid choice" in main_of(refused)
        for _ in range(USUAL_LIMIT):
            a_taken_chat(by=dana)
        refused = at_desk(connie).post(address(chat, "hand-over"), hand_over_to(dana))
        assert "Dana Duty is in as many chats as they may have" in main_of(refused)
        assert SECRET_WORDS in main_of(refused)
        chat.refresh_from_db()
        assert chat.taken_by == connie
        assert not Whisper.objects.exists()

    def test_someone_who_left_while_one_was_writing(self, chat, connie, dana):
        presence.stop_taking(dana)
        with pytest.raises(NotPossible):
            actions.hand_over(conversation=chat, by=connie, to=dana, client_id=an_id(), note="Note")

    def test_it_needs_a_note(self, chat, connie, dana):
        refused = at_desk(connie).post(address(chat, "hand-over"), hand_over_to(dana, note=""))
        assert "Write what your colleague needs to know" in main_of(refused)

    def test_who_does_not_answer_it_hands_nothing_over(self, chat, dana):
        other = an_agent_there()
        with pytest.raises(NotPossible):
            actions.hand_over(conversation=chat, by=dana, to=other, client_id=an_id(), note="Note")


class TestOutcome:
    def test_it_is_asked_for_when_one_ends_a_chat(self, chat, connie):
        desk = at_desk(connie)
        assert "Choose what came of it" in main_of(desk.post(address(chat, "end"), {}))
        desk.post(address(chat, "end"), {"end-outcome": Outcome.ADVICE, "end-topic": Kind.NOISE})
        chat.refresh_from_db()
        assert (chat.status, chat.outcome, chat.topic) == (Status.ENDED, Outcome.ADVICE, Kind.NOISE)

    def test_a_chat_that_ended_by_itself_waits_for_it(self, chat, connie):
        actions.end(conversation=chat)
        desk = at_desk(connie)
        assert "What came of them?" in main_of(desk.get("/desk/chat/"))
        desk.post(address(chat, "end"), {"end-outcome": Outcome.NO_REPLY})
        assert "What came of them?" not in main_of(desk.get("/desk/chat/"))
        assert Conversation.objects.get().outcome == Outcome.NO_REPLY

    def test_one_that_became_a_case_says_so_by_itself(self, chat, connie):
        at_desk(connie).post(address(chat, "case"), {"kind": "noise", "what_happened": "Loud", "prefers": "none"})
        actions.end(conversation=chat, by=connie)
        assert chat.outcome == Outcome.CASE


def test_those_whose_visitor_waits_for_an_answer_come_first(connie):
    answered, unanswered = (a_taken_chat(by=connie, text=words) for words in ("Answered", "Not yet"))
    actions.say(conversation=answered, client_id=an_id(), text="Hello", by=connie)
    rows = at_desk(connie).get("/desk/chat/").context["mine"]
    assert [row.opening for row in rows] == ["Not yet", "Answered"]
    assert [row.last_from for row in rows] == [Sender.VISITOR, Sender.STAFF]
    assert unanswered.public_id in at_desk(connie).get("/desk/chat/at-hand/").content.decode()


def test_the_page_of_a_chat_costs_the_same_however_many_there_are(chat, connie, django_assert_max_num_queries):
    desk = at_desk(connie)
    desk.get(address(chat))
    for _ in range(5):
        a_chat()
        actions.whisper(conversation=chat, by=connie, client_id=an_id(), text="Look")
    with django_assert_max_num_queries(24):
        desk.get(address(chat))


def whisper_of(text: str, to=None) -> dict:
    return {"whisper-text": text, "whisper-to": to.pk if to else "", "whisper-client_id": an_id()}


def hand_over_to(user, note: str = SECRET_WORDS) -> dict:
    return {"hand-text": note, "hand-to": user.pk, "hand-client_id": an_id()}
