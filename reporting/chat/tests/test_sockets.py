"""The socket of a conversation, driven as a browser drives it."""

import asyncio
import json
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
import time_machine
from asgiref.sync import async_to_sync, sync_to_async
from channels.layers import channel_layers
from channels.routing import URLRouter
from django.test import Client, override_settings
from django.utils import timezone, translation

from reporting.chat import actions
from reporting.chat.gate import NotYours, staff_seat_of_socket
from reporting.chat.routing import websocket_urlpatterns
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .factories import a_chat, a_taken_chat, an_agent, an_id, an_owner
from .sockets import Socket

application = URLRouter(websocket_urlpatterns)


@pytest.fixture(autouse=True)
def _sockets_of_their_own(monkeypatch):
    """A fresh layer; and the connection of the test, with its open transaction, is not tidied away by a socket."""
    monkeypatch.setattr("channels.db.close_old_connections", lambda: None)
    monkeypatch.setattr("reporting.chat.postbox.close_old_connections", lambda: None)
    monkeypatch.setitem(channel_layers.backends, "default", channel_layers.make_backend("default"))


def socket(conversation, *, token="", cookie="", desk=False, query=b""):
    path = f"/ws/{'desk/' if desk else ''}chat/{conversation.public_id}/"
    cookie = cookie or f"chat={token}"
    return Socket(application, path, [(b"cookie", cookie.encode())], query)


@asynccontextmanager
async def connected(*args, **kwargs):
    communicator = socket(*args, **kwargs)
    assert await communicator.connect() is None
    yield communicator
    await communicator.disconnect()


async def sends(communicator, **frame):
    await communicator.write(json.dumps({"v": 1, **frame}))
    return await hears(communicator)


async def hears(communicator):
    return json.loads(await communicator.read())


def signed_in(user) -> str:
    client = Client()
    client.force_login(user)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


in_the_database = sync_to_async


def test_both_sides_read_the_same_words_in_the_same_order(transactional_db):
    conversation = a_chat(token="mine", text="Help")
    agent = an_agent(first_name="Connie", last_name="Contact")

    async def talk():
        mine, theirs = (
            connected(conversation, token="mine"),
            connected(conversation, cookie=signed_in_as, desk=True),
        )
        async with mine as visitor, theirs as staff:
            await sends(visitor, type="fetch", after=0)
            await sends(staff, type="fetch", after=0)
            await sends(staff, type="say", client_id="staff-one", text="Good morning")
            await sends(visitor, type="say", client_id="visitor-one", text="Hello ❤ مرحبا")
            return await all_of(visitor), await all_of(staff)

    async def all_of(communicator):
        frame = await sends(communicator, type="fetch", after=0)
        while len(frame.get("messages", [])) < 4:
            frame = await hears(communicator)
        return frame["messages"]

    signed_in_as = signed_in(agent)
    visitors, staffs = async_to_sync(talk)()
    assert [(m["seq"], m["text"]) for m in visitors] == [(m["seq"], m["text"]) for m in staffs]
    assert [m["text"] for m in visitors][2:] == ["Good morning", "Hello ❤ مرحبا"]
    assert [m["who"] for m in visitors] == ["You", "", "Connie", "You"]
    assert [m["who"] for m in staffs] == ["No name given", "", "You", "No name given"]
    assert all("client_id" not in m for m in staffs if m["sender"] == "visitor")


def test_who_is_away_while_words_are_said_gets_them_all_once_when_they_come_back(transactional_db):
    conversation = a_taken_chat(token="mine", by=an_agent())

    async def story():
        async with connected(conversation, token="mine") as visitor:
            first = await sends(visitor, type="fetch", after=0)
            seen = [message["seq"] for message in first["messages"]]
        for number in range(3):
            await in_the_database(actions.say)(
                conversation=conversation, client_id=an_id(), text=f"Away {number}", by=conversation.taken_by
            )
        async with connected(conversation, token="mine") as visitor:
            missed = await sends(visitor, type="fetch", after=seen[-1])
            return seen, missed

    seen, missed = async_to_sync(story)()
    assert [message["text"] for message in missed["messages"]] == ["Away 0", "Away 1", "Away 2"]
    assert seen + [message["seq"] for message in missed["messages"]] == list(range(1, missed["last"] + 1))


def test_a_message_whose_acknowledgement_was_lost_is_sent_again_and_stored_once(transactional_db):
    conversation = a_chat(token="mine")

    async def story():
        async with connected(conversation, token="mine") as visitor:
            lost = await sends(visitor, type="say", client_id="sent-twice", text="Are you there?")
        async with connected(conversation, token="mine") as visitor:
            return lost, await sends(visitor, type="say", client_id="sent-twice", text="Are you there?")

    lost, again = async_to_sync(story)()
    assert lost == again == {"v": 1, "type": "stored", "client_id": "sent-twice", "seq": 2}
    assert conversation.messages.count() == 2


def test_a_socket_is_woken_by_a_page_and_reads_what_is_new(transactional_db):
    conversation = a_chat(token="mine")

    async def story():
        async with connected(conversation, token="mine") as visitor:
            await sends(visitor, type="fetch", after=1)
            page = asyncio.to_thread(answer_on_a_page)
            await page
            # Two lines: each with a frame of its own, or both together when they are read from the database.
            said = []
            while len(said) < 2:
                said += (await hears(visitor))["messages"]
            return said

    agent = an_agent()

    def answer_on_a_page():
        client = Client()
        client.force_login(agent)
        client.post(f"/desk/chat/{conversation.public_id}/say/", {"text": "We are here", "client_id": "from-a-page"})

    said = async_to_sync(story)()
    assert [message["seq"] for message in said] == [2, 3]
    assert said[-1]["text"] == "We are here"


@pytest.mark.parametrize("token", ["", "someone-else"])
def test_another_browser_is_not_let_in(db, token):
    conversation = a_chat(token="mine")

    async def story():
        return await socket(conversation, token=token).connect()

    assert async_to_sync(story)() == 4404


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_answer_chats_get_in_by_the_desk(db, role):
    conversation = a_chat(token="mine")
    cookie = signed_in(UserFactory(roles=[role]))

    async def story():
        return await socket(conversation, cookie=cookie, desk=True).connect()

    answers_chats = role in {Role.CONTACT_CENTRE, Role.DUTY_OFFICER, Role.MANAGER}
    assert async_to_sync(story)() == (None if answers_chats else 4404)


def test_staff_do_not_get_in_by_the_visitors_door(db):
    conversation, cookie = a_chat(token="mine"), signed_in(an_agent())
    assert async_to_sync(socket(conversation, cookie=cookie).connect)() == 4404


def test_a_password_alone_is_not_enough_where_a_second_factor_is_asked_for(db):
    conversation, cookie = a_chat(), signed_in(an_agent())
    with override_settings(STAFF_TWO_FACTOR=True):
        assert async_to_sync(socket(conversation, cookie=cookie, desk=True).connect)() == 4404


@pytest.mark.parametrize(
    ("later", "idle_seconds"), [(timedelta(minutes=61), 60 * 60), (timedelta(hours=12, seconds=1), 10**6)]
)
def test_a_session_that_is_over_opens_no_socket(db, settings, later, idle_seconds):
    settings.STAFF_IDLE_SECONDS = idle_seconds
    conversation, cookie = a_chat(), signed_in(an_agent())
    with time_machine.travel(timezone.now() + later):
        assert async_to_sync(socket(conversation, cookie=cookie, desk=True).connect)() == 4404


def test_a_socket_is_closed_after_an_hour_in_which_nothing_was_written_there(db):
    agent, start = an_agent(), timezone.now()
    conversation, cookie = a_taken_chat(by=agent), signed_in(agent)

    async def story():
        async with connected(conversation, cookie=cookie, desk=True) as staff:
            for minutes in (50, 100):
                with time_machine.travel(start + timedelta(minutes=minutes)):
                    answer = await sends(staff, type="say", client_id=an_id(), text="Are you still there?")
                    assert answer["type"] == "stored"
            with time_machine.travel(start + timedelta(minutes=161)):
                await staff.write('{"v":1,"type":"fetch","after":0}')
                return await staff.closed_with()

    assert async_to_sync(story)() == 4404


def test_listening_alone_keeps_nobody_signed_in(db):
    conversation, cookie, start = a_chat(), signed_in(an_agent()), timezone.now()

    async def story():
        async with connected(conversation, cookie=cookie, desk=True) as staff:
            with time_machine.travel(start + timedelta(minutes=50)):
                await sends(staff, type="fetch", after=0)
            with time_machine.travel(start + timedelta(minutes=61)):
                await staff.write('{"v":1,"type":"fetch","after":0}')
                return await staff.closed_with()

    assert async_to_sync(story)() == 4404


def test_signing_out_in_another_tab_while_something_is_written_is_not_undone_by_it(db):
    agent, client = an_agent(), Client()
    client.force_login(agent)
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    seat = staff_seat_of_socket(cookies, a_chat().public_id)
    client.session.flush()
    with time_machine.travel(timezone.now() + timedelta(minutes=5)), pytest.raises(NotYours):
        seat.wrote()


def test_leave_is_asked_again_at_every_frame(db):
    """Someone who stops answering chats, and a visitor who left, hear nothing more."""
    conversation, agent = a_chat(token="mine"), an_agent()
    cookie = signed_in(agent)

    async def story():
        async with connected(conversation, cookie=cookie, desk=True) as staff:
            await sends(staff, type="fetch", after=0)
            await in_the_database(agent.groups.clear)()
            await staff.write('{"v":1,"type":"fetch","after":0}')
            first = await staff.closed_with()
        async with connected(conversation, token="mine") as visitor:
            await in_the_database(actions.leave)(owner=an_owner("mine"))
            await visitor.write('{"v":1,"type":"fetch","after":0}')
            return first, await visitor.closed_with()

    assert async_to_sync(story)() == (4404, 4404)


MALFORMED = [
    "",
    "not json",
    "[]",
    "null",
    "[" * 5000,
    '{"v":1}',
    '{"v":1,"type":"delete"}',
    '{"v":1,"type":["say"]}',
    '{"v":1,"type":"__class__"}',
    '{"v":2,"type":"fetch","after":0}',
    '{"v":1,"type":"fetch"}',
    '{"v":1,"type":"fetch","after":-1}',
    '{"v":1,"type":"fetch","after":"1"}',
    '{"v":1,"type":"fetch","after":true}',
    '{"v":1,"type":"fetch","after":99999999999999999999}',
    '{"v":1,"type":"say","client_id":7,"text":"Hello"}',
    '{"v":1,"type":"say","client_id":"long-enough","text":{"a":1}}',
    json.dumps({"v": 1, "type": "say", "client_id": "long-enough", "text": "x" * 17000}),
]


@pytest.mark.parametrize("text", MALFORMED, ids=lambda text: text[:40])
def test_what_no_client_of_ours_sends_closes_the_socket_and_stores_nothing(db, text):
    conversation = a_chat(token="mine")

    async def story():
        async with connected(conversation, token="mine") as visitor:
            await visitor.write(text)
            return await visitor.closed_with()

    assert async_to_sync(story)() == 4400
    assert conversation.messages.count() == 1


def test_bytes_close_the_socket(db):
    conversation = a_chat(token="mine")

    async def story():
        async with connected(conversation, token="mine") as visitor:
            await visitor.write_bytes(b'{"v":1,"type":"fetch","after":0}')
            return await visitor.closed_with()

    assert async_to_sync(story)() == 4400


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("   ", "Write something"),
        ("x" * 4001, "4000"),
        ("null \x00", "cannot read"),
        ("half \ud83d", "cannot read"),
    ],
)
def test_a_message_that_cannot_be_stored_is_refused_in_words(db, text, why):
    conversation = a_chat(token="mine")

    async def story():
        async with connected(conversation, token="mine") as visitor:
            return await sends(visitor, type="say", client_id="long-enough", text=text)

    refused = async_to_sync(story)()
    assert (refused["type"], refused["client_id"]) == ("refused", "long-enough")
    assert why in refused["why"]
    assert conversation.messages.count() == 1


def test_the_longest_message_in_any_script_fits_in_a_frame(db):
    conversation = a_chat(token="mine")
    frame = {"v": 1, "type": "say", "client_id": "a" * 32, "text": "😀" * 4000}

    async def story():
        async with connected(conversation, token="mine") as visitor:
            await visitor.write(json.dumps(frame, ensure_ascii=False))
            return await hears(visitor)

    assert async_to_sync(story)()["type"] == "stored"


def test_a_long_conversation_comes_in_parts(db):
    conversation = a_chat(token="mine")
    for number in range(120):
        actions.say(conversation=conversation, client_id=an_id(), text=str(number))

    async def story():
        async with connected(conversation, token="mine") as visitor:
            first = await sends(visitor, type="fetch", after=0)
            second = await sends(visitor, type="fetch", after=first["messages"][-1]["seq"])
            return first, second

    first, second = async_to_sync(story)()
    assert (len(first["messages"]), len(second["messages"])) == (100, 21)
    assert first["last"] == second["last"] == second["messages"][-1]["seq"] == 121


def test_an_address_that_is_no_conversation_is_turned_away(db):
    assert async_to_sync(Socket(application, "/ws/elsewhere/", []).connect)() is not None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("query", "said"), [(b"language=pl", "Teraz"), (b"language=xx", "Nobody"), (b"%ff=&&=", "Nobody")]
)
def test_what_the_service_says_comes_in_the_language_of_the_page(query, said):
    async def run():
        conversation = await sync_to_async(a_chat)(token="mine")
        async with connected(conversation, token="mine", query=query) as visitor:
            answer = await sends(visitor, type="fetch", after=0)
        assert said in answer["queue"]["words"]

    async_to_sync(run)()


def test_a_line_of_the_service_is_read_in_each_language(db):
    message = a_taken_chat(by=an_agent(first_name="Connie")).messages.last()
    with translation.override("pl"):
        assert message.words.startswith("Connie jest na czacie")
    assert message.words == message.text == "Connie is here and will answer you."
