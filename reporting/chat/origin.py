"""Which pages may open a socket: those of our own origin, letter by letter, scheme and port included.

A browser sends its cookies along with a socket whoever opened it, so this stands where a form's token does. Channels' own
validator takes the origin apart and raises at one that cannot be.
"""

from channels.security.websocket import WebsocketDenier


class SameOrigin:
    def __init__(self, app, origins: list[str]):
        self.app, self.origins = app, {origin.encode() for origin in origins}

    async def __call__(self, scope, receive, send):
        sent = [value for name, value in scope["headers"] if name == b"origin"]
        known = len(sent) == 1 and sent[0] in self.origins
        await (self.app if known else WebsocketDenier.as_asgi())(scope, receive, send)
