"""What is at hand while one answers: finding it, putting it in, and links in what is said."""

import re

import pytest
import time_machine
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advice.models import AdviceIndexPage, AdvicePage, Partner
from home.models import PlainPage, ServiceSettings
from home.tests.trees import plant
from reporting.chat import actions
from reporting.chat.insertable import At, find, pick
from reporting.chat.links import with_links
from reporting.chat.models import TEXT_LENGTH, QuickReply
from reporting.kinds import Kind
from reporting.staff.groups import set_up_groups

from .factories import a_chat, a_taken_chat, an_agent

pytestmark = pytest.mark.django_db

OURS = "https://home.example"


@pytest.fixture(autouse=True)
def _our_address(settings):
    settings.WAGTAILADMIN_BASE_URL = OURS
    settings.SOCKET_ORIGINS = [OURS]


@pytest.fixture
def site():
    QuickReply.objects.all().delete()
    home = plant()
    index = home.add_child(instance=AdviceIndexPage(title="Advice", slug="advice"))
    index.add_child(
        instance=AdvicePage(title="Noise", slug="noise", kind=Kind.NOISE, other_words="loud music", summary="Loud.")
    )
    index.add_child(instance=AdvicePage(title="Domestic abuse", slug="home-life", kind=Kind.DOMESTIC_ABUSE))
    index.add_child(instance=AdvicePage(title="Noise at sea", slug="sea", kind=Kind.OTHER, live=False))
    home.add_child(instance=PlainPage(title="About noise teams", slug="teams"))
    return home


@pytest.fixture
def agent():
    set_up_groups()
    return an_agent(first_name="Connie", last_name="Contact")


@pytest.fixture
def desk(agent):
    client = Client()
    client.force_login(agent)
    return client


def address(chat) -> str:
    return reverse("desk_chat_insert", args=[chat.public_id])


def a_reply(title: str, text: str = "Words.", **values) -> QuickReply:
    return QuickReply.objects.create(title=title, text=text, **values)


def found(chat, agent, query: str = "") -> dict[str, str]:
    """By title, what would be put in."""
    return {each.title: each.text for each in find(At(chat, agent), query)}


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


# --- Finding --------------------------------------------------------------------------------------


def test_replies_in_the_visitors_language_come_first_then_those_of_the_topic(site, agent):
    a_reply("Of drugs", topic=Kind.DRUGS)
    a_reply("For all")
    a_reply("Of noise", topic=Kind.NOISE)
    a_reply("In Polish", language="pl")
    a_reply("In Arabic", language="ar")
    chat = a_taken_chat(by=agent)
    chat.pages_language, chat.topic = "pl", Kind.NOISE
    assert list(found(chat, agent)) == ["In Polish", "Of noise", "For all", "Of drugs"]


def test_every_word_must_be_there_and_the_title_counts_most(site, agent):
    a_reply("Diary", "Write it down.")
    a_reply("Noise", "Keep a diary.")
    assert list(found(a_chat(), agent, "DIARY")) == ["Diary", "Noise"]
    assert list(found(a_chat(), agent, "diary down")) == ["Diary"]


def test_fields_are_filled_for_this_chat_and_never_twice(site, agent):
    a_reply("Greeting", "Hello {visitor}, I am {me}.")
    assert found(a_chat(name="{me}"), agent)["Greeting"] == "Hello {me}, I am Connie."
    assert found(a_chat(), agent)["Greeting"] == "Hello, I am Connie."


def test_a_reply_that_cannot_be_said_now_is_not_offered(site, agent):
    ServiceSettings.objects.update(phone="")
    reply = a_reply("Call us", "Call {phone}.")
    assert found(a_chat(), agent) == {}
    assert pick(At(a_chat(), agent), f"reply-{reply.pk}") is None


def test_pages_and_fact_sheets_come_with_whole_addresses(site, agent):
    assert found(a_chat(), agent, "noise") == {
        "Noise": f"Noise: {OURS}/advice/noise/",
        "Noise, fact sheet": f"Noise, fact sheet: {OURS}/advice/noise/fact-sheet/",
        "About noise teams": f"About noise teams: {OURS}/teams/",
    }
    assert "Noise" in found(a_chat(), agent, "loud mus")


def test_whoever_reads_another_language_is_sent_to_the_page_in_it(site, agent):
    chat = a_chat()
    chat.pages_language = "pl"
    assert found(chat, agent, "noise")["Noise"] == f"Noise: {OURS}/pl/advice/noise/"


def test_the_page_that_must_not_be_seen_at_home_is_not_named_and_has_no_sheet(site, agent):
    assert found(a_chat(), agent, "domestic") == {"Domestic abuse": f"{OURS}/advice/home-life/"}


@time_machine.travel("2026-11-24T10:00:00Z")
def test_a_partner_comes_with_its_number_its_hours_and_whether_it_is_open(site, agent):
    Partner.objects.create(
        name="Paws",
        what_for="Dogs and cats",
        phone="0300 1234 999",
        hours="weekdays, 9am to 5pm",
        open_hours="Mon-Fri 09:00-17:00",
        website="https://paws.example",
        verified=True,
    )
    (paws,) = find(At(a_chat(), agent), "dogs")
    assert paws.text == "Paws: 0300 1234 999, weekdays, 9am to 5pm. https://paws.example"
    assert paws.note == "open now until 5pm"


@time_machine.travel("2026-11-24T20:00:00Z")
def test_a_partner_that_is_closed_says_until_when(site, agent):
    Partner.objects.create(name="Paws", what_for="Dogs", phone="1", open_hours="Mon-Fri 09:00-17:00", verified=True)
    (paws,) = find(At(a_chat(), agent), "dogs")
    assert paws.note == "closed now until Wednesday 25 November at 9am"


def test_nothing_unchecked_of_a_partner_is_put_in(site, agent):
    Partner.objects.create(
        name="Paws", what_for="Dogs", phone="0300 1", hours="9 to 5", website="https://paws.example"
    )
    assert found(a_chat(), agent, "dogs") == {"Paws": "Paws: https://paws.example"}


def test_finding_costs_the_same_however_much_there_is(site, agent, desk):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            desk.post(address(chat), {"find": "noise"}, headers={"Accept": "application/json"})
        return len(counted)

    chat = a_taken_chat(by=agent)
    a_reply("Noise", topic=Kind.NOISE)
    Partner.objects.create(name="Noise team", what_for="Noise")
    queries()  # what every page keeps for a minute
    few = queries()
    for number in range(20):
        a_reply(f"Noise {number}")
        Partner.objects.create(name=f"Noise team {number}", what_for="Noise")
        site.add_child(instance=PlainPage(title=f"Noise {number}", slug=f"noise-{number}"))
    assert queries() == few <= 14


# --- Putting in -----------------------------------------------------------------------------------


def test_the_script_gets_what_there_is_as_data(site, agent, desk):
    reply = a_reply("Greeting", "Hello {visitor}.", language="en-gb", by_machine=True)
    answered = desk.post(address(a_chat(name="Robin")), {"find": ""}, headers={"Accept": "application/json"})
    assert answered.json() == {
        "found": [
            {
                "key": f"reply-{reply.pk}",
                "what": "Quick reply",
                "title": "Greeting",
                "text": "Hello Robin.",
                "note": "translated by a machine",
                "language": "en-gb",
            }
        ]
    }
    assert "no-store" in answered["Cache-Control"]


def test_without_a_script_what_is_found_is_put_after_what_was_typed(site, agent, desk):
    reply, chat = a_reply("Diary", "Please keep a diary."), a_taken_chat(by=agent)
    page = desk.post(address(chat), {"find": "diary", "text": "I see. ", "client_id": "an-id-of-mine"})
    assert "Put into my answer" in text_of(page)
    assert page.context["form"]["text"].value() == "I see. "
    put = desk.post(address(chat), {"find": "diary", "text": "I see. ", "put": f"reply-{reply.pk}"})
    assert put.context["form"]["text"].value() == "I see. Please keep a diary."
    assert "Put into my answer" not in text_of(put)
    assert chat.messages.filter(sender="staff").count() == 0


def test_everything_found_can_be_put_in(site, agent, desk):
    a_reply("Noise", "Keep a diary.")
    Partner.objects.create(name="Noise team", what_for="Noise")
    chat = a_taken_chat(by=agent)
    listed = find(At(chat, agent), "noise")
    assert {each.key.partition("-")[0] for each in listed} == {"reply", "page", "sheet", "partner"}
    assert [pick(At(chat, agent), each.key) for each in listed] == listed


def test_nothing_of_it_stands_in_an_address(site, agent, desk):
    chat = a_taken_chat(by=agent)
    page = text_of(desk.get(reverse("desk_chat", args=[chat.public_id])))
    assert desk.get(address(chat), {"find": "Robin"}).status_code == 405
    assert 'formmethod="get"' not in page


@pytest.mark.parametrize(
    "put", ["", "reply", "reply-", "reply-x", "nothing-1", "reply-999999", "page-" + "9" * 40, "page-²", "sheet-0"]
)
def test_what_is_not_there_puts_nothing_in_and_keeps_what_was_typed(site, agent, desk, put):
    chat = a_taken_chat(by=agent)
    page = desk.post(address(chat), {"text": "Half an answer", "put": put})
    assert page.status_code == 200
    assert page.context["form"]["text"].value() == "Half an answer"


@pytest.mark.parametrize("query", ["x" * 5000, "a\x00b", "%_'\"\\", "☃ ❄"])
def test_odd_words_to_look_for_find_something_or_nothing(site, agent, desk, query):
    chat = a_taken_chat(by=agent)
    for headers in ({}, {"Accept": "application/json"}):
        answered = desk.post(address(chat), {"find": query, "text": "x" * 9000}, headers=headers)
        assert answered.status_code == 200
    assert len(desk.post(address(chat), {"text": "x" * 9000}).context["form"]["text"].value()) == TEXT_LENGTH


def test_a_chat_that_has_ended_shows_no_box(site, agent, desk):
    chat = a_taken_chat(by=agent)
    assert "insert-find" in text_of(desk.get(reverse("desk_chat", args=[chat.public_id])))
    actions.end(conversation=chat, by=agent)
    assert "insert-find" not in text_of(desk.get(reverse("desk_chat", args=[chat.public_id])))


def test_the_visitors_page_has_no_such_box():
    chat = a_chat(token="mine")
    client = Client()
    client.cookies["chat"] = "mine"
    page = text_of(client.get(reverse("chat:conversation", args=[chat.public_id])))
    assert "insert-find" not in page
    assert f'data-origins="{OURS}"' in page


# --- Links ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (f"See {OURS}/advice/noise/.", f'See <a href="{OURS}/advice/noise/">{OURS}/advice/noise/</a>.'),
        (f"({OURS})", f'(<a href="{OURS}">{OURS}</a>)'),
        (f"{OURS}/?a=1&b=2", f'<a href="{OURS}/?a=1&amp;b=2">{OURS}/?a=1&amp;b=2</a>'),
    ],
)
def test_addresses_of_ours_are_links(said, shown):
    assert with_links(said) == shown


@pytest.mark.parametrize(
    "said",
    [
        "https://elsewhere.example/",
        "https://home.example.evil.example/",
        "https://home.example@evil.example/",
        "https://home.example:8443/",
        "http://home.example/",
        "HTTPS://HOME.EXAMPLE/",
        "//home.example/",
        "javascript:alert(1)",
        "home.example/advice/",
    ],
)
def test_whatever_else_someone_writes_stays_words(said):
    assert "<a" not in with_links(said)
    assert with_links(said) == said


def test_what_people_write_is_never_html():
    said = f'<b>{OURS}/"onclick="x</b> <script> & https://evil.example/<i>'
    shown = with_links(said)
    assert not re.search(r"<(?!/?a[ >])", shown)
    assert re.findall(r"<a [^>]*>", shown) == [f'<a href="{OURS}/&quot;onclick=&quot;x&lt;/b&gt;">']


def test_both_sides_see_the_link_on_the_page():
    line = {"text": f"Look: {OURS}/advice/", "who": "Connie", "at": "", "said_at": "", "seq": 1}
    page = Template('{% include "chat/line.html" with line=line only %}').render(Context({"line": line}))
    assert f'<a href="{OURS}/advice/">{OURS}/advice/</a></p>' in page
    assert "target" not in page
