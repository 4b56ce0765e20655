"""Many chats while everything breaks: `python -m tests.faults` (docs/running.md).

200 visitors say 100 things each. Their connections are cut again and again, the server is killed 50 times, and where
TEST_REDIS_URL names a Redis (one that is only for this), it is flushed, and stopped and started where it was started here. At
the end each chat must have all that its visitor wrote, once and in order, and each visitor and some staff must have seen
just that. The database is SQLite, or the one that TEST_POSTGRES_URL names.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from websockets.asyncio.client import connect
from websockets.exceptions import InvalidHandshake, WebSocketException

from bench.chat import Rooms, make_rooms
from tests.server import ROOT, environment, free_port, wait_until_up

STAFFED = 5  # every so many chats have someone at the desk's end
PATIENCE = 60  # seconds
LOST = (OSError, WebSocketException, InvalidHandshake, TimeoutError)


@dataclass
class Server:
    """`manage.py serve`, always at the same port, killed without a word and started again."""

    var: Path
    more: dict
    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        log = self.var / "serve.log"
        env = environment(
            self.var, self.port, PYTHONPATH=os.pathsep.join([str(ROOT), str(ROOT / "site")]), **self.more
        )
        with log.open("a") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"], cwd=ROOT, env=env, stdout=output, stderr=output
            )
        wait_until_up(f"{self.url}/status/", self.process, log)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@dataclass
class Redis:
    """A server of our own, so that it can be stopped."""

    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = [
            "redis-server",
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return
            time.sleep(0.1)
        raise RuntimeError("Redis did not start")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def flush(self) -> None:
        subprocess.run(["redis-cli", "-p", str(self.port), "flushall"], check=True, stdout=subprocess.DEVNULL)


@dataclass
class Client:
    """One end of a chat, as static/js/chat.js behaves: keeps what is not acknowledged, asks for what follows."""

    address: str
    cookies: str
    origin: str
    unsent: deque = field(default_factory=deque)
    seen: list[tuple[int, str]] = field(default_factory=list)
    cut: float = 0.0
    connections: int = 0
    done: bool = False

    @property
    def last(self) -> int:
        return self.seen[-1][0] if self.seen else 0

    async def run(self) -> None:
        while not self.done:
            try:
                await self.sit()
            except LOST:
                await asyncio.sleep(random.uniform(0.1, 0.6))

    async def sit(self) -> None:
        options = {"origin": self.origin, "additional_headers": {"Cookie": self.cookies}}
        async with connect(
            self.address,
            proxy=None,
            compression=None,
            ping_interval=None,
            open_timeout=10,
            close_timeout=1,
            **options,
        ) as opened:
            self.connections += 1
            talking = asyncio.create_task(self.talk(opened))
            try:
                while not self.done:
                    async with asyncio.timeout(30):
                        self.hear(json.loads(await opened.recv()))
            finally:
                talking.cancel()

    async def talk(self, opened) -> None:
        """Ask for what follows, send what is unsent, again and again, no quicker than a visitor may; now and then the line is
        cut."""
        while True:
            await opened.send(json.dumps({"v": 1, "type": "fetch", "after": self.last}))
            for client_id, text in list(self.unsent)[:3]:
                await opened.send(json.dumps({"v": 1, "type": "say", "client_id": client_id, "text": text}))
            if random.random() < self.cut:
                opened.transport.abort()
                return
            await asyncio.sleep(random.uniform(0.5, 1.5))

    def hear(self, answer: dict) -> None:
        for message in answer.get("messages", []):
            if message["seq"] == self.last + 1:
                self.seen.append((message["seq"], message["text"]))
        if answer["type"] == "stored":
            self.unsent = deque(each for each in self.unsent if each[0] != answer["client_id"])
        elif answer["type"] == "refused":
            raise RuntimeError(answer["why"])


def visitors_of(rooms: Rooms, url: str, messages: int, cut: float) -> list[Client]:
    clients = []
    for number, (address, cookies) in enumerate(rooms.visitors(url.replace("http", "ws"))):
        unsent = deque((f"fault-{number}-{each:04}", f"{number}: {each}") for each in range(messages))
        clients.append(Client(address, cookies, url, unsent, cut=cut))
    return clients


def staff_of(rooms: Rooms, url: str, cut: float) -> list[Client]:
    every = rooms.staff(url.replace("http", "ws"))[::STAFFED]
    return [Client(address, cookies, url, cut=cut) for address, cookies in every]


async def break_things(server: Server, redis: Redis | None, kills: int, clients: list[Client]) -> None:
    all_of_it = unsent(clients)
    for number in range(kills):
        # Spread over the whole of it: the next when so much more is acknowledged, and at no moment that one could foresee.
        await until(lambda share=(number + 0.5) / kills: all_of_it - unsent(clients) >= share * all_of_it)
        await asyncio.sleep(random.uniform(0, 1))
        server.kill()
        if redis and number % 5 == 1:
            redis.flush()
        if redis and number % 10 == 3:
            redis.stop()
        await asyncio.to_thread(server.start)
        if redis and number % 10 == 6:
            redis.stop()
            await asyncio.sleep(2)
        if redis and redis.process.poll() is not None and number % 10 in {4, 6}:
            redis.start()
        print(f"killed {number + 1} times; {unsent(clients)} messages still to be acknowledged", flush=True)


def unsent(clients: list[Client]) -> int:
    return sum(len(client.unsent) for client in clients)


async def until(true: Callable[[], bool], within: float = PATIENCE) -> None:
    """Wait for it; after `within` seconds go on all the same."""
    deadline = time.monotonic() + within
    while not true() and time.monotonic() < deadline:
        await asyncio.sleep(0.1)


async def story(server: Server, redis: Redis | None, rooms: Rooms, given) -> list[str]:
    visitors = visitors_of(rooms, server.url, given.messages, given.cut)
    staff = staff_of(rooms, server.url, given.cut)
    everyone = visitors + staff
    tasks = [asyncio.create_task(client.run()) for client in everyone]
    await break_things(server, redis, given.kills, visitors)
    for client in everyone:
        client.cut = 0
    if redis and redis.process.poll() is not None:
        redis.start()
    await until_quiet(visitors, everyone)
    for client in everyone:
        client.done = True
    for task in tasks:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    broken = [repr(result) for result in results if isinstance(result, Exception)]
    print(f"{sum(client.connections for client in everyone)} connections were made", flush=True)
    return broken + faults(visitors, staff, given.messages)


async def until_quiet(visitors: list[Client], everyone: list[Client]) -> None:
    """All is acknowledged, and everyone has had time to ask for what follows."""
    deadline = time.monotonic() + 3 * PATIENCE
    await until(lambda: not unsent(visitors), 3 * PATIENCE)
    while time.monotonic() < deadline:
        before = [client.last for client in everyone]
        await asyncio.sleep(4)
        if before == [client.last for client in everyone]:
            return


def faults(visitors: list[Client], staff: list[Client], messages: int) -> list[str]:
    found = []
    for number, client in enumerate(visitors):
        expected = [f"{number}: {each}" for each in range(messages)]
        said = [text for _seq, text in client.seen if text.startswith(f"{number}: ")]
        counted = Counter(said)
        lost = [text for text in expected if text not in counted]
        doubled = [text for text, times in counted.items() if times > 1]
        if client.unsent or lost or doubled or said != expected:
            found.append(f"chat {number}: {len(client.unsent)} unsent, {len(lost)} lost, {len(doubled)} doubled")
    for number, client in enumerate(staff):
        if client.seen != visitors[number * STAFFED].seen:
            found.append(f"the desk's end of chat {number * STAFFED} saw something else")
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--messages", type=int, default=100)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--cut", type=float, default=0.1, help="how many of the connections are cut each second")
    parser.add_argument("--redis", action="store_true", help="with a Redis of its own, flushed and stopped too")
    given = parser.parse_args()
    redis = Redis() if given.redis else None
    if redis:
        redis.start()
    more = {"REDIS_URL": redis.url} if redis else {}
    if "TEST_POSTGRES_URL" in os.environ:
        more["DATABASE_URL"] = os.environ["TEST_POSTGRES_URL"]
    with tempfile.TemporaryDirectory(prefix="fairstreet-faults-") as folder:
        server = Server(Path(folder), more)
        server.start()
        try:
            found = asyncio.run(story(server, redis, make_rooms(server.var, given.chats, **more), given))
        finally:
            server.kill()
            if redis and redis.process.poll() is None:
                redis.stop()
    print("\n".join(found) or f"{given.chats} chats: 0 lost, 0 doubled, all in order on both sides")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
