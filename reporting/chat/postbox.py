"""What visitors say over sockets, written down several at a time: a commit waits for the disk, however much is in it.

While one lot is written, what comes in meanwhile makes the next; nobody waits for a lot to be full.
"""

import asyncio
from dataclasses import dataclass

from channels.db import database_sync_to_async

from . import actions
from .loops import one_for_each_loop
from .models import ChatMessage

AT_ONCE = 200


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
        except Exception as problem:
            if len(lot) > 1:
                # One that cannot be written must not keep the others from it.
                for letter in lot:
                    await self.deliver([letter])
                return
            results = [problem]  # whoever sent it hears of it, and sends again
        for letter, result in zip(lot, results, strict=True):
            if letter.done.cancelled():
                continue
            if isinstance(result, Exception):
                letter.done.set_exception(result)
            else:
                letter.done.set_result(result)


@database_sync_to_async
def store(said: list[actions.Said]) -> list:
    return actions.visitors_say(said)


postbox = one_for_each_loop(Postbox)
