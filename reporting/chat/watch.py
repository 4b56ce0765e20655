"""Who sits at the desk's end of a socket is asked for again every few seconds: whoever signed out, lost the role or may
not see the case that a chat became is away within five (see docs/chat-protocol.md).

One look for all sockets of a process: what they cost does not grow with how many chats a person has open.
"""

import asyncio
import logging
from collections import defaultdict
from typing import TYPE_CHECKING

from channels.db import database_sync_to_async
from django.conf import settings

from .gate import NotYours, staff_of_socket
from .loops import one_for_each_loop
from .models import Conversation

if TYPE_CHECKING:
    from .consumers import StaffConsumer

EVERY = 4  # seconds

log = logging.getLogger("fairstreet.chat")


class Watch:
    """One for each event loop. It looks only while there is a socket to look at."""

    def __init__(self):
        self.sockets: set[StaffConsumer] = set()
        self.looking: asyncio.Task | None = None

    def add(self, socket: "StaffConsumer") -> None:
        self.sockets.add(socket)
        if self.looking is None:
            self.looking = asyncio.get_running_loop().create_task(self.look())

    def remove(self, socket: "StaffConsumer") -> None:
        self.sockets.discard(socket)

    async def look(self) -> None:
        try:
            while self.sockets:
                await asyncio.sleep(EVERY)
                for cookies, sockets in self.by_session():
                    try:
                        await self.look_at(cookies, sockets)
                    except Exception:  # the others are still to be looked at, and these again
                        log.exception("Who sits at the desk's end of some chats could not be looked up")
        finally:
            self.looking = None

    async def look_at(self, cookies: dict, sockets: list["StaffConsumer"]) -> None:
        allowed = await allowed_at(cookies, {socket.public_id for socket in sockets})
        for socket in sockets:
            if socket.public_id not in allowed:
                await socket.guarded(socket.send_away)

    def by_session(self) -> list[tuple[dict, list["StaffConsumer"]]]:
        found = defaultdict(list)
        for socket in self.sockets:
            found[socket.cookies.get(settings.SESSION_COOKIE_NAME)].append(socket)
        return [(sockets[0].cookies, sockets) for sockets in found.values()]


@database_sync_to_async
def allowed_at(cookies: dict, public_ids: set[str]) -> set[str]:
    """Those of the chats at which the person with these cookies may sit."""
    try:
        user, _session = staff_of_socket(cookies)
    except NotYours:
        return set()
    # Whoever may chat may read what goes on, which nearly all do: who may read the rest takes a database long to work out.
    allowed = _among(Conversation.objects.going_on(), public_ids)
    rest = public_ids - allowed
    return allowed | _among(Conversation.objects.seen_by(user), rest) if rest else allowed


def _among(chats, public_ids: set[str]) -> set[str]:
    return set(chats.filter(public_id__in=public_ids).values_list("public_id", flat=True))


watch = one_for_each_loop(Watch)
