import asyncio

import pytest

from reporting.chat.origin import SameOrigin

from .sockets import Socket

OURS = ["http://127.0.0.1:8000", "https://www.landlord.example"]


async def lets_everyone_in(scope, receive, send):
    await receive()
    await send({"type": "websocket.accept"})


def answer_to(*origins: str) -> int | None:
    headers = [(b"origin", origin.encode("latin1")) for origin in origins]
    socket = Socket(SameOrigin(lets_everyone_in, OURS), "/", headers)

    async def knock():
        return await socket.connect()

    return asyncio.run(knock())


@pytest.mark.parametrize("origin", OURS)
def test_a_page_of_ours_may_open_a_socket(origin):
    assert answer_to(origin) is None


@pytest.mark.parametrize(
    "origins",
    [
        [],
        ["https://127.0.0.1:8000"],
        ["http://127.0.0.1:8001"],
        ["http://127.0.0.1"],
        ["http://www.landlord.example"],
        ["https://www.landlord.example.elsewhere.example"],
        ["https://elsewhere.example"],
        ["http://localhost:99999"],
        ["http://[::1"],
        ["null"],
        ["\xff"],
        ["https://elsewhere.example", "https://www.landlord.example"],
    ],
    ids=str,
)
def test_a_page_of_another_origin_may_not_though_our_cookies_come_along(origins):
    """Scheme and port count too: another service of the same machine is not us. What is no origin at all is no error."""
    assert answer_to(*origins) is not None
