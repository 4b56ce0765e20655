"""Makes sure there is a Chromium to drive, and says where it is.

Debian's own, installed with apt where we may; otherwise Playwright's; otherwise a clear failure. Never skipped.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
HELP = (
    "No browser for the journeys. Install Debian's package (apt install chromium), or let Playwright fetch its own"
    " (.venv/bin/playwright install chromium), or name one in CHROMIUM."
)


def find() -> str | None:
    """The path of a Chromium on this machine, if there is one."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next(filter(None, map(shutil.which, NAMES)), None) or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    if shutil.which("apt-get") and os.geteuid() == 0:
        _run("apt-get", "update", "-qq")
        _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")
    if find() is None:
        _run(sys.executable, "-m", "playwright", "install", "chromium")


def _run(*command: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)


def main() -> int:
    if find() is None:
        install()
    path = find()
    print(path or HELP)
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
