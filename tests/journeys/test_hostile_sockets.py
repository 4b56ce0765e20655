"""What no browser of ours would send, at the real server: each is turned away with its code, and the server goes on."""

import json
import os
import re
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.server import Service
from tests.services.people import Visitor, signed_in, start_chat

SECONDS = 10
TEXT, BINARY, PING = 1, 2, 9
FETCH = '{"v":1,"type":"fetch","after":0}'
SAY = '{"v":1,"type":"say","client_id":"hostile-%s","text":"%s"}'


@dataclass(frozen=True)
class Browser:
    """Someone with cookies at the service, and the chat that they began, if they did."""

    service: Service
    visitor: Visitor
    chat: str = ""

    def socket(self, path: str, **more) -> ClientConnection:
        given = {"origin": self.service.url, "compression": None} | more
        headers = {"Cookie": self.visitor.cookies} | given.pop("headers", {})
        return connect(self.service.url.replace("http", "ws") + path, additional_headers=headers, proxy=None, **given)


@pytest.fixture(scope="module")
def connie(service) -> Browser:
    visitor = signed_in("connie", service)
    visitor.post("/desk/chat/take/", {})
    return Browser(service, visitor)


@pytest.fixture(scope="module")
def visitor(service, connie) -> Browser:
    visitor = Visitor(service)
    return Browser(service, visitor, start_chat(visitor, "Hello"))


@pytest.fixture
def at_chat(visitor) -> str:
    return f"/ws/chat/{visitor.chat}/"


# --- handshakes


def refused(browser: Browser, path: str, **more) -> int:
    with pytest.raises(InvalidStatus) as refusal, browser.socket(path, **more):
        pass
    return refusal.value.response.status_code


@pytest.mark.parametrize(
    "origin",
    [
        "https://elsewhere.example",
        "null",
        None,
        "",
        "{url}.elsewhere.example",
        "{url}@elsewhere.example",
        "{https}",
        "{other_port}",
        "{url}/",
        "file://",
    ],
)
def test_a_page_of_another_site_opens_no_socket_whoever_is_signed_in(service, connie, visitor, at_chat, origin):
    if origin:
        https = service.url.replace("http", "https")
        origin = origin.format(url=service.url, https=https, other_port=re.sub(r"\d+$", "9", service.url))
    assert refused(visitor, at_chat, origin=origin) == 403
    assert refused(connie, f"/ws/desk/chat/{visitor.chat}/", origin=origin) == 403


def test_two_origins_are_none(service, visitor, at_chat):
    assert refused(visitor, at_chat, headers={"Origin": "https://elsewhere.example"}) == 400


def test_no_socket_at_what_is_not_ones_own(service, connie, visitor, at_chat):
    stranger = Browser(service, Visitor(service))
    assert refused(stranger, at_chat) == 403
    assert refused(visitor, "/ws/chat/NOSUCHCHAT0000000000/") == 403
    assert refused(visitor, f"/ws/desk/chat/{visitor.chat}/") == 403
    assert refused(connie, at_chat) == 403
    assert refused(visitor, "/ws/anything/") == 403


def test_the_other_end_is_offered_no_compression(visitor, at_chat):
    """So no bomb: what comes in is as large as it says."""
    with visitor.socket(at_chat, compression="deflate") as socket:
        assert socket.protocol.extensions == []
        assert "Sec-WebSocket-Extensions" not in socket.response.headers


# --- frames


def raw(opcode: int, payload: bytes, *, end: bool = True, compressed: bool = False, masked: bool = True) -> bytes:
    length = len(payload)
    width = 0 if length < 126 else 2 if length <= 0xFFFF else 8
    size = bytes([{0: length, 2: 126, 8: 127}[width]]) + (length.to_bytes(width, "big") if width else b"")
    first = (0x80 if end else 0) | (0x40 if compressed else 0) | opcode
    if not masked:
        return bytes([first]) + size + payload
    mask = os.urandom(4)
    body = bytes(byte ^ mask[number % 4] for number, byte in enumerate(payload))
    return bytes([first, size[0] | 0x80]) + size[1:] + mask + body


def words(length: int) -> bytes:
    return (SAY % ("large", "x" * length)).encode()


def pieces(number: int, size: int) -> bytes:
    first = raw(TEXT, b"x" * size, end=False)
    return first + b"".join(raw(0, b"x" * size, end=False) for _ in range(number - 1))


HOSTILE = {
    "64 KiB": (raw(TEXT, words(64 * 1024)), 1009),
    "just over 16 KiB": (raw(TEXT, words(16 * 1024)), 1009),
    "fragments that come to more than 16 KiB": (pieces(20, 1024), 1009),
    "a length that is not there": (bytes([0x81, 0xFF]) + (2**62).to_bytes(8, "big") + b"mask", 1009),
    "invalid UTF-8": (raw(TEXT, b'{"v":1,"type":"\xff\xfe"}'), 1007),
    "compressed, though nobody agreed to it": (raw(TEXT, b"\x00" * 20, compressed=True), 1002),
    "no mask": (raw(TEXT, FETCH.encode(), masked=False), 1002),
    "an opcode that is kept for later": (raw(5, b"?"), 1002),
    "a ping that is too long": (raw(PING, b"x" * 200), 1002),
    "a fragment that follows nothing": (raw(0, b"x"), 1002),
    "bytes": (raw(BINARY, FETCH.encode()), 4400),
    "depth 3,000": (raw(TEXT, b"[" * 3000 + b"]" * 3000), 4400),
    "depth 3,000 in a frame of ours": (
        raw(TEXT, b'{"v":1,"type":"fetch","after":' + b"[" * 3000 + b"]" * 3000 + b"}"),
        4400,
    ),
    "NaN": (raw(TEXT, b'{"v":1,"type":"fetch","after":NaN}'), 4400),
    "Infinity": (raw(TEXT, b'{"v":1,"type":"fetch","after":-Infinity}'), 4400),
    "a number with 5,000 digits": (raw(TEXT, b'{"v":1,"type":"fetch","after":' + b"9" * 5000 + b"}"), 4400),
    "no JSON": (raw(TEXT, b"hello"), 4400),
    "nothing": (raw(TEXT, b""), 4400),
    "a list": (raw(TEXT, b"[1]"), 4400),
    "another version": (raw(TEXT, b'{"v":2,"type":"fetch","after":0}'), 4400),
    "another type": (raw(TEXT, b'{"v":1,"type":"end"}'), 4400),
    "a type that is a list": (raw(TEXT, b'{"v":1,"type":["fetch"],"after":0}'), 4400),
    "a frame of the server's": (raw(TEXT, b'{"v":1,"type":"stored","client_id":"x","seq":1}'), 4400),
    "before the beginning": (raw(TEXT, b'{"v":1,"type":"fetch","after":-1}'), 4400),
    "half a number": (raw(TEXT, b'{"v":1,"type":"fetch","after":0.5}'), 4400),
    "true": (raw(TEXT, b'{"v":1,"type":"fetch","after":true}'), 4400),
    "further than anything goes": (raw(TEXT, b'{"v":1,"type":"fetch","after":99999999999}'), 4400),
    "words that are a list": (raw(TEXT, b'{"v":1,"type":"say","client_id":"hostile-1","text":["x"]}'), 4400),
    "no id": (raw(TEXT, b'{"v":1,"type":"say","text":"x"}'), 4400),
    "writing before a hello": (raw(TEXT, b'{"v":1,"type":"writing"}'), 4400),
}


@contextmanager
def at(browser: Browser, path: str):
    with browser.socket(path) as socket:
        try:
            yield socket
        finally:
            socket.socket.close()


def closed_with(socket: ClientConnection) -> int:
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            socket.recv(SECONDS)
    return closed.value.rcvd.code if closed.value.rcvd else 0


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_frame_closes_the_socket_with_its_code(visitor, at_chat, name):
    sent, code = HOSTILE[name]
    with at(visitor, at_chat) as socket:
        socket.socket.sendall(sent)
        assert closed_with(socket) == code


@pytest.mark.parametrize("client_id", ["short", "x" * 41, "with spaces in it", "<script>alert(1)"])
def test_an_id_that_is_none_is_refused_in_words_and_nothing_is_stored(visitor, at_chat, client_id):
    with at(visitor, at_chat) as socket:
        socket.send(json.dumps({"v": 1, "type": "say", "client_id": client_id, "text": "Never stored"}))
        assert json.loads(socket.recv(SECONDS))["type"] == "refused"
        socket.send(FETCH)
        assert "Never stored" not in socket.recv(SECONDS)


def test_what_is_sent_again_in_the_same_and_in_a_later_session_is_stored_once(visitor, at_chat):
    frame = SAY % ("again", "Only once")
    answers = []
    for _ in range(2):
        with at(visitor, at_chat) as socket:
            for _ in range(3):
                socket.send(frame)
                answers.append(said_of_it(socket))
    assert len(set(answers)) == 1
    with at(visitor, at_chat) as socket:
        socket.send(FETCH)
        assert socket.recv(SECONDS).count("Only once") == 1


def said_of_it(socket: ClientConnection) -> int:
    while (answer := json.loads(socket.recv(SECONDS)))["type"] != "stored":
        pass
    return answer["seq"]


def test_after_thousands_of_them_the_server_is_the_same_and_no_larger(service, visitor, at_chat):
    def all_of_them() -> None:
        for sent, _code in HOSTILE.values():
            with at(visitor, at_chat) as socket:
                socket.socket.sendall(sent)
                closed_with(socket)

    repeat(5, all_of_them)
    before = resident_mib(service.pid)
    repeat(15, all_of_them)
    assert resident_mib(service.pid) - before < 10
    with at(visitor, at_chat) as socket:
        socket.send(FETCH)
        assert "Hello" in socket.recv(SECONDS)


def repeat(times: int, work: Callable) -> None:
    for _ in range(times):
        work()


def resident_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024
