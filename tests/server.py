"""The real service, as `make serve` runs it, in a folder of its own: for journeys, pictures and the benches."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
STARTS_WITHIN = 300


def last_tuesday_at_ten() -> datetime:
    """When the contact centre is open, and near enough to today for a browser's own clock not to matter."""
    today = datetime.now(ZoneInfo("Europe/London")).date()
    return datetime.combine(today - timedelta(days=(today.weekday() - 1) % 7), clock(10))


@dataclass(frozen=True)
class Service:
    url: str
    var: Path
    pid: int
    passwords: dict[str, str]

    def mails(self) -> list[str]:
        """Every e-mail, text and letter that went out, oldest first."""
        files = sorted((self.var / "mail").glob("*"), key=lambda path: path.stat().st_mtime_ns)
        return [path.read_text(encoding="utf-8") for path in files]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(var: Path, port: int, **more: str) -> dict[str, str]:
    inherited = {
        k: v for k, v in os.environ.items() if k not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL"}
    }
    return {**inherited, "FAIRSTREET_VAR": str(var), "PORT": str(port), "HOST": "127.0.0.1", **more}


@contextlib.contextmanager
def running(var: Path, *, at: datetime | None = None, **more: str) -> Iterator[Service]:
    """`manage.py serve` in `var`, ready to answer; stopped with Ctrl-C's signal at the end.

    With `at`, a time on the clock in England, it is as if it were then.
    """
    port = free_port()
    log = var / f"serve-{port}.log"
    var.mkdir(parents=True, exist_ok=True)
    command = ["-m", "tests.serve_at", at.isoformat()] if at else ["manage.py", "serve"]
    path = os.pathsep.join([str(ROOT), str(ROOT / "site")])
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment(var, port, PYTHONPATH=path, **more),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_up(f"http://127.0.0.1:{port}/status/", process, log)
            yield Service(f"http://127.0.0.1:{port}", var, process.pid, sign_ins(log.read_text()))
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=20)


def wait_until_up(url: str, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The service did not start:\n{log.read_text()}")
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.1)
    raise RuntimeError(f"The service was not up within {STARTS_WITHIN} seconds:\n{log.read_text()}")


def sign_ins(log: str) -> dict[str, str]:
    """Username to password, from what `serve` prints: role, username and password in columns."""
    return dict(re.findall(r"^  \S.*?\s{2,}(\S+)\s+(\S+)$", log, re.MULTILINE))
