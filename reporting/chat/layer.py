"""Waking sockets within one process.

The channel layer only ever wakes: what was said is in the database, and a socket that is woken reads it from
there. So this layer keeps one slot a channel: a second wake-up before the first was seen adds nothing.
"""

import asyncio
from collections import defaultdict

from channels.layers import BaseChannelLayer

from reporting.codes import new_code


class InProcessLayer(BaseChannelLayer):
    extensions = ["groups"]

    def __init__(self, expiry=60, capacity=100, channel_capacity=None, **kwargs):
        super().__init__(expiry=expiry, capacity=capacity, channel_capacity=channel_capacity, **kwargs)
        self.queues: dict[str, asyncio.Queue] = {}
        self.loops: dict[str, asyncio.AbstractEventLoop] = {}
        self.groups: dict[str, set[str]] = defaultdict(set)

    async def new_channel(self, prefix="wake"):
        channel = f"{prefix}.{new_code(20)}"
        self._open(channel)
        return channel

    def _open(self, channel: str) -> asyncio.Queue:
        if channel not in self.queues:
            self.queues[channel] = asyncio.Queue(self.capacity)
            self.loops[channel] = asyncio.get_running_loop()
        return self.queues[channel]

    async def send(self, channel, message):
        self.put(channel, message)

    async def receive(self, channel):
        try:
            return await self._open(channel).get()
        except asyncio.CancelledError:
            self._close(channel)
            raise

    async def group_add(self, group, channel):
        self.groups[group].add(channel)

    async def group_discard(self, group, channel):
        self.groups[group].discard(channel)
        if not self.groups[group]:
            del self.groups[group]

    async def group_send(self, group, message):
        for channel in list(self.groups.get(group, ())):
            self.put(channel, message)

    def wake(self, group: str, message: dict) -> None:
        """`group_send` for a thread that has no loop of its own, such as a page's."""
        for channel in list(self.groups.get(group, ())):
            loop = self.loops.get(channel)
            if loop is not None and not loop.is_closed():
                loop.call_soon_threadsafe(self.put, channel, message)

    def put(self, channel: str, message: dict) -> None:
        queue = self.queues.get(channel)
        if queue is not None and not queue.full():
            queue.put_nowait(dict(message))

    def _close(self, channel: str) -> None:
        self.queues.pop(channel, None)
        self.loops.pop(channel, None)
        for group in [name for name, channels in self.groups.items() if channel in channels]:
            self.groups[group].discard(channel)
            if not self.groups[group]:
                del self.groups[group]

    async def close(self):
        self.queues.clear()
        self.loops.clear()
        self.groups.clear()
