"""A real browser against the real service: one process, one port, its own folder and its demo."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests import browser as chromium
from tests.ready import ready_folder
from tests.server import last_tuesday_at_ten, running

from . import chats

# A slow machine is not a fault of the service.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE / 2)


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


QUIET = ("--disable-background-networking", "--disable-component-update", "--no-first-run")
# Other machines are not there for the browser: where "Leave this site" goes, it shows its own page about that. (Routes of
# Playwright's would do it too, but with any of them a browser keeps no page and asks for everything again.)
NOBODY_ELSE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


@pytest.fixture(scope="package")
def service(tmp_path_factory):
    # JOURNEYS_VAR names a folder to keep between runs, for whoever runs one journey again and again.
    kept = os.environ.get("JOURNEYS_VAR")
    folder = Path(kept) if kept else a_copy(tmp_path_factory)
    with running(folder, at=last_tuesday_at_ten()) as service:
        yield service


def a_copy(tmp_path_factory) -> Path:
    # Above a worker's own folder is the one of the run, which all workers share.
    of_run = tmp_path_factory.getbasetemp().parent
    ready = ready_folder(Path(os.environ.get("JOURNEYS_READY", of_run)))
    return shutil.copytree(ready, tmp_path_factory.mktemp("service") / "var")


# Gone when the last journey is, for Playwright's loop runs as long and would be in the way of tests with loops of their own.
@pytest.fixture(scope="package")
def playwright():
    with pytest.MonkeyPatch.context() as patched, sync_playwright() as playwright:
        # Its loop would make Django refuse the database in this process; the journeys do not use it here.
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield playwright


@pytest.fixture(scope="package")
def browser(playwright):
    """The browser without its window, which is half as dear."""
    with launched(playwright, chromium.find_bare()) as browser:
        yield browser


@contextmanager
def launched(playwright, path: str | None):
    assert path, chromium.HELP
    arguments = [*QUIET, NOBODY_ELSE]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    browser = playwright.chromium.launch(
        executable_path=path,
        args=arguments,
        # Playwright switches the back/forward cache off, and then going Back proves nothing.
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield browser
    browser.close()


@pytest.fixture
def new_page(browser, service):
    """Makes a page in a fresh context: `new_page(javascript=False, width=320)`."""
    contexts, elsewhere = [], []

    def failed(request):
        if not request.url.startswith(service.url) and not request.is_navigation_request():
            elsewhere.append(request.url)

    def make(*, javascript: bool = True, width: int = 1280, height: int = 900):
        context = browser.new_context(
            base_url=service.url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": height},
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(PATIENCE)
        context.on("requestfailed", failed)
        context.scripts = javascript
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert elsewhere == [], "A page asked someone else for something"


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request, new_page):
    return new_page(javascript=request.param)


@pytest.fixture
def connie(new_page, service):
    """Someone who answers chats. Those that she is in end with the test."""
    staff = chats.an_answerer(new_page, service)
    yield staff
    chats.end_all(staff)
