"""The chat beside the page that one reads: one conversation, whatever page it stands in."""

import re

import pytest
from playwright.sync_api import expect

from . import chats, people
from .test_chat_files import PICTURE, is_drawn
from .test_leaving import HERE

ENDED = "This chat has ended"


def standing(page) -> tuple[str, str, int]:
    """What the browser says of where it is."""
    return page.url, page.title(), page.evaluate("history.length")


def repeated_ids(page) -> list[str]:
    return page.evaluate(
        "() => { const ids = [...document.querySelectorAll('[id]')].map(each => each.id);"
        " return ids.filter((id, at) => ids.indexOf(id) !== at) }"
    )


def test_a_whole_chat_beside_the_pages_one_reads(new_page, connie):
    visitor = new_page()
    visitor.goto("/advice/noise/")
    before = standing(visitor)
    panel = chats.open_panel(visitor)
    chats.begin_live(panel, "Drums through the wall")
    chats.take(connie, "Drums through the wall")
    chats.say(connie, "Hello, when was it last?")
    expect(panel.locator("[data-lines]")).to_contain_text("Hello, when was it last?")
    chats.say(panel, "Last night until three")
    assert standing(visitor) == before
    # It comes along to the next page, and takes no focus there.
    visitor.locator("main").get_by_role("link", name="Report this").click()
    visitor.wait_for_url("**/report/**")
    expect(panel.locator("[data-lines]")).to_contain_text("Last night until three")
    expect(panel.locator("[data-ready=live]")).to_be_visible()
    assert visitor.evaluate("document.activeElement === document.body")
    assert repeated_ids(visitor) == []
    chats.say(connie, "Thank you. Please make a report")
    expect(panel.locator("[data-lines]")).to_contain_text("Please make a report")
    before = standing(visitor)
    people.end_chat(connie)
    expect(panel.get_by_role("heading", name=ENDED)).to_be_visible()
    assert standing(visitor) == before
    assert chats.kept_by(visitor) == {}
    # It is over, so it does not come along any more.
    visitor.goto("/advice/")
    people.wait_until_quiet(visitor)
    expect(chats.panel_of(visitor)).to_have_count(0)


def test_the_same_conversation_as_pages_without_javascript(new_page, connie):
    visitor = new_page(javascript=False)
    visitor.goto("/advice/noise/")
    visitor.get_by_role("navigation", name="Main").get_by_role("link", name="Chat").click()
    visitor.wait_for_url("**/chat/")
    page = visitor.locator("main")
    chats.begin(page, "Drums through the floor")
    chats.take(connie, "Drums through the floor")
    chats.say(connie, "Hello, when was it last?")
    visitor.get_by_role("button", name="Check for new messages").click()
    expect(page).to_contain_text("Hello, when was it last?")
    chats.say(page, "Last night until four")
    expect(connie.locator("[data-lines]")).to_contain_text("Last night until four")
    people.end_chat(connie)
    visitor.get_by_role("button", name="Check for new messages").click()
    expect(page.get_by_role("heading", name=ENDED)).to_be_visible()


def test_a_hidden_panel_counts_answers_and_says_nothing_of_them(new_page, connie):
    visitor = new_page()
    visitor.goto("/advice/noise/")
    panel = chats.open_panel(visitor)
    chats.begin_live(panel, "Barking in the yard")
    chats.take(connie, "Barking in the yard")
    expect(panel.locator("[data-lines]")).to_contain_text("is here and will answer you")
    panel.get_by_role("button", name="Hide the chat").click()
    menu = visitor.get_by_role("navigation", name="Main")
    link = menu.get_by_role("link", name=re.compile("^Chat"))
    expect(link).to_be_focused()
    assert chats.kept_by(visitor) == {}
    title = visitor.title()
    chats.say(connie, "Is it every day?")
    expect(link).to_have_accessible_name("Chat 1 new answer")
    expect(visitor.locator("[data-panel-count]")).to_have_text("1 new answer")
    chats.say(connie, "And at night?")
    expect(link).to_have_accessible_name("Chat 2 new answers")
    assert visitor.title() == title
    expect(visitor.get_by_text("Is it every day?")).to_be_hidden()
    chats.open_panel(visitor)
    expect(panel.get_by_text("And at night?")).to_be_visible()
    expect(link).to_have_accessible_name("Chat")


def test_what_was_typed_is_there_after_a_mistake_and_after_hiding(new_page, connie):
    visitor = new_page()
    visitor.goto("/advice/noise/")
    panel = chats.open_panel(visitor)
    panel.get_by_role("button", name="Start the chat").click()
    expect(panel.locator(".govuk-error-summary")).to_be_focused()
    panel.locator(".govuk-error-summary a").click()
    text = panel.locator("[name=text]")
    expect(text).to_be_focused()
    text.fill("It began in May")
    # People press Escape for other reasons while they write.
    visitor.keyboard.press("Escape")
    expect(text).to_be_visible()
    panel.get_by_role("button", name="Hide the chat").click()
    expect(panel).to_be_hidden()
    chats.open_panel(visitor)
    expect(text).to_have_value("It began in May")
    text.fill("")
    visitor.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(visitor.get_by_role("navigation", name="Main").get_by_role("link", name="Chat")).to_be_focused()
    assert visitor.url.endswith("/advice/noise/")


def test_a_picture_and_whether_it_helped_beside_the_page_one_reads(new_page, connie):
    visitor = new_page()
    visitor.goto("/advice/noise/")
    before = standing(visitor)
    panel = chats.open_panel(visitor)
    chats.begin_live(panel, "They broke our window")
    chats.take(connie, "They broke our window")
    panel.locator("details[data-files] summary").click()
    panel.locator("input[type=file]").set_input_files([PICTURE])
    panel.get_by_role("button", name="Send", exact=True).click()
    for place in (panel, connie):
        expect(place.locator("[data-lines]")).to_contain_text("Picture: broken-window.jpg")
    is_drawn(panel.get_by_alt_text("Your picture broken-window.jpg"))
    people.end_chat(connie)
    rating = panel.locator("[data-rating]")
    rating.get_by_role("radio", name="Not much").check()
    rating.get_by_role("button", name="Send").click()
    expect(rating).to_contain_text("Thank you. You said: Not much.")
    assert standing(visitor) == before


def test_without_a_connection_what_was_typed_stays(new_page, connie):
    visitor = new_page()
    visitor.goto("/advice/noise/")
    panel = chats.open_panel(visitor)
    panel.locator("[name=text]").fill("The lift smells of smoke")
    visitor.context.set_offline(True)
    panel.get_by_role("button", name="Start the chat").click()
    expect(panel.get_by_role("alert")).to_contain_text("Nothing you typed is lost")
    expect(panel.locator("[name=text]")).to_have_value("The lift smells of smoke")
    visitor.context.set_offline(False)
    panel.get_by_role("button", name="Start the chat").click()
    expect(panel.locator("[data-lines]")).to_contain_text("The lift smells of smoke")
    expect(panel.get_by_role("alert")).to_have_text("")
    panel.get_by_role("button", name="End the chat").click()
    expect(panel.get_by_role("heading", name=ENDED)).to_be_visible()


def test_what_was_said_goes_into_a_report_on_a_page_of_its_own(new_page, connie):
    visitor = new_page()
    visitor.goto("/advice/noise/")
    panel = chats.open_panel(visitor)
    chats.begin_live(panel, "Bottles thrown from a balcony")
    panel.get_by_role("button", name="End the chat").click()
    panel.get_by_role("button", name="Make a report of it").click()
    visitor.wait_for_url("**/report/**")
    expect(visitor.locator("main h1")).to_be_visible()
    people.wait_until_quiet(visitor)
    expect(chats.panel_of(visitor)).to_have_count(0)


def test_in_another_language_the_panel_speaks_it_beside_a_report_too(new_page, connie):
    visitor = new_page()
    visitor.goto("/pl/report/back/")
    menu = visitor.locator(".fs-nav__do a").last
    menu.click()
    heading = visitor.locator(".chat-panel h2").first
    expect(heading).to_be_focused()
    visitor.goto("/pl/chat/")
    words = visitor.locator("main h1").inner_text()
    visitor.goto("/pl/report/back/")
    visitor.locator(".fs-nav__do a").last.click()
    expect(visitor.locator(".chat-panel h2").first).to_have_text(words)


@pytest.mark.parametrize(("width", "height"), [(320, 568), (640, 450)], ids=["phone", "zoom 200 %"])
def test_where_there_is_no_room_the_chat_is_a_page(new_page, connie, width, height):
    visitor = new_page(width=width, height=height)
    visitor.goto("/advice/noise/")
    visitor.get_by_role("navigation", name="Main").get_by_role("link", name="Chat").click()
    visitor.wait_for_url("**/chat/")
    expect(visitor.get_by_role("heading", level=1, name="Chat with us")).to_be_visible()
    expect(visitor.locator(".chat-panel")).to_have_count(0)


def test_the_panel_opens_as_a_page_and_is_not_beside_itself(new_page, connie):
    visitor = new_page()
    visitor.goto("/")
    visitor.locator("main").get_by_role("link", name="Chat with us").click()
    panel = chats.panel_of(visitor)
    expect(panel.locator("h2").first).to_be_focused()
    chats.begin_live(panel, "Paint on the door")
    panel.get_by_role("link", name="Open as a page").click()
    visitor.wait_for_url(re.compile("/chat/[^/]+/$"))
    expect(visitor.locator("main [data-ready=live]")).to_contain_text("Paint on the door")
    expect(chats.panel_of(visitor)).to_have_count(0)
    visitor.get_by_role("button", name="End the chat").click()
    expect(visitor.get_by_role("heading", name=ENDED)).to_be_visible()


def test_leaving_ends_the_chat_and_forgets_the_panel(new_page, connie):
    visitor = new_page()
    visitor.goto("/advice/noise/")
    chats.begin_live(chats.open_panel(visitor), "He is at the door again")
    chats.take(connie, "He is at the door again")
    assert chats.kept_by(visitor) == {"chat.panel": "open"}
    visitor.get_by_role("link", name="Leave this site").click()
    expect(visitor).not_to_have_url(HERE)
    expect(connie.locator("[data-ended]")).to_be_visible()
    visitor.goto("/advice/noise/")
    people.wait_until_quiet(visitor)
    assert chats.kept_by(visitor) == {}
    expect(visitor.locator(".chat-panel")).to_have_count(0)
    chats.open_panel(visitor)
    expect(visitor.locator(".chat-panel")).not_to_contain_text("at the door again")
