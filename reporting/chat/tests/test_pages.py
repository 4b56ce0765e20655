"""The visitor's pages, as a browser without scripts uses them."""

import re
from datetime import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from reporting.cases.access import find_case
from reporting.cases.enums import Source
from reporting.cases.tests.factories import a_report
from reporting.chat import actions
from reporting.chat.enums import Status
from reporting.chat.models import USUAL_LIMIT, Conversation
from reporting.chat.visitors import end_all
from reporting.worktime import ENGLAND
from tests.report import ANSWERS, answer, step_of

from .factories import a_chat, a_taken_chat, an_agent, an_agent_there, an_id, an_owner

pytestmark = pytest.mark.django_db

MONDAY_AT_TEN = datetime(2026, 11, 23, 10, 0, tzinfo=ENGLAND)
SUNDAY_AT_NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ENGLAND)
START, BACK = "/chat/", "/chat/back/"


@pytest.fixture
def open_hours(db):
    with time_machine.travel(MONDAY_AT_TEN, tick=False):
        an_agent_there()
        yield


@pytest.fixture
def visitor():
    """A browser that has the cookie of `token="mine"`."""
    client = Client()
    client.cookies["chat"] = "mine"
    return client


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def page_of(conversation, name="conversation") -> str:
    return reverse(f"chat:{name}", args=[conversation.public_id])


def test_a_visitor_starts_writes_and_ends_without_a_script(open_hours):
    client = Client()
    client.get(START)
    started = client.post(START, {"text": "Loud music", "name": "", "client_id": "from-the-form"}, follow=True)
    conversation = Conversation.objects.get()
    assert started.redirect_chain == [(page_of(conversation), 302)]
    assert "Loud music" in text_of(started)
    said = client.post(
        page_of(conversation, "say"), {"text": "Every <b>night</b>", "client_id": "the-second"}, follow=True
    )
    assert "Every &lt;b&gt;night&lt;/b&gt;" in text_of(said)
    assert said.redirect_chain == [(page_of(conversation), 302)]
    assert f'action="{page_of(conversation, "say")}#latest"' in text_of(said)
    ended = client.post(page_of(conversation, "end"), follow=True)
    assert "This chat has ended" in text_of(ended)
    conversation.refresh_from_db()
    assert conversation.status == Status.ENDED


def test_danger_comes_before_any_question(open_hours):
    page = text_of(Client().get(START))
    assert page.index("In danger") < page.index("<form") or page.index("tel:999") < page.index("<form")


def test_when_nobody_is_there_it_says_so_and_keeps_what_was_typed():
    with time_machine.travel(SUNDAY_AT_NOON, tick=False):
        client = Client()
        page = text_of(client.get(START))
        assert "The chat is closed now" in page
        assert "Monday 23 November at 8am" in page
        assert "/report/" in page
        answered = text_of(client.post(START, {"text": "He is <i>back</i>", "client_id": "from-the-form"}))
    assert "He is &lt;i&gt;back&lt;/i&gt;" in answered
    assert "Nobody has it yet" in answered
    assert not Conversation.objects.exists()
    assert put_in_a_report(client, answered) == "He is <i>back</i>"


def put_in_a_report(client: Client, page: str) -> str:
    """Press the button that makes a report of one's words; gives what the report's story begins with."""
    field = BeautifulSoup(page, "html.parser").select_one("form[action='/report/'] input[name=words]")
    address = client.post(field.find_parent("form")["action"], {"words": field["value"]})["Location"]
    answers = ANSWERS | {"what": {"kind": "drugs"}}
    while step_of(address) != "details":
        address = answer(client, address, answers)
    return BeautifulSoup(client.get(address).content, "html.parser").find("textarea").text.removeprefix("\n")


def test_what_one_wrote_in_a_chat_that_led_nowhere_becomes_a_report(visitor):
    conversation = a_chat(token="mine", text="Someone sells drugs")
    actions.say(conversation=conversation, client_id=an_id(), text="in our stairs")
    actions.end(conversation=conversation)
    ended = text_of(visitor.get(page_of(conversation)))
    # A browser keeps the lines apart; text_of does not.
    assert put_in_a_report(visitor, ended).split() == ["Someone", "sells", "drugs", "in", "our", "stairs"]


def test_once_it_is_a_case_nothing_needs_to_be_reported(visitor):
    agent = an_agent()
    conversation = a_taken_chat(token="mine", by=agent)
    actions.make_case(conversation=conversation, by=agent, report=a_report())
    actions.end(conversation=conversation, by=agent)
    assert "Make a report of it" not in text_of(visitor.get(page_of(conversation)))


def test_a_chat_that_goes_on_is_not_cut_off_at_closing_time(visitor):
    conversation = a_chat(token="mine")
    with time_machine.travel(SUNDAY_AT_NOON, tick=False):
        visitor.post(page_of(conversation, "say"), {"text": "Still here", "client_id": "after-hours"})
    assert conversation.messages.count() == 2


def test_the_same_form_sent_twice_says_it_once(visitor):
    conversation = a_chat(token="mine")
    for _ in range(2):
        visitor.post(page_of(conversation, "say"), {"text": "Hello", "client_id": "same-form"})
    assert conversation.messages.count() == 2


def test_words_changed_after_going_back_are_kept_and_can_be_sent_as_new(visitor):
    conversation = a_chat(token="mine")
    visitor.post(page_of(conversation, "say"), {"text": "Hello", "client_id": "same-form"})
    again = visitor.post(page_of(conversation, "say"), {"text": "Hello there", "client_id": "same-form"})
    assert "Hello there" in text_of(again)
    fresh = again.context["form"]["client_id"].value()
    assert fresh != "same-form"
    visitor.post(page_of(conversation, "say"), {"text": "Hello there", "client_id": fresh})
    assert conversation.messages.count() == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Write something before you send it"),
        ("x" * 4001, "4000 characters or fewer"),
        ("nothing\x00", "cannot read"),
    ],
)
def test_bad_words_get_a_message_and_are_kept(visitor, text, message):
    conversation = a_chat(token="mine")
    answered = visitor.post(page_of(conversation, "say"), {"text": text, "client_id": "the-client-id"})
    assert answered.status_code == 200
    assert message in text_of(answered)
    assert text.strip("\x00") in answered.content.decode()
    assert conversation.messages.count() == 1


@pytest.mark.parametrize("name", ["x" * 161, "Sam\x00"])
def test_a_name_that_cannot_be_kept_gets_a_message(open_hours, name):
    answered = Client().post(START, {"text": "Help", "name": name, "client_id": "the-client-id"})
    assert answered.context["form"].errors["name"]
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("text", ["Grüße 😀", "‏مرحبا بكم", "a" * 4000, "one\r\ntwo"])
def test_any_script_is_taken_as_it_is(visitor, text):
    conversation = a_chat(token="mine")
    visitor.post(page_of(conversation, "say"), {"text": text, "client_id": "the-client-id"})
    assert conversation.messages.last().text == text.replace("\r\n", "\n")


@pytest.mark.parametrize("name", ["conversation", "messages", "say", "end", "code", "kept"])
@pytest.mark.parametrize("token", ["", "someone-else"])
def test_another_browser_finds_nothing_and_is_not_told_whether_there_was_anything(name, token):
    client = Client()
    if token:
        client.cookies["chat"] = token
    conversation = a_chat(token="mine", text="A secret thing")
    method = client.get if name in {"conversation", "messages"} else client.post
    there, nowhere = method(page_of(conversation, name)), method(reverse(f"chat:{name}", args=["NOTHINGHERE"]))
    assert (there.status_code, nowhere.status_code) == (404, 404)
    # The address that was asked for stands in the links to other languages.
    assert there.content.replace(conversation.public_id.encode(), b"NOTHINGHERE") == nowhere.content
    conversation.refresh_from_db()
    assert conversation.status == Status.WAITING


def test_staff_have_no_way_in_by_the_visitors_door():
    client = Client()
    client.force_login(an_agent())
    assert client.get(page_of(a_chat(token="mine"))).status_code == 404


def test_polling_gives_what_follows_and_nothing_else(visitor):
    conversation = a_taken_chat(token="mine")
    actions.say(conversation=conversation, client_id=an_id(), text="Third", by=conversation.taken_by)
    answer = visitor.get(page_of(conversation, "messages"), {"after": 2}).json()
    assert [message["text"] for message in answer["messages"]] == ["Third"]
    assert (answer["last"], answer["status"], answer["type"]) == (3, "open", "messages")


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 30, "1.5"])
def test_polling_with_nonsense_is_answered_not_broken(visitor, after):
    answer = visitor.get(page_of(a_chat(token="mine"), "messages"), {"after": after})
    assert (answer.status_code, answer.json()["type"]) == (400, "malformed")


def test_a_script_is_answered_in_json(visitor):
    conversation = a_chat(token="mine")
    say = page_of(conversation, "say")
    json = {"HTTP_ACCEPT": "application/json"}
    stored = visitor.post(say, {"text": "Hello", "client_id": "from-a-script"}, **json)
    assert stored.json() == {"v": 1, "type": "stored", "client_id": "from-a-script", "seq": 2}
    refused = visitor.post(say, {"text": " ", "client_id": "from-a-script"}, **json).json()
    assert refused["type"] == "refused"
    conversation.owner = ""
    conversation.save()
    assert visitor.get(page_of(conversation, "messages"), {"after": 0}, **json).json()["type"] == "not_here"


@pytest.mark.parametrize("path", [START, BACK])
def test_pages_of_a_chat_are_kept_by_no_browser_and_say_nothing_in_their_title(open_hours, path):
    response = Client().get(path)
    assert "no-store" in response["Cache-Control"]
    assert not re.search(r"<title>.*(chat|ASB|Fairstreet)", response.content.decode(), re.IGNORECASE)


def test_the_conversation_itself_is_not_kept_either(visitor):
    response = visitor.get(page_of(a_chat(token="mine")))
    assert "no-store" in response["Cache-Control"]
    assert not re.search(r"<title>.*(chat|ASB|Fairstreet)", response.content.decode(), re.IGNORECASE)


def test_the_cookie_is_for_this_site_alone_and_no_script_reads_it(open_hours, settings):
    cookie = Client().get(START).cookies["chat"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (True, "Lax", "/", "")
    assert len(cookie.value) >= 22
    settings.REPORTER_COOKIES_SECURE = True
    secure = Client().get(START, secure=True).cookies["__Host-chat"]
    assert (secure["secure"], secure["path"], secure["domain"]) == (True, "/", "")


def test_a_code_is_shown_once_and_opens_the_chat_on_another_phone(visitor):
    conversation = a_chat(token="mine", text="Loud music")
    shown = text_of(visitor.post(page_of(conversation, "code")))
    code = re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", shown).group()
    assert code not in text_of(visitor.get(page_of(conversation)))
    phone = Client()
    assert "does not open a chat" in text_of(phone.post(BACK, {"code": "0000-0000-0000-0000"}))
    assert "Loud music" in text_of(phone.post(BACK, {"code": code.lower()}, follow=True))
    assert visitor.get(page_of(conversation)).status_code == 404
    assert "does not open a chat" in text_of(Client().post(BACK, {"code": code}))


def test_the_secret_of_the_case_is_shown_to_the_visitor_until_they_have_kept_it(visitor):
    agent = an_agent()
    conversation = a_taken_chat(token="mine", by=agent)
    case = actions.make_case(conversation=conversation, by=agent, report=a_report(source=Source.CHAT))
    secret = re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", text_of(visitor.get(page_of(conversation)))).group()
    assert find_case(case.reference, secret) == case
    after = text_of(visitor.post(page_of(conversation, "kept"), follow=True))
    assert secret not in after
    assert case.reference in after


def test_after_leaving_back_shows_nothing(rf, visitor):
    conversation = a_chat(token="mine", text="A secret thing")
    request = rf.post("/exit/")
    request.COOKIES["chat"] = "mine"
    end_all(request)
    assert visitor.get(page_of(conversation)).status_code == 404
    conversation.refresh_from_db()
    assert conversation.status == Status.ENDED


def test_leaving_without_a_chat_changes_nothing(rf):
    end_all(rf.post("/exit/"))
    assert not Conversation.objects.exists()


def test_a_page_costs_few_queries_however_long_the_chat(visitor, django_assert_max_num_queries):
    conversation = a_taken_chat(token="mine")
    for number in range(30):
        actions.say(conversation=conversation, client_id=an_id(), text=str(number))
    visitor.get(page_of(conversation))
    with django_assert_max_num_queries(4):
        visitor.get(page_of(conversation))
    with django_assert_max_num_queries(3):
        visitor.get(page_of(conversation, "messages"), {"after": 3})
    assert conversation.owner == an_owner("mine")


class TestOpenNow:
    def test_a_page_that_is_kept_can_ask_whether_chat_is_open(self, client, db, settings):
        settings.CHAT_ALWAYS_OPEN = True
        an_agent_there()
        answer = client.get("/chat/open-now/")
        assert b"Open now" in answer.content
        assert "max-age=60" in answer["Cache-Control"]
        assert not answer.cookies

    def test_while_nobody_is_there_or_all_are_busy_it_says_so(self, client, db, settings):
        settings.CHAT_ALWAYS_OPEN = True
        assert b"Nobody here now" in client.get("/chat/open-now/").content
        agent = an_agent_there()
        for _ in range(USUAL_LIMIT):
            a_taken_chat(by=agent)
        assert b"Busy now" in client.get("/chat/open-now/").content

    def test_when_it_is_closed_it_says_until_when(self, client, db, settings):
        settings.CHAT_ALWAYS_OPEN = False
        with time_machine.travel("2026-11-21 20:00", tick=False):
            answer = client.get("/chat/open-now/").content.decode()
        assert "Closed now" in answer
        assert "Monday 23 November at 8am" in answer
