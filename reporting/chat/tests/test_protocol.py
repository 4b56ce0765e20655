"""The schema of the protocol is true: what the server sends is in it, and what it says that a client may send is taken.

Every frame that a socket of these tests reads is held against it besides (`sockets.Socket.read`)."""

import json

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from reporting.cases.tests.factories import a_report
from reporting.chat import actions, frames
from reporting.chat.enums import Status

from . import schema
from .factories import a_chat, a_taken_chat, an_agent, an_id
from .test_sockets import MALFORMED, _sockets_of_their_own, connected, signed_in  # noqa: F401 — a fixture

CLIENTS = {name: schema.DEFINITIONS[name] for name in sorted(frames.KINDS)}
MESSAGE = {"seq": 1, "sender": "visitor", "own": True, "who": "You", "text": "Hello", "danger": False}
MESSAGE |= {"at": "2026-11-23T10:00:00+00:00", "said_at": "10am"}
ANSWER = {"v": 1, "type": "messages", "messages": [MESSAGE], "last": 1, "status": "open", "read": 0}


def visitor_of(cookie: str = "mine") -> Client:
    client = Client()
    client.cookies["chat"] = cookie
    return client


def as_json(client: Client, address: str) -> dict:
    return client.get(address, headers={"Accept": "application/json"}).json()


class TestWhatAClientMaySend:
    def test_each_kind_of_frame_that_the_server_takes_is_told_and_no_other(self):
        told = {schema["$ref"].split("/")[-1] for schema in schema.DEFINITIONS["from_client"]["oneOf"]}
        assert told == frames.KINDS
        assert all(definition["examples"] for definition in CLIENTS.values())

    @pytest.mark.parametrize("desk", [False, True], ids=["a visitor", "staff"])
    @pytest.mark.parametrize("name", CLIENTS)
    def test_each_example_is_taken(self, db, name, desk):
        agent = an_agent()
        conversation = a_taken_chat(token="mine", by=agent)
        cookie = signed_in(agent) if desk else ""

        async def story():
            async with connected(conversation, token="mine", cookie=cookie, desk=desk) as socket:
                await socket.write('{"v":1,"type":"fetch","after":0}')
                await socket.read()
                for example in CLIENTS[name]["examples"]:
                    assert schema.is_a(example, "from_client")
                    await socket.write(json.dumps(example))
                # Still open.
                await socket.write('{"v":1,"type":"fetch","after":0}')
                while json.loads(await socket.read())["type"] != "messages":
                    pass

        async_to_sync(story)()

    @pytest.mark.parametrize("text", MALFORMED, ids=lambda text: text[:40])
    def test_what_closes_a_socket_is_none_of_them(self, text):
        try:
            frame = json.loads(text)
        except (ValueError, RecursionError):
            return
        assert len(text) > frames.MOST_BYTES or not schema.is_a(frame, "from_client")


class TestWhatTheServerSends:
    def test_by_http_to_the_visitor(self, db):
        conversation = a_chat(token="mine")
        address = f"/chat/{conversation.public_id}/messages/"
        waiting = as_json(visitor_of(), f"{address}?after=0")
        assert schema.problems(waiting, "to_visitor") == []
        assert "queue" in waiting
        assert schema.is_a(as_json(visitor_of(), f"{address}?after=x"), "by_http_alone")
        assert schema.is_a(as_json(visitor_of("another"), f"{address}?after=0"), "by_http_alone")

    def test_by_http_to_staff(self, db):
        agent = an_agent()
        conversation = a_taken_chat(by=agent)
        client = Client()
        client.force_login(agent)
        answer = as_json(client, f"/desk/chat/{conversation.public_id}/messages/?after=0")
        assert schema.problems(answer, "to_staff") == []

    def test_the_secret_of_a_case_to_the_visitor_alone(self, db):
        agent = an_agent()
        conversation = a_taken_chat(token="mine", by=agent)
        actions.make_case(conversation=conversation, by=agent, report=a_report())
        answer = as_json(visitor_of(), f"/chat/{conversation.public_id}/messages/?after=0")
        assert schema.problems(answer, "to_visitor") == []
        assert "case" in answer
        assert not schema.is_a(answer | {"beside": ""}, "to_staff")

    def test_what_is_said_over_plain_http_is_answered_as_over_a_socket(self, db):
        conversation = a_chat(token="mine")
        address = f"/chat/{conversation.public_id}/say/"
        for text, kind in (("Hello", "stored"), ("", "refused")):
            answer = visitor_of().post(
                address, {"text": text, "client_id": an_id()}, headers={"Accept": "application/json"}
            )
            assert answer.json()["type"] == kind
            assert schema.problems(answer.json(), "to_visitor") == []

    def test_every_status_that_a_chat_can_have_is_told(self):
        assert set(schema.DEFINITIONS["status"]["enum"]) == set(Status)


class TestTheCheck:
    """That it finds what it should."""

    @pytest.mark.parametrize(
        "change",
        [
            {"v": 2},
            {"v": True},
            {"type": "nothing"},
            {"messages": [MESSAGE | {"seq": 0}]},
            {"messages": [MESSAGE | {"own": 1}]},
            {"messages": [MESSAGE | {"at": "yesterday"}]},
            {"messages": [MESSAGE | {"secret": "x"}]},
            {"messages": [{"seq": 1}]},
            {"messages": [MESSAGE] * 101},
            {"messages": {}},
            {"last": -1},
            {"last": 2**31},
            {"read": None},
            {"status": "closed"},
            {"beside": "staff alone"},
            {"case": {"reference": "x", "secret": "y", "name": "z"}},
            {"more": 1},
        ],
    )
    def test_a_frame_that_is_not_as_told_is_found(self, change):
        assert schema.is_a(ANSWER, "to_visitor")
        assert schema.problems(ANSWER | change, "messages_to_visitor")
        assert not schema.is_a(ANSWER | change, "to_visitor")

    def test_a_frame_without_a_part_is_found(self):
        for name in ANSWER:
            assert not schema.is_a({key: value for key, value in ANSWER.items() if key != name}, "to_visitor")

    def test_a_word_of_the_schema_that_is_not_checked_is_an_error(self, monkeypatch):
        monkeypatch.setitem(schema.DEFINITIONS, "seq", {"multipleOf": 2})
        with pytest.raises(KeyError):
            schema.problems(ANSWER, "to_visitor")
