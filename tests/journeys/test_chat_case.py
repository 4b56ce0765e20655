"""A chat about a case that there is already: shown with its secret, added to it; and what should not have been said is gone."""

import re
from uuid import uuid4

from playwright.sync_api import expect

from . import people
from .test_access import problems, sideways

NAME = "Sam Example of 9 Imaginary Row"


def look_at(page) -> list[str]:
    """What is wrong with the page on a phone and on a wide screen."""
    found = []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found += problems(page) + sideways(page)
    return found


def check(page) -> None:
    """See what is new. With a script it comes by itself."""
    if not page.context.scripts:
        page.get_by_role("button", name="Check for new messages").click()


def test_a_visitor_shows_their_case_and_the_chat_is_added_to_it(page, new_page, service):
    people.walk_close_to(page, "receipt")
    people.report(page, people.NOISE)
    reference, secret = people.receipt(page)
    words, connie = f"He is at it again {uuid4()}", new_page()
    people.at_the_chats(connie, service, "connie")
    page.goto("/chat/")
    page.locator("main [name=text]").fill(words)
    with people.settled(page):
        page.get_by_role("button", name="Start the chat").click()
    connie.goto("/desk/chat/")
    connie.locator("main li", has_text=words).get_by_role("link").click()
    connie.get_by_role("button", name="Take this chat").click()

    show_case(page, reference, secret)
    # By itself, while whoever answers reads on.
    beside = connie.locator(".chat-console__beside")
    expect(beside).to_contain_text("They showed us their case")
    expect(beside).to_contain_text(reference)
    expect(beside).to_contain_text("They hear from us by")
    expect(beside.get_by_role("link", name="Open the whole case")).to_have_count(0)
    assert look_at(connie) == []

    connie.get_by_role("button", name="Add this chat to their case").click()
    expect(connie.locator("main")).to_contain_text("The chat is on the case.")
    assert connie.goto(f"/desk/cases/{reference}/").status == 404
    check(page)
    expect(page.locator("[data-lines]")).to_contain_text("We added this chat to your case.")
    connie.go_back()
    people.end_chat(connie)

    dana = new_page()
    people.sign_in(dana, service, "dana")
    dana.goto(f"/desk/cases/{reference}/")
    expect(dana.locator("main")).to_contain_text("The visitor showed the case’s secret code.")
    expect(dana.locator("main")).to_contain_text(words)


def show_case(page, reference: str, secret: str) -> None:
    page.get_by_text("Is this about a case that you have with us?").click()
    page.locator("[name=show-reference]").fill(reference)
    page.locator("[name=show-secret]").fill("0000-0000-0000-0000")
    button = page.locator("form", has=page.locator("[name=show-secret]")).get_by_role("button")
    button.click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("We could not open a case")
    expect(page.locator("[name=show-reference]")).to_have_value(reference)
    expect(page.locator("[name=show-secret]")).to_have_value("")
    assert look_at(page) == []
    page.locator("[name=show-secret]").fill(secret)
    with people.settled(page):
        button.click()
    expect(page.locator("main")).to_contain_text(f"You have shown your case {reference} to us.")
    assert look_at(page) == []


def test_what_should_not_have_been_said_is_gone_from_both_screens(page, new_page, service):
    words, connie = f"It is my neighbour {uuid4()}", new_page()
    people.at_the_chats(connie, service, "connie")
    page.goto("/chat/")
    page.locator("main [name=text]").fill(words)
    with people.settled(page):
        page.get_by_role("button", name="Start the chat").click()
    page.locator("main [data-say] [name=text]").fill(f"He is {NAME}")
    page.locator("main [data-say] button[type=submit]").click()
    expect(page.locator("[data-lines]")).to_contain_text(NAME)
    connie.goto("/desk/chat/")
    connie.locator("main li", has_text=words).get_by_role("link").click()
    connie.get_by_role("button", name="Take this chat").click()
    line = connie.locator("[data-lines] li", has_text=NAME)
    chat, second = connie.url, new_page()
    people.sign_in(second, service, "connie")
    second.goto(chat)
    expect(second.locator("[data-lines]")).to_contain_text(NAME)

    line.get_by_role("link", name=re.compile("^Remove…")).press("Enter")
    expect(connie.locator("main h1")).to_have_text("Remove a message")
    assert look_at(connie) == []
    people.put(connie, "reason", "person")
    people.press(connie)
    assert look_at(connie) == []

    gone = "Removed: the name, address or number of someone else"
    check(page)
    for screen in (page, connie, second):
        expect(screen.locator("[data-lines]")).to_contain_text(gone)
        expect(screen.locator("body")).not_to_contain_text(NAME)
    assert NAME not in page.content().split("</main>")[0]
    connie.goto(chat)
    people.end_chat(connie)

    dana = new_page()
    people.sign_in(dana, service, "dana")
    dana.goto("/desk/chat/removed/")
    assert look_at(dana) == []
    dana.get_by_role("button", name=re.compile("^Read it")).first.click()
    expect(dana.locator("main blockquote")).to_have_text(f"He is {NAME}")
    assert look_at(dana) == []
