"""Those who wait for words of a chat, at a real server whose pages are made on two threads: they hold up no page."""

import contextlib
import socket
import threading
import time

import pytest
import uvicorn
from a2wsgi import WSGIMiddleware

from config.asgi import application
from config.edge import Edge
from reporting.chat.waiting import Waiting

THREADS = 2
WAITING = 200
A_LOOK = 0.02  # seconds


def pages(environ, start_response):
    """A page, and what follows in a chat in which nothing does."""
    time.sleep(A_LOOK)
    start_response("200 OK", [("Content-Type", "application/json")])
    return [b'{"messages":[]}']


@pytest.fixture
def server():
    room = Waiting(Edge(WSGIMiddleware(pages, workers=THREADS), max_bytes=1000))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(512)
        running = uvicorn.Server(uvicorn.Config(room, lifespan="off", log_level="critical"))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not running.started:
            time.sleep(0.01)
        yield room, listening.getsockname()[1]
        running.should_exit = running.force_exit = True
        thread.join(timeout=5)


def until(is_so, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not is_so() and time.monotonic() < end:
        time.sleep(0.05)
    return is_so()


def request(port: int, path: str) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=20)
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    return client


def test_two_hundred_who_wait_hold_up_no_page_and_are_gone_when_they_hang_up(server):
    room, port = server
    with contextlib.ExitStack() as those_who_wait:
        for number in range(WAITING):
            those_who_wait.enter_context(request(port, f"/chat/CHAT{number}/messages/?after=0&wait=25"))
        assert until(lambda: sum(room.waiting.values()) == WAITING)
        # Until all have looked once.
        time.sleep(WAITING * A_LOOK / THREADS + 2)
        began = time.monotonic()
        with request(port, "/") as reader:
            assert reader.recv(100).startswith(b"HTTP/1.1 200")
        # If each held one of the threads while it waits, it would come after more than half an hour.
        assert time.monotonic() - began < 5
        assert sum(room.waiting.values()) == WAITING
    assert until(lambda: not room.waiting)


def test_a_query_string_that_is_not_ascii_is_answered_400(server):
    _room, port = server
    with request(port, "/chat/ABC/messages/?after=0&wait=25&x=é") as client:
        assert client.recv(100).startswith(b"HTTP/1.1 400")


def test_the_service_has_it_in_front_of_its_pages():
    served = application.application_mapping["http"]
    while not isinstance(served, Waiting):
        served = getattr(served, "application", None) or served.app
    assert isinstance(served.pages, Edge)
