"""The edge on a real socket: slow clients hold no thread, and what is wrong is answered before Django sees it."""

import contextlib
import http.client
import socket
import threading
import time

import pytest
import uvicorn
from a2wsgi import WSGIMiddleware

from config.edge import Edge

THREADS = 2
SLOW_CLIENTS = 200
MAX_BYTES = 300_000
LARGE = b"x" * 4_000_000


def application(environ, start_response):
    """Echoes a body's length; answers /large with more than a socket's buffers hold."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    answer = LARGE if environ["PATH_INFO"] == "/large" else str(len(body)).encode()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [answer]


@pytest.fixture(scope="module")
def port():
    edge = Edge(WSGIMiddleware(application, workers=THREADS), max_bytes=MAX_BYTES)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(512)
        server = uvicorn.Server(uvicorn.Config(edge, lifespan="off", log_level="critical"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listening.getsockname()[1]
        server.should_exit = server.force_exit = True
        thread.join(timeout=5)


def ask(port, method="GET", path="/", **options):
    # A busy machine takes its time; a thread that is held would be held for half a minute.
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with contextlib.closing(connection):
        connection.request(method, path, **options)
        response = connection.getresponse()
        return response.status, response.read()


@contextlib.contextmanager
def clients(port, opening: bytes):
    opened = [socket.create_connection(("127.0.0.1", port)) for _ in range(SLOW_CLIENTS)]
    try:
        for client in opened:
            client.sendall(opening)
        time.sleep(0.3)
        yield
    finally:
        for client in opened:
            client.close()


def test_a_body_arrives_whole(port):
    assert ask(port, "POST", body=b"y" * 200_000) == (200, b"200000")


def test_a_body_in_chunks_arrives_whole_too(port):
    pieces = iter([b"a" * 1000, b"b" * 2000])
    assert ask(port, "POST", body=pieces, encode_chunked=True, headers={"Transfer-Encoding": "chunked"}) == (
        200,
        b"3000",
    )


def test_an_answer_says_how_long_it_is(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with contextlib.closing(connection):
        for path, length in (("/", "1"), ("/large", "4000000")):
            connection.request("GET", path)
            response = connection.getresponse()
            assert response.headers["Content-Length"] == length
            assert "Transfer-Encoding" not in response.headers
            assert len(response.read()) == int(length)


def test_two_hundred_slow_senders_hold_up_nobody(port):
    half_sent = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" + b"z" * 500
    with clients(port, half_sent):
        started = time.monotonic()
        assert ask(port)[0] == 200
        assert time.monotonic() - started < 10  # a thread that is held is held for half a minute


def test_two_hundred_slow_readers_hold_up_nobody(port):
    with clients(port, b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n"):
        assert ask(port)[0] == 200


@pytest.mark.parametrize("length", ["300001", "99999999999"])
def test_what_is_announced_too_large_is_refused_at_once(port, length):
    assert ask(port, "POST", headers={"Content-Length": length})[0] == 413


def test_what_turns_out_too_large_is_refused(port):
    pieces = (b"a" * 50_000 for _ in range(10))
    status = None
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        status, _ = ask(port, "POST", body=pieces, encode_chunked=True, headers={"Transfer-Encoding": "chunked"})
    assert status in {413, None}
    assert ask(port)[0] == 200


def test_a_query_string_that_is_not_ascii_is_answered_400(port):
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall("GET /?q=é HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        assert client.recv(1000).startswith(b"HTTP/1.1 400")
