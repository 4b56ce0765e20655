"""What the page "Hide this site" promises, sentence by sentence, and whether it is so."""

import re

import pytest
from playwright.sync_api import expect

from . import people
from .test_leaving import ANSWERS, HERE, go_back, leave

TELLING = re.compile(r"abuse|anti-social|\basb\b|report|police|violen|neighbour|noise", re.IGNORECASE)


def a_report_half_made(new_page, **options):
    """A page on the fourth step of a report; gives it and its address."""
    page = new_page(**options)
    page.goto("/")
    people.walk_close_to(page, "where")
    return page, page.url


def it_stands_at_the_bottom_of_a_phone_and_at_the_top_of_a_computer(new_page):
    for width, is_there in ((320, lambda box: box["y"] > 700), (1280, lambda box: box["y"] < 50)):
        page = new_page(width=width)
        page.goto("/report/")
        assert is_there(page.get_by_role("link", name="Leave this site").bounding_box())


def shift_three_times_leaves(new_page):
    page, _address = a_report_half_made(new_page)
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page).not_to_have_url(HERE)


def it_ends_a_report_and_empties_it(new_page):
    page, address = a_report_half_made(new_page)
    leave(page)
    page.goto(address)
    expect(page.locator("main form [name*='-']")).to_have_count(0)


def it_closes_the_case(new_page):
    page = new_page()
    page.goto("/")
    people.walk_close_to(page, "check", people.ANONYMOUS_DRUGS)
    people.report(page, people.ANONYMOUS_DRUGS)
    people.open_your_case(page, *people.receipt(page))
    leave(page)
    page.goto("/case/yours/")
    expect(page.locator("main [name=secret]")).to_be_visible()


def it_closes_the_chat(new_page):
    page = new_page()
    page.goto("/chat/")
    page.locator("main [name=text]").fill("I am afraid")
    with people.settled(page):
        page.get_by_role("button", name="Start the chat").click()
    address = page.url
    leave(page)
    # The server is told as the page goes, and may hear of it a moment after the browser is elsewhere.
    for _ in range(40):
        if page.goto(address).status == 404:
            break
        page.wait_for_timeout(250)
    else:
        raise AssertionError("the chat can still be opened")
    expect(page.locator("main")).not_to_contain_text("I am afraid")


def back_leads_elsewhere(new_page):
    page, address = a_report_half_made(new_page)
    leave(page)
    go_back(page)
    assert page.url != address


def it_leaves_without_scripts_and_back_is_empty(new_page):
    page, address = a_report_half_made(new_page, javascript=False)
    leave(page)
    page.goto(address)
    assert not any(answer in page.content() for answer in ANSWERS)


def titles_say_little(new_page):
    page, _address = a_report_half_made(new_page)
    titles = [page.title()]
    for address in (
        "/report/",
        "/report/back/",
        "/case/",
        "/case/link/",
        "/chat/",
        "/chat/back/",
        "/advice/home-life/",
    ):
        page.goto(address)
        titles.append(page.title())
    assert [title for title in titles if TELLING.search(title)] == []


def no_cookie_is_left(new_page):
    page, _address = a_report_half_made(new_page)
    assert page.context.cookies() != []
    with page.expect_request("**/exit/"):
        leave(page)
    page.wait_for_timeout(500)
    assert page.context.cookies() == []


def none_comes_with_reading(new_page):
    page = new_page()
    for address in ("/", "/advice/noise/", "/hide-this-site/", "/who-can-help/?need=noise"):
        page.goto(address)
    assert page.context.cookies() == []


PROMISES = {
    "On a phone it is at the bottom of the screen, on a computer at the top.": (
        it_stands_at_the_bottom_of_a_phone_and_at_the_top_of_a_computer
    ),
    "On a keyboard you can also press the Shift key three times, quickly.": shift_three_times_leaves,
    "It ends a report that you have not sent, and empties what you typed": it_ends_a_report_and_empties_it,
    "It closes your case and your chat": it_closes_the_case,
    "your case and your chat": it_closes_the_chat,
    "Back does not lead to the page that you left": back_leads_elsewhere,
    "it still takes you away and ends your report. Then Back may show the page again, but empty.": (
        it_leaves_without_scripts_and_back_is_empty
    ),
    "Pages of a report, a case and a chat have titles that say little, and so has our advice on abuse at home.": (
        titles_say_little
    ),
    "A small file (a cookie) while you write to us, look at your case or chat.": none_comes_with_reading,
    "“Leave this site” ends it.": no_cookie_is_left,
}


@pytest.mark.parametrize("sentence", PROMISES)
def test_what_it_says_is_so(new_page, service, sentence):
    if PROMISES[sentence] is it_closes_the_chat:
        people.at_the_chats(new_page(), service, "connie")
    page = new_page()
    page.goto("/hide-this-site/")
    assert sentence in page.locator("main").inner_text()
    PROMISES[sentence](new_page)
