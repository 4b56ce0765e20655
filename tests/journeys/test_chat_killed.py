"""A chat in two browsers while the server is killed, pages are loaded anew and the connection goes: nothing is lost, doubled or
out of order, and both sides read the same."""

import pytest
from playwright.sync_api import Page, expect

from tests.faults.__main__ import Server
from tests.server import Service, sign_ins

from . import chats, people
from .conftest import a_copy

# A server that starts again on a busy machine takes its time.
IN_TIME = 120_000


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(a_copy(tmp_path_factory), {})
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def service(server):
    """In place of the one that the other journeys share, which nobody may kill."""
    log = (server.var / "serve.log").read_text()
    return Service(server.url, server.var, server.process.pid, sign_ins(log))


@pytest.fixture
def visitor(new_page) -> Page:
    return new_page(width=320)


@pytest.fixture
def connie(new_page, visitor, service) -> Page:
    """At the desk, in the chat that the visitor has begun."""
    connie = new_page()
    people.at_the_chats(connie, service, "connie")
    chats.begin_and_take(visitor, connie)
    expect(visitor.locator("[data-lines]")).to_contain_text("is here and will answer you")
    return connie


def say(page: Page, *words: str) -> None:
    for each in words:
        page.locator("main [data-say] [name=text]").fill(each)
        page.locator("main [data-say] button[type=submit]").click()


def said(page: Page) -> list[str]:
    return page.locator("[data-lines] li [data-text]").all_inner_texts()


def not_sent_yet(page: Page) -> list[str]:
    expect(page.locator("[data-pending] li").first).to_contain_text("Not sent yet", timeout=IN_TIME)
    return page.locator("[data-pending] li [data-text]").all_inner_texts()


def shows(page: Page, words: str) -> None:
    expect(page.locator("[data-lines]")).to_contain_text(words, timeout=IN_TIME)


def all_went(*pages: Page) -> None:
    for page in pages:
        expect(page.locator("[data-pending]")).to_be_hidden(timeout=IN_TIME)


def mark(page: Page):
    return page.locator("[data-mark]")


def in_order(everything: list[str], words: list[str]) -> bool:
    """Each once, in the order they were written."""
    return [each for each in everything if each in words] == words


def test_a_server_that_is_killed_while_both_write_loses_nothing(visitor, connie, server):
    say(visitor, "Said before")
    shows(connie, "Said before")
    visitors = ["At that moment", "While it was away", "And again"]
    staffs = ["Are you there?", "I will wait here"]
    say(visitor, visitors[0])
    server.kill()
    say(visitor, *visitors[1:])
    say(connie, *staffs)
    # What was on its way may have arrived just in time.
    assert not_sent_yet(visitor)[-2:] == visitors[1:]
    assert not_sent_yet(connie) == staffs
    expect(mark(visitor)).to_be_hidden()
    server.start()
    for page in (visitor, connie):
        for words in (*visitors, *staffs):
            shows(page, words)
    all_went(visitor, connie)
    assert said(visitor) == said(connie)
    assert in_order(said(visitor), visitors)
    assert in_order(said(visitor), staffs)
    expect(mark(visitor)).to_have_text("Someone has read your last message.", timeout=IN_TIME)
    expect(mark(connie)).to_have_text("The visitor has read your last message.", timeout=IN_TIME)


def test_a_page_that_is_loaded_anew_sends_what_it_kept_and_a_second_tab_goes_on(visitor, connie, server):
    server.kill()
    say(visitor, "Kept over a new start")
    assert not_sent_yet(visitor) == ["Kept over a new start"]
    server.start()
    visitor.reload()
    shows(connie, "Kept over a new start")
    all_went(visitor)
    second = visitor.context.new_page()
    second.goto(visitor.url)
    shows(second, "Kept over a new start")
    say(second, "From the second tab")
    say(connie, "To both")
    for page in (visitor, second, connie):
        shows(page, "From the second tab")
        shows(page, "To both")
    all_went(visitor, second, connie)
    assert said(visitor) == said(second) == said(connie)
    assert said(visitor).count("Kept over a new start") == 1


def test_whoever_goes_through_a_tunnel_finds_all_of_it_afterwards(visitor, connie):
    for number in range(2):
        visitor.context.set_offline(True)
        say(visitor, f"No signal {number}", f"Still none {number}")
        say(connie, f"Meanwhile {number}")
        assert not_sent_yet(visitor) == [f"No signal {number}", f"Still none {number}"]
        visitor.context.set_offline(False)
        shows(visitor, f"Meanwhile {number}")
        shows(connie, f"Still none {number}")
        all_went(visitor, connie)
    assert said(visitor) == said(connie)
    written = [f"{words} {number}" for number in range(2) for words in ("No signal", "Still none")]
    assert in_order(said(visitor), written)
