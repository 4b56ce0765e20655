"""Words of danger: both sides are told what to do now, and no message is ever kept from being sent."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from home.models import ServiceSettings
from home.service import forget_service
from reporting.chat import actions, frames
from reporting.chat.danger import has_danger_words
from reporting.chat.gate import staff_seat, visitors_seat
from reporting.chat.models import Conversation
from reporting.staff.groups import set_up_groups

from .factories import a_chat, a_taken_chat, an_agent, an_id

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["He has a KNIFE", "I can’t  breathe", "HELP\nME", "knife!", "He is at the door."])
def test_they_are_found_in_whatever_way_they_are_written(text):
    assert has_danger_words(text)


@pytest.mark.parametrize("text", ["", "Penknifes are sold here", "A gunnel", "The music is loud", "helpme"])
def test_a_part_of_another_word_is_none(text):
    assert not has_danger_words(text)


@pytest.mark.parametrize(("listed", "found"), [("pomocy\n\n  boję się ", True), ("", False), ("(a.*", False)])
def test_staff_edit_the_list(monkeypatch, listed, found):
    monkeypatch.setattr("reporting.chat.danger.current_service", lambda: ServiceSettings(danger_words=listed))
    assert has_danger_words("Tak się BOJĘ SIĘ tego") is found


class TestBothSides:
    @pytest.fixture
    def agent(self):
        set_up_groups()
        forget_service()
        return an_agent()

    @pytest.fixture
    def chat(self, agent):
        chat = a_taken_chat(by=agent, token="mine")
        actions.say(conversation=chat, client_id=an_id(), text="He has a knife")
        return chat

    def page(self, client, address) -> BeautifulSoup:
        return BeautifulSoup(client.get(address).content, "html.parser")

    def test_the_visitor_sees_how_to_call_for_help(self, chat):
        visitor = Client()
        visitor.cookies["chat"] = "mine"
        region = self.page(visitor, f"/chat/{chat.public_id}/").select_one("[data-danger]")
        assert not region.has_attr("hidden")
        assert "press 55" in region.text
        assert "He has a knife" in visitor.get(f"/chat/{chat.public_id}/").content.decode()

    def test_so_do_staff_at_the_chat_and_in_the_list(self, chat, agent):
        desk = Client()
        desk.force_login(agent)
        assert "They wrote words of danger" in self.page(desk, f"/desk/chat/{chat.public_id}/").main.text
        assert "Words of danger" in self.page(desk, "/desk/chat/").main.text
        marks = self.page(desk, f"/desk/chat/{chat.public_id}/").select("[data-lines] [data-danger-words]")
        assert [mark.has_attr("hidden") for mark in marks] == [True, True, False]

    def test_sockets_are_told_with_the_words(self, chat, agent):
        for seat in (staff_seat(agent, chat.public_id), visitors_seat({"chat": "mine"}, chat.public_id)):
            assert [line["danger"] for line in frames.messages_after(seat, 0)["messages"]] == [False, False, True]

    def test_what_staff_and_the_service_say_counts_for_nothing(self, agent):
        chat = a_taken_chat(by=agent, token="mine")
        actions.say(conversation=chat, client_id=an_id(), text="Does he have a knife?", by=agent)
        assert not Conversation.objects.get().danger

    def test_without_them_nobody_is_alarmed(self, agent):
        chat = a_chat(token="mine", text="Loud music")
        visitor = Client()
        visitor.cookies["chat"] = "mine"
        assert self.page(visitor, f"/chat/{chat.public_id}/").select_one("[data-danger]").has_attr("hidden")
