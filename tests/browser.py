"""Makes sure there is a Chromium to drive, and says where it is.

Debian's own, installed with apt where we may; otherwise Playwright's; otherwise a clear failure. Never skipped. Most
journeys go through the same browser without its window where Debian's is there, for it needs half the processor.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
BARE = "chromium-headless-shell"
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


def find_bare() -> str | None:
    """The path of the same browser without its window, if there is one. It keeps no page for going Back to."""
    return find() if os.environ.get("CHROMIUM") else shutil.which(BARE) or find()


def is_complete() -> bool:
    return bool(find() and (os.environ.get("CHROMIUM") or shutil.which(BARE)))


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    if shutil.which("apt-get") and os.geteuid() == 0:
        _run("apt-get", "update", "-qq")
        _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", BARE)
    if find() is None:
        _run(sys.executable, "-m", "playwright", "install", "chromium")


def _run(*command: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)


def main() -> int:
    if not is_complete():
        install()
    path = find()
    print(path or HELP)
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
