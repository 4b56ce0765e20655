"""The barest chat there can be: what one socket of a path sends, its others get. Nothing is stored, nobody is asked."""

from collections import defaultdict

rooms: dict[str, set] = defaultdict(set)


async def application(scope, receive, send):
    if scope["type"] != "websocket":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"here"})
        return
    room = rooms[scope["path"]]
    await receive()
    await send({"type": "websocket.accept"})
    room.add(send)
    try:
        while (message := await receive())["type"] == "websocket.receive":
            for other in list(room):
                if other is not send:
                    await other({"type": "websocket.send", "text": message["text"]})
    finally:
        room.discard(send)
