"""Which language is easiest and what helps: never in the way of the first words, and there for whoever answers."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from reporting.cases.models import Case
from reporting.chat import actions
from reporting.chat.forms import NeedsForm
from reporting.chat.models import Conversation
from reporting.chat.needs import Needs
from reporting.chat.retention import forget_chats
from reporting.post.models import Channel

from .factories import a_chat, a_taken_chat, an_agent, an_agent_there, an_id, an_owner
from .looks import a_visitor, at_desk, soup_of, words_in

pytestmark = pytest.mark.django_db

TOLD = {
    "needs-language": "Polish",
    "needs-interpreter": "on",
    "needs-help_with": ["easy_words", "bsl"],
    "needs-other_help": "I read slowly",
}
POLISH = Needs(language="Polish", interpreter=True, help_with=["easy_words", "bsl"], other_help="I read slowly")


@pytest.fixture
def visitor():
    return a_visitor()


@pytest.fixture
def always_open(settings):
    settings.CHAT_ALWAYS_OPEN = True
    return an_agent_there()


@pytest.fixture
def closed(settings):
    """Nobody takes chats."""
    settings.CHAT_ALWAYS_OPEN = True


def started(client, path="/chat/", **told) -> Conversation:
    client.post(path, {"text": "Loud music", "client_id": an_id()} | told)
    return Conversation.objects.get()


class TestStart:
    def test_is_asked_folded_up_after_the_words_and_nothing_of_it_is_required(self, always_open):
        page = soup_of(Client().get("/chat/"))
        asked = page.select_one("details:has([name=needs-language])")
        assert not asked.has_attr("open")
        assert asked.find_previous("textarea")["name"] == "text"
        assert started(Client()).needs == Needs()

    def test_what_is_told_is_kept(self, always_open):
        conversation = started(Client(), **TOLD)
        assert conversation.needs == POLISH
        assert conversation.pages_language == ""

    def test_the_language_of_the_page_stands_there_already_and_staff_see_which_pages(self, always_open):
        field = soup_of(Client().get("/pl/chat/")).select_one("[name=needs-language]")
        assert "(Polish)" in field["value"]
        conversation = started(Client(), "/pl/chat/", **{"needs-language": field["value"]})
        assert (conversation.language, conversation.pages_language) == (field["value"], "pl")
        assert "Writes from the Polish pages" in words_in(
            at_desk(an_agent()).get(f"/desk/chat/{conversation.public_id}/")
        )

    def test_on_our_own_pages_no_language_is_supposed(self, always_open):
        assert not soup_of(Client().get("/chat/")).select_one("[name=needs-language]").get("value")

    @pytest.mark.parametrize(
        ("wrong", "why"),
        [
            ({"needs-language": "x" * 61}, "Use 60 characters or fewer"),
            ({"needs-language": "a\x00b"}, "a character here that we cannot read"),
            ({"needs-help_with": ["juggling"]}, "Select a valid choice"),
            ({"needs-other_help": "x" * 201}, "Use 200 characters or fewer"),
        ],
    )
    def test_what_is_wrong_is_said_where_it_is_and_the_words_are_kept(self, always_open, wrong, why):
        answered = Client().post("/chat/", {"text": "Keep this", "client_id": an_id()} | wrong)
        assert why in words_in(answered)
        assert "Keep this" in words_in(answered)
        assert soup_of(answered).select_one("details:has([name=needs-language])").has_attr("open")
        assert not Conversation.objects.exists()

    def test_half_a_character_is_no_language(self):
        assert "cannot read" in NeedsForm({"needs-language": "a\ud800b"}).errors["language"][0]

    def test_a_second_click_comes_to_the_first_with_what_was_told(self):
        owner, client_id = an_owner(), an_id()
        for _ in range(2):
            actions.start(owner=owner, client_id=client_id, text="Once", needs=POLISH)
        assert Conversation.objects.get().needs == POLISH


class TestMessage:
    def test_a_message_is_left_with_it(self, closed):
        conversation = started(Client(), "/chat/message/", prefers=Channel.NONE, **TOLD)
        assert conversation.needs == POLISH

    def test_it_comes_along_when_the_chat_closed_meanwhile(self, closed):
        answered = Client().post("/chat/", {"text": "Help", "client_id": an_id()} | TOLD)
        form = soup_of(answered).select_one("form[action='/chat/message/']")
        carried = {}
        for field in form.select("input[name]"):
            carried.setdefault(field["name"], []).append(field.get("value", ""))
        asked = soup_of(Client().post("/chat/message/", carried))
        assert asked.select_one("[name=needs-language]")["value"] == "Polish"
        assert asked.select_one("[name=needs-interpreter]").has_attr("checked")
        ticked = [box["value"] for box in asked.select("[name=needs-help_with][checked]")]
        assert ticked == ["easy_words", "bsl"]

    def test_what_is_wrong_is_said(self, closed):
        wrong = {"text": "Keep this", "client_id": an_id(), "prefers": Channel.NONE, "needs-language": "x" * 61}
        answered = words_in(Client().post("/chat/message/", wrong))
        assert "Use 60 characters or fewer" in answered
        assert "Keep this" in answered


class TestLater:
    def test_is_told_and_changed_from_the_chat(self, visitor):
        conversation = a_taken_chat(token="mine")
        address = f"/chat/{conversation.public_id}/needs/"
        assert soup_of(visitor.get(f"/chat/{conversation.public_id}/")).select(f"a[href='{address}']")
        assert visitor.post(address, TOLD).headers["Location"] == f"/chat/{conversation.public_id}/"
        assert Conversation.objects.get().needs == POLISH
        page = soup_of(visitor.get(address))
        assert page.select_one("[name=needs-language]")["value"] == "Polish"
        assert [box["value"] for box in page.select("[name=needs-help_with][checked]")] == ["easy_words", "bsl"]
        visitor.post(address, {"needs-language": ""})
        assert Conversation.objects.get().needs == Needs()

    def test_staff_who_read_along_are_told_once(self):
        conversation = a_taken_chat()
        before = Conversation.objects.get().as_staff_see_it
        actions.tell_needs(conversation=conversation, needs=POLISH)
        after = Conversation.objects.get().as_staff_see_it
        actions.tell_needs(conversation=conversation, needs=POLISH)
        assert before != after == Conversation.objects.get().as_staff_see_it

    def test_what_is_wrong_is_said_and_nothing_is_changed(self, visitor):
        conversation = a_taken_chat(token="mine")
        answered = visitor.post(f"/chat/{conversation.public_id}/needs/", TOLD | {"needs-other_help": "x" * 201})
        assert "Use 200 characters or fewer" in words_in(answered)
        assert soup_of(answered).select_one("[name=needs-language]")["value"] == "Polish"
        assert Conversation.objects.get().needs == Needs()

    def test_not_from_another_browser(self):
        conversation = a_chat(token="mine")
        assert Client().post(f"/chat/{conversation.public_id}/needs/", TOLD).status_code == 404


class TestStaff:
    def test_see_it_beside_the_chat_and_in_the_list_of_those_who_wait(self):
        conversation = a_chat()
        actions.tell_needs(conversation=conversation, needs=POLISH, pages_language="pl")
        desk = at_desk(an_agent())
        beside = words_in(desk.get(f"/desk/chat/{conversation.public_id}/"))
        for words in ("Writes from the Polish pages", "Easiest language: Polish", "Needs an interpreter"):
            assert words in beside
        listed = words_in(desk.get("/desk/chat/"))
        for words in ("Needs an interpreter", "Polish", "Easy words; British Sign Language"):
            assert words in beside
            assert words in listed
        assert "I read slowly" in beside

    def test_read_it_in_our_language_whatever_the_visitor_reads(self, visitor):
        conversation = a_chat(token="mine")
        visitor.post(f"/pl/chat/{conversation.public_id}/needs/", TOLD)
        assert Conversation.objects.get().needs.said() == "Easy words; British Sign Language\nI read slowly"

    def test_a_language_that_is_not_offered_any_more_is_named_all_the_same(self):
        conversation = a_chat()
        actions.tell_needs(conversation=conversation, needs=Needs(), pages_language="xx")
        assert "Writes from the xx pages" in words_in(
            at_desk(an_agent()).get(f"/desk/chat/{conversation.public_id}/")
        )

    def test_a_list_of_many_costs_no_more_queries(self, django_assert_max_num_queries):
        desk = at_desk(an_agent())
        a_chat()
        desk.get("/desk/chat/")
        with django_assert_max_num_queries(60) as few:
            desk.get("/desk/chat/")
        for _ in range(6):
            actions.tell_needs(conversation=a_chat(), needs=POLISH, pages_language="pl")
        with django_assert_max_num_queries(len(few)):
            desk.get("/desk/chat/")

    def test_a_case_is_made_with_it(self):
        conversation = a_chat()
        actions.tell_needs(conversation=conversation, needs=POLISH)
        desk = at_desk(an_agent())
        address = f"/desk/chat/{conversation.public_id}/case/"
        form = soup_of(desk.get(address))
        assert form.select_one("[name=interpreter]").has_attr("checked")
        given = {"kind": "noise", "prefers": Channel.NONE, "what_happened": "Music", "interpreter": "on"}
        given["language"] = form.select_one("[name=language]")["value"]
        given["support_needs"] = form.select_one("[name=support_needs]").text.strip()
        desk.post(address, given)
        reporter = Case.objects.get().reporter
        assert (reporter.interpreter, reporter.recipient.language) == (True, "Polish")
        assert reporter.support_needs == "Easy words; British Sign Language\nI read slowly"

    def test_the_language_of_the_pages_is_the_first_guess_for_the_case(self):
        conversation = a_chat()
        actions.tell_needs(conversation=conversation, needs=Needs(), pages_language="ur")
        form = soup_of(at_desk(an_agent()).get(f"/desk/chat/{conversation.public_id}/case/"))
        assert form.select_one("[name=language]")["value"] == "Urdu"


def test_it_is_forgotten_with_the_words():
    conversation = a_chat()
    actions.tell_needs(conversation=conversation, needs=POLISH, pages_language="pl")
    actions.end(conversation=conversation)
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert forget_chats() == 1
    kept = Conversation.objects.get()
    assert (kept.needs, kept.pages_language) == (Needs(), "")
