"""The chat beside a page: what static/js/chat-panel.js finds on the server."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import translation

from .factories import a_chat, a_taken_chat, an_agent_there

pytestmark = pytest.mark.django_db

CALLS = "[data-chat-panel]"


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def visitor():
    client = Client()
    client.cookies["chat"] = "mine"
    return client


def test_the_frame_of_the_panel_is_the_same_for_everyone(client):
    answer = client.get(reverse("chat:panel"))
    assert "public" in answer["Cache-Control"]
    assert not answer.cookies
    assert "csrf" not in answer.content.decode()


def test_it_counts_new_answers_in_words(client):
    counts = [each.string for each in soup(client.get(reverse("chat:panel"))).find("template").find_all("span")]
    assert counts[:2] == ["1 new answer", "2 new answers"]
    assert counts[-2:] == ["9 new answers", "Many new answers"]


def test_it_is_there_in_the_language_of_the_page(client):
    with translation.override("pl"):
        words = translation.gettext("Chat")
    assert soup(client.get("/pl/chat/panel/")).select_one("aside")["aria-label"] == words


def test_pages_offer_it_and_the_pages_of_the_chat_do_not(client):
    for address in ("/report/", "/case/", "/nowhere/"):
        link = soup(client.get(address)).select_one(CALLS)
        assert link["href"] == reverse("chat:start")
    assert soup(client.get(reverse("chat:start"))).select_one(CALLS) is None


def test_every_page_of_the_chat_has_the_part_that_is_taken(visitor, client):
    an_agent_there()
    conversation = a_chat(token="mine")
    here = reverse("chat:conversation", args=[conversation.public_id])
    pages = [
        visitor.get(here),
        visitor.get(f"{here}later/"),
        visitor.post(f"{here}code/"),
        client.get(here),
        *(client.get(reverse(f"chat:{name}")) for name in ("start", "message", "come_back")),
    ]
    for page in pages:
        part = soup(page).select("#main > .fs-width")
        assert [len(each.select("h1")) for each in part] == [1]


def test_only_a_visitor_is_offered_a_sound(visitor, client):
    conversation = a_taken_chat(token="mine")
    page = soup(visitor.get(reverse("chat:conversation", args=[conversation.public_id])))
    # It works by a script alone, which brings it out.
    assert page.select_one("[data-sound]").has_attr("hidden")
    assert not page.select_one("[data-sound] input").has_attr("name")
    client.force_login(conversation.taken_by)
    desk = client.get(reverse("desk_chat", args=[conversation.public_id]))
    assert soup(desk).select_one("[data-say]")
    assert soup(desk).select_one("[data-sound]") is None
