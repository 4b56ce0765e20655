"""What visitors say over sockets, written down several at a time: a commit waits for the disk, however much is in it.

While one lot is written, what comes in meanwhile makes the next; nobody waits for a lot to be full.
"""

import asyncio
from dataclasses import dataclass
from time import monotonic

from asgiref.sync import sync_to_async
from django.db import DatabaseError, close_old_connections

from . import actions
from .loops import one_for_each_loop
from .models import ChatMessage

AT_ONCE = 200
LOOK_EVERY = 1  # second


@dataclass(frozen=True)
class Letter:
    said: actions.Said
    done: asyncio.Future


class Postbox:
    """One for each event loop."""

    def __init__(self):
        self.letters: list[Letter] = []
        self.emptying: asyncio.Task | None = None

    async def say(self, said: actions.Said) -> ChatMessage:
        """What was stored, once it is committed. Raises what kept it from being stored."""
        loop = asyncio.get_running_loop()
        letter = Letter(said, loop.create_future())
        self.letters.append(letter)
        if self.emptying is None:
            self.emptying = loop.create_task(self.empty())
        return await letter.done

    async def empty(self) -> None:
        try:
            while self.letters:
                lot, self.letters = self.letters[:AT_ONCE], self.letters[AT_ONCE:]
                await self.deliver(lot)
        finally:
            self.emptying = None

    async def deliver(self, lot: list[Letter]) -> None:
        try:
            results = await store([letter.said for letter in lot])
        except Exception:
            # One that cannot be written must not keep the others from it, nor a connection that was lost meanwhile.
            results = [await self.alone(letter) for letter in lot]
        for letter, result in zip(lot, results, strict=True):
            if letter.done.cancelled():
                continue
            if isinstance(result, Exception):
                letter.done.set_exception(result)
            else:
                letter.done.set_result(result)

    async def alone(self, letter: Letter) -> ChatMessage | Exception:
        try:
            return (await store([letter.said]))[0]
        except Exception as problem:  # whoever sent it hears of it, and sends again
            return problem


@sync_to_async
def store(said: list[actions.Said]) -> list:
    connections.look_after()
    try:
        return actions.visitors_say(said)
    except DatabaseError:
        close_old_connections()
        raise


class Connections:
    """Channels lets Django ask before each piece of work whether the database is still there: a statement each time. A lot that
    finds it gone is written again over a new connection, so asking once a second is enough."""

    def __init__(self):
        self.looked_at = 0.0

    def look_after(self) -> None:
        if monotonic() - self.looked_at > LOOK_EVERY:
            close_old_connections()
            self.looked_at = monotonic()


connections = Connections()
postbox = one_for_each_loop(Postbox)
