"""Waking sockets within one process.

The channel layer only ever wakes: what was said is in the database, and a socket that is woken reads it from
there. So a message that already waits in a channel is not put there twice, and a full channel drops what comes.

Pages are made on other threads than the sockets' event loop. Whoever sends may be on any thread; what is put into a
channel is put there on the loop of the socket that reads it.
"""

import asyncio
import contextlib
import threading
from collections import defaultdict

from channels.layers import BaseChannelLayer

from reporting.codes import new_code


class Slot:
    """What waits for one socket. What waits is touched only on the event loop of that socket.

    Thousands of them lie idle, so it is made of little: no queue and no event, which each hold a block of memory ready.
    """

    __slots__ = ("capacity", "groups", "loop", "taker", "waiting")

    def __init__(self, capacity: int):
        self.loop = asyncio.get_running_loop()
        self.capacity = capacity
        self.groups: tuple[str, ...] = ()
        self.waiting: list[dict] = []
        self.taker: asyncio.Future | None = None

    def put(self, message: dict) -> None:
        if message not in self.waiting and len(self.waiting) < self.capacity:
            self.waiting.append(message)
            if self.taker and not self.taker.done():
                self.taker.set_result(None)

    async def take(self) -> dict:
        while not self.waiting:
            self.taker = self.loop.create_future()
            await self.taker
        return self.waiting.pop(0)

    def put_from_anywhere(self, message: dict) -> None:
        # A loop that has closed meanwhile has nobody left to wake.
        with contextlib.suppress(RuntimeError):
            self.loop.call_soon_threadsafe(self.put, message)


class InProcessLayer(BaseChannelLayer):
    extensions = ["groups"]

    def __init__(self, expiry=60, capacity=100, channel_capacity=None, **kwargs):
        super().__init__(expiry=expiry, capacity=capacity, channel_capacity=channel_capacity, **kwargs)
        self.slots: dict[str, Slot] = {}
        self.groups: dict[str, set[str]] = defaultdict(set)
        self.changing = threading.Lock()

    async def new_channel(self, prefix="wake"):
        channel = f"{prefix}.{new_code(20)}"
        self._slot(channel)
        return channel

    async def send(self, channel, message):
        if slot := self.slots.get(channel):
            slot.put_from_anywhere(dict(message))

    async def receive(self, channel):
        try:
            return await self._slot(channel).take()
        except asyncio.CancelledError:
            self._forget(channel)
            raise

    async def group_add(self, group, channel):
        slot = self._slot(channel)
        with self.changing:
            slot.groups += (group,)
            self.groups[group].add(channel)

    async def group_discard(self, group, channel):
        """A socket of ours is in one group all its life, so leaving it is the end of its channel too."""
        self._forget(channel)

    async def group_send(self, group, message):
        self.wake(group, message)

    def wake(self, group: str, message: dict) -> None:
        """`group_send` for a thread that has no loop of its own, such as a page's."""
        for slot in self._slots_of(group):
            slot.put_from_anywhere(dict(message))

    async def close(self):
        with self.changing:
            self.slots.clear()
            self.groups.clear()

    def _slot(self, channel: str) -> Slot:
        with self.changing:
            if channel not in self.slots:
                self.slots[channel] = Slot(self.capacity)
            return self.slots[channel]

    def _slots_of(self, group: str) -> list[Slot]:
        with self.changing:
            return [self.slots[channel] for channel in self.groups.get(group, ())]

    def _forget(self, channel: str) -> None:
        with self.changing:
            slot = self.slots.pop(channel, None)
            for group in slot.groups if slot else ():
                self.groups[group].discard(channel)
                if not self.groups[group]:
                    del self.groups[group]
