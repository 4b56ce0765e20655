"""What was read over sockets, written down and told several at a time: nobody minds hearing half a second later that they were
read, and a disk does not have to wait for it each time."""

import asyncio

from channels.db import database_sync_to_async

from . import actions
from .loops import one_for_each_loop

# Seconds. As many at once.
EVERY = 0.3
AT_ONCE = 200


class Readings:
    """One for each event loop. Of what one person has read in one chat only the furthest is kept."""

    def __init__(self):
        self.news: dict[tuple, actions.Reading] = {}
        self.writing: asyncio.Task | None = None

    def add(self, reading: actions.Reading) -> None:
        key = (reading.public_id, reading.owner, reading.by)
        if key not in self.news or self.news[key].seq < reading.seq:
            self.news[key] = reading
        if self.writing is None:
            self.writing = asyncio.get_running_loop().create_task(self.write())

    async def write(self) -> None:
        try:
            while self.news:
                await asyncio.sleep(EVERY)
                keys = list(self.news)[:AT_ONCE]
                await store([self.news.pop(key) for key in keys])
        finally:
            self.writing = None


@database_sync_to_async
def store(readings: list[actions.Reading]) -> None:
    actions.read_all(readings)


readings = one_for_each_loop(Readings)
