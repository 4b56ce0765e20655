"""What a visitor can ask for around a chat, in a real browser, with its scripts and without."""

import re

from playwright.sync_api import expect

from . import people


def begin_chat(page, words: str) -> None:
    page.goto("/chat/")
    page.locator("main [name=text]").fill(words)
    page.locator("details", has=page.locator("[name=needs-language]")).locator("summary").click()
    page.locator("[name=needs-language]").fill("Polish")
    page.locator("[name=needs-interpreter]").check()
    with people.settled(page):
        page.get_by_role("button", name="Start the chat").click()


def take(desk, words: str) -> None:
    desk.goto("/desk/chat/")
    desk.locator("main li", has_text=words).get_by_role("link").first.click()
    desk.get_by_role("button", name="Take this chat").click()
    expect(desk.locator(".chat-console__beside")).to_contain_text("Easiest language: Polish")
    expect(desk.locator(".chat-console__beside")).to_contain_text("Needs an interpreter")


def test_from_the_language_to_whether_it_helped(page, new_page, service):
    desk = new_page()
    people.at_the_chats(desk, service, "connie")
    words = f"Someone drums, {'with' if page.context.scripts else 'without'} scripts"
    begin_chat(page, words)
    chat = page.url
    take(desk, words)

    page.goto(f"{chat}keep/")
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save what was said").click()
    assert saving.value.suggested_filename == "notes.txt"
    assert words in saving.value.path().read_text(encoding="utf-8")

    page.goto(chat)
    people.end_chat(desk)
    if not page.context.scripts:
        page.reload()
    rating = page.locator("[data-rating]")
    expect(rating.locator("form")).to_be_visible()
    rating.get_by_role("radio", name="Not much").check()
    rating.get_by_role("button", name="Send").click()
    expect(rating).to_contain_text("Thank you. You said: Not much.")
    expect(rating.get_by_role("link", name="Ask us to call you")).to_have_attribute("href", "/chat/message/")
    # With scripts it is answered where it was asked, without them on a page of its own.
    assert re.search(r"/chat/\w+/$" if page.context.scripts else r"/chat/\w+/rate/$", page.url)
    page.goto(chat)
    expect(page.get_by_role("button", name="Skip this")).to_have_count(0)


def test_a_link_is_read_on_another_device_with_the_six_figures(page, new_page, service):
    address = f"robin.{'with' if page.context.scripts else 'without'}@tenant.example"
    desk, words = new_page(), f"He took my keys and wrote to {address}"
    people.at_the_chats(desk, service, "connie")
    begin_chat(page, words)
    take(desk, words)
    page.goto(f"{page.url}keep/")
    for name in ("send-email", "send-email_again"):
        page.locator(f"[name={name}]").fill(address)
    page.locator("[name=send-shared][value=yes]").check()
    page.get_by_role("button", name="Send the link").click()
    figures = page.locator("#secret").inner_text()
    message = next(mail for mail in reversed(service.mails()) if address in mail)
    assert "keys" not in message
    assert figures not in message

    other = new_page(width=320)
    other.goto(re.search(r"/chat/read/\S+", message)[0])
    expect(other.locator("main")).not_to_contain_text("He took my keys")
    people.end_chat(desk)
    other.locator("[name=code]").fill(figures)
    other.get_by_role("button", name="Read it").click()
    expect(other.locator("main")).to_contain_text("He took my keys")
