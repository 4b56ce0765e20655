"""What visitors and staff do in a chat, a step at a time."""

from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from . import people


def panel_of(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Chat", exact=True)


def open_panel(page: Page) -> Locator:
    """Press "Chat" in the menu, where there is room for a panel."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Chat").click()
    panel = panel_of(page)
    expect(panel.locator("h2").first).to_be_focused()
    return panel


def begin(place: Locator, words: str) -> None:
    """Begin a chat with `words`, in the page or in the panel."""
    place.locator("[name=text]").fill(words)
    place.get_by_role("button", name="Start the chat").click()
    expect(place.locator("[data-lines]")).to_contain_text(words)


def begin_live(place: Locator, words: str) -> None:
    begin(place, words)
    expect(place.locator("[data-ready=live]")).to_be_visible()


def say(place: Page | Locator, words: str) -> None:
    """What either side says, and sees among what was said."""
    place.locator("form[data-say] textarea").fill(words)
    place.get_by_role("button", name="Send", exact=True).click()
    expect(place.locator("[data-lines]")).to_contain_text(words)


def take(staff: Page, words: str) -> None:
    """Take the chat that began with `words`."""
    staff.goto("/desk/chat/")
    staff.locator("main li", has_text=words).get_by_role("link").first.click()
    staff.get_by_role("button", name="Take this chat").click()
    expect(staff.locator("[data-ready=live]")).to_be_visible()


def begin_and_take(visitor: Page, staff: Page) -> None:
    """A chat on the page of its own, with both sides in it."""
    words = f"First words {uuid4()}"
    visitor.goto("/chat/")
    begin(visitor.locator("main"), words)
    take(staff, words)


def an_answerer(new_page, service) -> Page:
    staff = new_page()
    people.at_the_chats(staff, service, "connie")
    return staff


def end_all(staff: Page) -> None:
    """Whatever they are in ends, so that they have room for others."""
    staff.goto("/desk/chat/")
    mine = staff.locator("[data-chat-list] [data-mine]")
    while mine.count():
        mine.first.click()
        people.end_chat(staff)
        staff.goto("/desk/chat/")


def kept_by(page: Page) -> dict:
    """What the browser keeps of this site for this tab."""
    return page.evaluate("({ ...sessionStorage })")
