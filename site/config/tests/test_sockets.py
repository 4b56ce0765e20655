import asyncio

from config.asgi import application
from reporting.chat.tests.sockets import Socket

NOT_YOURS, TURNED_AWAY = 4404, 1000


def knock(origin: bytes) -> int | None:
    async def connect():
        return await Socket(application, "/ws/chat/NOBODYS/", [(b"origin", origin)]).connect()

    return asyncio.run(connect())


def test_a_socket_is_asked_first_where_its_page_came_from():
    assert knock(b"http://localhost") == NOT_YOURS
    assert knock(b"https://localhost") == TURNED_AWAY
    assert knock(b"http://elsewhere.example") == TURNED_AWAY
