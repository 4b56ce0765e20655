"""Many sockets at once, from one process that does little else: what arrives is stamped with the time and nothing more."""

import asyncio
import gc
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from websockets.asyncio.client import ClientConnection, connect

AT_ONCE = 50


@dataclass
class Line:
    """One open socket; `heard` is called with each frame that comes."""

    connection: ClientConnection
    heard: Callable[[str], None] = lambda text: None
    reader: asyncio.Task | None = None

    async def read(self) -> None:
        async for text in self.connection:
            self.heard(text)

    async def say(self, **frame) -> None:
        await self.connection.send(json.dumps({"v": 1, **frame}))

    async def close(self) -> None:
        if self.reader:
            self.reader.cancel()
        await self.connection.close()

    async def hello(self) -> None:
        """Say where one stands, and be answered."""
        answered = asyncio.get_running_loop().create_future()
        self.heard = lambda _text: answered.done() or answered.set_result(None)
        await self.say(type="fetch", after=0)
        await asyncio.wait_for(answered, 20)


async def open_all(addresses: list[tuple[str, str]], origin: str, *, raw: bool = False) -> list[Line]:
    """A socket for each address and its cookies, some at a time; unless it is `raw`, it has said where it stands."""
    few = asyncio.Semaphore(AT_ONCE)

    async def one(address: str, cookies: str) -> Line:
        async with few:
            headers = {"Cookie": cookies} if cookies else {}
            opened = await connect(
                address, origin=origin, additional_headers=headers, proxy=None, compression=None, ping_interval=None
            )
            line = Line(opened)
            line.reader = asyncio.create_task(line.read())
            if not raw:
                await line.hello()
        return line

    lines = await asyncio.gather(*(one(*each) for each in addresses))
    # This end must not stop to look through its own rubbish while it measures.
    gc.collect()
    gc.freeze()
    await asyncio.sleep(2)
    return lines


@dataclass
class Times:
    """How long each took, in milliseconds."""

    begun: dict[str, float] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)

    def begin(self, key: str) -> None:
        self.begun[key] = time.perf_counter()

    def end(self, key: str) -> None:
        if (since := self.begun.pop(key, None)) is not None:
            self.took.append(1000 * (time.perf_counter() - since))

    def at(self, share: float) -> float:
        """The time within which this share of them was done."""
        found = sorted(self.took)
        return found[min(len(found) - 1, int(share * len(found)))] if found else float("inf")


async def at_rate(each_second: float, seconds: float, work: Callable) -> int:
    """Do `work(number)` so often, for so long, on time whatever the earlier ones take. Gives how many."""
    begun, tasks = time.perf_counter(), set()
    number = 0
    while (now := time.perf_counter()) < begun + seconds:
        due = begun + number / each_second
        if due > now:
            await asyncio.sleep(due - now)
        task = asyncio.create_task(work(number))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        number += 1
    await asyncio.gather(*tasks)
    return number
