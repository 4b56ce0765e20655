"""Leaving at every step; then Back ten times, with the back/forward cache on, shows no answer."""

import re

import pytest
from playwright.sync_api import expect

from tests import browser as chromium

from . import chats, people
from .conftest import launched

STEPS = [
    "who",
    "what",
    "details",
    "where",
    "home",
    "when",
    "people",
    "effect",
    "needs",
    "evidence",
    "wish",
    "contact",
    "check",
]
HERE = re.compile(r"^http://127\.0\.0\.1")
# What was typed or chosen, and must not come back.
ANSWERS = ["Robin Example", "Loud music through the wall", "Imaginary Row", "robin@tenant.example"]


@pytest.fixture(scope="module")
def browser(playwright):
    """The whole browser: only that one keeps pages for going Back to."""
    with launched(playwright, chromium.find()) as browser:
        yield browser


def leave(page):
    page.get_by_role("link", name="Leave this site").click()
    expect(page).not_to_have_url(HERE)


def go_back(page) -> None:
    """One press of Back. A page out of the back/forward cache is shown without being loaded, so there is no event to wait for."""
    page.evaluate("setTimeout(() => history.back())")
    page.wait_for_timeout(250)
    people.wait_until_there(page)


def what_back_shows(page) -> list[str]:
    """The words and the fields of each page that up to ten presses of Back come to."""
    shown = []
    for _ in range(10):
        go_back(page)
        if page.url == "about:blank":
            break
        fields = page.locator("input:not([type=file]):not([type=hidden]), textarea").all()
        shown.append(
            " ".join([page.url, page.locator("body").inner_text(), *(field.input_value() for field in fields)])
        )
        assert page.locator("main form[method=post] :checked").count() == 0, page.url
    assert shown, "there was nothing to go back to, so this showed nothing"
    return shown


def assert_back_shows_nothing(page) -> None:
    for words in what_back_shows(page):
        assert [answer for answer in ANSWERS if answer in words] == []


def test_this_browser_keeps_pages_for_going_back_to(new_page):
    """Or what the other tests do not find would prove nothing."""
    page = new_page()
    page.goto("/advice/")
    page.evaluate("window.kept = true")
    page.evaluate("location.href = 'https://elsewhere.example/'")
    expect(page).not_to_have_url(HERE)
    go_back(page)
    assert page.url.endswith("/advice/")
    assert page.evaluate("window.kept")


@pytest.mark.parametrize("step", STEPS)
def test_nothing_comes_back_after_leaving_a_report(new_page, step):
    page = new_page(width=320)
    page.goto("/")
    before = people.walk_close_to(page, step)
    people.fill(page, before, people.NOISE.get(before, {}))
    people.go_on(page)
    assert people.step_of(page) == step
    people.fill(page, step, people.NOISE.get(step, {}))
    leave(page)
    assert_back_shows_nothing(page)


@pytest.mark.parametrize("step", ["details", "check"])
def test_without_javascript_the_draft_is_gone_after_leaving(new_page, step):
    page = new_page(javascript=False)
    before = people.walk_close_to(page, step)
    people.fill(page, before, people.NOISE.get(before, {}))
    people.go_on(page)
    address = page.url
    leave(page)
    page.goto(address)
    expect(page.locator("main")).not_to_contain_text("Robin Example")
    assert people.step_of(page) == step
    expect(page.locator("main form [name*='-']")).to_have_count(0)


def test_leaving_in_the_middle_of_an_upload(new_page):
    page = new_page(width=320)
    page.goto("/")
    assert people.walk_close_to(page, "wish") == "evidence"
    address, under_way = page.url, []

    def hold(route):
        if route.request.method == "POST":
            under_way.append(route)
        else:
            route.continue_()

    page.route("**/evidence/", hold)
    page.locator("main input[type=file]").set_input_files(people.PICTURE)
    page.get_by_role("button", name=people.ON).click(no_wait_after=True)
    while not under_way:
        page.wait_for_timeout(50)
    leave(page)
    page.unroute("**/evidence/")
    assert_back_shows_nothing(page)
    page.goto(address)
    expect(page.locator("main form [name*='-']")).to_have_count(0)


def test_leaving_without_a_connection(new_page):
    page = new_page(width=320)
    page.goto("/")
    before = people.walk_close_to(page, "effect")
    address = page.url
    people.fill(page, before, people.NOISE.get(before, {}))
    page.context.set_offline(True)
    page.get_by_role("link", name="Leave this site").click()
    expect(page).to_have_url("about:blank")
    go_back(page)
    assert not any(answer in page.content() for answer in ANSWERS)
    # Once there is one again, the server is told before anything is shown.
    page.context.set_offline(False)
    page.goto(address)
    expect(page.locator("main h1")).to_be_visible()
    expect(page.locator("main form [name*='-']")).to_have_count(0)


def test_leaving_while_a_page_is_still_loading(new_page):
    page, held = new_page(width=320), []

    def hold(route):
        slow = route.request.resource_type in {"image", "font", "script"} and "/exit." not in route.request.url
        held.append(route) if slow else route.continue_()

    page.route("**/*", hold)
    page.goto("/report/", wait_until="commit")
    leave(page)
    assert held, "nothing was still on its way"


def test_shift_three_times_leaves_too(new_page):
    page = new_page()
    people.start_report(page)
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page).not_to_have_url(HERE)


def test_leaving_your_case_signs_out_and_nothing_comes_back(new_page):
    page = new_page(width=320)
    page.goto("/")
    people.walk_close_to(page, "check", people.ANONYMOUS_DRUGS)
    people.report(page, people.ANONYMOUS_DRUGS)
    reference, secret = people.receipt(page)
    people.open_your_case(page, reference, secret)
    leave(page)
    for words in what_back_shows(page):
        assert reference not in words
        assert secret not in words
    page.goto("/case/yours/")
    expect(page.locator("main")).not_to_contain_text(reference)


WORDS_OF_A_CHAT = "He waits for me on the stairs"


@pytest.fixture
def beside_advice(new_page, connie):
    """A page of advice with a chat beside it, which words stand in."""
    page = new_page()
    page.goto("/advice/")
    page.goto("/advice/noise/")
    chats.begin_live(chats.open_panel(page), WORDS_OF_A_CHAT)
    return page


def test_leaving_with_a_chat_beside_the_page(beside_advice):
    page = beside_advice
    leave(page)
    shown = what_back_shows(page)
    # Its place in the history was taken by the neutral page.
    assert ["/advice/noise/" in words or WORDS_OF_A_CHAT in words for words in shown] == [False]
    page.goto("/advice/noise/")
    assert chats.kept_by(page) == {}
    expect(page.locator(".chat-panel")).to_have_count(0)


def test_a_page_with_a_chat_beside_it_is_not_shown_again_but_asked_for(beside_advice):
    page = beside_advice
    page.evaluate("window.kept = true")
    page.evaluate("location.href = 'https://elsewhere.example/'")
    expect(page).not_to_have_url(HERE)
    go_back(page)
    assert page.url.endswith("/advice/noise/")
    assert not page.evaluate("window.kept")
    # Nobody left, so the conversation goes on.
    expect(chats.panel_of(page)).to_contain_text(WORDS_OF_A_CHAT)


def test_leaving_is_on_every_page_and_in_view_on_a_phone(new_page):
    page = new_page(width=320, height=568)
    for address in ("/", "/report/", "/case/", "/chat/", "/search/", "/nowhere/"):
        page.goto(address)
        expect(page.get_by_role("link", name="Leave this site")).to_be_in_viewport()
        page.mouse.wheel(0, 4000)
        expect(page.get_by_role("link", name="Leave this site")).to_be_in_viewport()
