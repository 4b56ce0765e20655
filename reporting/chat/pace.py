"""How quickly the frames of one conversation are taken. Nobody who types comes near it.

What comes quicker waits for its turn, in the order it came, and nothing of it is lost. Whoever sends on regardless is closed,
keeps what was not acknowledged, and may come back.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic

from .loops import one_for_each_loop

# So many at once, and then so many a second. After a lost connection a browser sends all that it kept.
AT_ONCE = 40
A_SECOND = 5
# Seconds that a frame waits at most. A browser that hears nothing for ten gives up its socket.
LONGEST = 8
MOST_KEPT = 5000


class TooFast(Exception):
    """They send on, however long they are made to wait."""


@dataclass
class Pace:
    left: float = AT_ONCE
    at: float = field(default_factory=monotonic)

    def turn(self) -> float:
        """Seconds until the next frame's turn. Raises `TooFast`, and counts nothing, when that is too far off."""
        now = monotonic()
        left = min(AT_ONCE, self.left + (now - self.at) * A_SECOND) - 1
        wait = max(0, -left / A_SECOND)
        if wait > LONGEST:
            raise TooFast
        self.left, self.at = left, now
        return wait


class Paces:
    """Those of the conversations that were heard of last, so that coming back does not begin anew."""

    def __init__(self):
        self.kept: OrderedDict[str, Pace] = OrderedDict()

    def of(self, public_id: str) -> Pace:
        pace = self.kept.setdefault(public_id, Pace())
        self.kept.move_to_end(public_id)
        if len(self.kept) > MOST_KEPT:
            self.kept.popitem(last=False)
        return pace


paces = one_for_each_loop(Paces)


class Line:
    """The frames of one socket, one after the other: at once as a rule, each at its turn when there are many.

    Thousands of them are empty, so it is made of little: an empty deque would hold a block of memory ready.
    """

    __slots__ = ("moving", "pace", "take", "waiting")

    def __init__(self, pace: Pace, take: Callable[[str | None], Awaitable]):
        self.pace, self.take = pace, take
        self.waiting: list[tuple[float, str | None]] = []
        self.moving: asyncio.Task | None = None

    async def come(self, text: str | None) -> None:
        wait = self.pace.turn()
        if not wait and not self.waiting:
            await self.take(text)
            return
        self.waiting.append((monotonic() + wait, text))
        if self.moving is None:
            self.moving = asyncio.get_running_loop().create_task(self.move())

    async def move(self) -> None:
        try:
            while self.waiting:
                due, text = self.waiting[0]
                await asyncio.sleep(max(0, due - monotonic()))
                await self.take(text)
                # Only now: what comes meanwhile must not overtake it.
                self.waiting.pop(0)
        finally:
            self.moving = None

    def leave(self) -> None:
        self.waiting.clear()
        if self.moving:
            self.moving.cancel()
