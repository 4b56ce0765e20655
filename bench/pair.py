"""Our server and a bare one side by side, and what each spends on the same kind of page."""

import contextlib
import math
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.http import Browser, processor_seconds
from tests.server import ROOT, Service, environment, free_port, running, wait_until_up

WARM, ROUNDS, IN_A_ROUND = 10, 7, 40
# What costs a millisecond is asked for often enough to tell a few hundredths; what is left of a difference is the machine's.
OFTEN = 5 * IN_A_ROUND
NOISE = 0.1
PATH = os.pathsep.join([str(ROOT), str(ROOT / "site")])


@dataclass(frozen=True)
class Result:
    page: str
    ratio: float
    most: float | None
    ours_ms: float
    bare_ms: float
    queries: int | None = None
    most_queries: int | None = None

    @property
    def short(self) -> bool:
        return self.ratio > (self.most or math.inf) + NOISE or (self.queries or 0) > (self.most_queries or math.inf)


@dataclass
class Pair:
    """Our server and the bare one, with a browser at each."""

    ours: Service
    bare_pid: int
    browser: Browser
    bare: Browser

    def compare(
        self, page: str, ours: Callable, bare: Callable, most: float | None, *, times: int = IN_A_ROUND, **queries
    ) -> Result:
        """The median, over rounds in which both were asked alike, of the ratio of what they spent."""
        for ask in (ours, bare):
            for _ in range(WARM):
                ask()
        rounds = [
            (self.spent(self.ours.pid, ours, times), self.spent(self.bare_pid, bare, times)) for _ in range(ROUNDS)
        ]
        ratio = statistics.median(our / its for our, its in rounds)
        milliseconds = [1000 * statistics.median(column) / times for column in zip(*rounds, strict=True)]
        result = Result(page, ratio, most, *milliseconds, **queries)
        print(line(result), flush=True)
        return result

    @staticmethod
    def spent(pid: int, ask: Callable, times: int) -> float:
        before = processor_seconds(pid)
        for _ in range(times):
            ask()
        return processor_seconds(pid) - before


def line(result: Result) -> str:
    queries = "" if result.queries is None else str(result.queries)
    if result.most_queries:
        queries += f" (at most {result.most_queries})"
    most = "none" if result.most is None else f"{result.most:g}"
    return (
        f"| {result.page} | {result.ratio:.2f} | {most} | {result.ours_ms:.2f} | {result.bare_ms:.2f} |"
        f" {queries} |{' **over**' if result.short else ''}"
    )


def write(file: str, introduction: str, results: list[Result]) -> None:
    """Write them to `file` under docs/."""
    table = "\n".join([HEAD, *map(line, results)])
    (ROOT / "docs" / file).write_text(f"{introduction}\n{table}\n", encoding="utf-8")


HEAD = "| page | ratio | aim, at most | ours, ms | bare, ms | queries |\n|---|---|---|---|---|---|"


def run(module: str, *arguments, var: Path, **more: str) -> str:
    env = environment(var, 0, PYTHONPATH=PATH, BARE_VAR=str(var), **more)
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout


@contextlib.contextmanager
def bare_server(var: Path) -> Iterator[tuple[str, int]]:
    port, log = free_port(), var / "bare.log"
    command = [
        "-m",
        "uvicorn",
        "bench.bare.asgi:application",
        "--lifespan",
        "off",
        "--no-access-log",
        "--port",
        str(port),
    ]
    env = environment(var, port, PYTHONPATH=PATH, BARE_VAR=str(var), DJANGO_SETTINGS_MODULE="bench.bare.settings")
    with log.open("w") as output:
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, stdout=output, stderr=output)
        try:
            wait_until_up(f"http://127.0.0.1:{port}/form/", process, log)
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.terminate()
            process.wait(timeout=20)


@contextlib.contextmanager
def both(var: Path) -> Iterator[Pair]:
    with running(var) as ours, bare_server(var) as (bare_url, bare_pid):
        yield Pair(ours, bare_pid, Browser(ours.url), Browser(bare_url))
