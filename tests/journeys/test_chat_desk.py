"""What staff have at hand while they answer: inserting by keyboard, and a call that becomes a case."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from . import people
from .test_access import Look


@pytest.fixture
def look():
    return Look().at


def a_chat_being_answered(connie, visitor, service) -> str:
    """Connie answers what a visitor wrote; gives words that stand in no other chat."""
    words = f"Shouting at number {uuid4().hex[:6]}"
    people.at_the_chats(connie, service, "connie")
    visitor.goto("/chat/")
    visitor.locator("main [name=text]").fill(words)
    visitor.get_by_role("button", name="Start the chat").click()
    expect(visitor.locator("[data-queue]")).to_be_visible()
    connie.goto("/desk/chat/")
    connie.locator("main li", has_text=words).get_by_role("link").first.click()
    connie.get_by_role("button", name="Take this chat").click()
    expect(connie.locator("[data-lines]")).to_contain_text("is here and will answer you")
    return words


def test_a_reply_and_a_page_are_put_in_by_keyboard_where_the_caret_stands(new_page, service, look):
    connie, visitor = new_page(), new_page(width=320)
    a_chat_being_answered(connie, visitor, service)
    expect(connie.locator("[data-insert][data-ready]")).to_be_visible()
    answer, find = connie.locator("main [name=text]"), connie.get_by_role("combobox", name="Insert")
    answer.focus()
    connie.keyboard.type("Good morning.  Bye.")
    for _ in range(len(" Bye.")):
        connie.keyboard.press("ArrowLeft")
    connie.keyboard.press("Alt+i")
    expect(find).to_be_focused()
    connie.keyboard.type("diary")
    listed = connie.get_by_role("listbox", name="What can be put in").get_by_role("option")
    chosen = connie.locator("#insert-found [aria-selected=true]")
    expect(listed.first).to_contain_text("How to keep a diary")
    expect(chosen).to_contain_text("How to keep a diary")
    assert find.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert look(connie) == []
    connie.keyboard.press("Enter")
    expect(answer).to_be_focused()
    expect(answer).to_have_value(re.compile(r"^Good morning\. Please write down .* are enough\. Bye\.$"))
    connie.keyboard.press("Control+z")
    expect(answer).to_have_value("Good morning.  Bye.")

    connie.keyboard.press("Control+a")
    connie.keyboard.press("Alt+i")
    connie.keyboard.type("noise")
    page = connie.get_by_role("option", name="Noise, Advice", exact=True)
    expect(page).to_be_visible()
    while page.get_attribute("aria-selected") != "true":
        connie.keyboard.press("ArrowDown")
    connie.keyboard.press("Enter")
    expect(answer).to_have_value(f"Noise: {service.url}/advice/noise/")
    connie.keyboard.press("Alt+i")
    connie.keyboard.press("Escape")
    expect(answer).to_be_focused()
    connie.keyboard.press("Control+Enter")

    link = visitor.locator("[data-lines]").get_by_role("link", name=f"{service.url}/advice/noise/")
    link.click()
    visitor.wait_for_url("**/advice/noise/")
    assert len(visitor.context.pages) == 1
    visitor.go_back()
    expect(visitor.locator("[data-lines]")).to_contain_text("/advice/noise/")
    expect(connie.locator("[data-lines]").get_by_role("link", name=f"{service.url}/advice/noise/")).to_be_visible()
    people.end_chat(connie)


def test_without_javascript_enter_finds_and_what_was_typed_is_kept(new_page, service, look):
    connie, visitor = new_page(javascript=False), new_page()
    a_chat_being_answered(connie, visitor, service)
    connie.locator("main [name=text]").fill("I see.")
    connie.get_by_label("Insert").fill("diary")
    with people.settled(connie):
        connie.get_by_label("Insert").press("Enter")
    expect(connie.locator("[data-lines]")).not_to_contain_text("I see.")
    found = connie.locator(".chat-found li", has_text="How to keep a diary").first
    assert "diary" not in connie.url
    with people.settled(connie):
        found.get_by_role("button", name="Put into my answer").click()
    expect(connie.locator("main [name=text]")).to_have_value(re.compile("^I see. Please write down"))
    connie.get_by_role("button", name="Send", exact=True).click()
    expect(connie.locator("[data-lines]")).to_contain_text("I see. Please write down")
    people.end_chat(connie)


def test_notes_of_a_call_are_kept_and_become_a_case(page, new_page, service, look):
    connie, noted = page, f"Loud music since {uuid4().hex[:6]}."
    people.sign_in(connie, service, "connie")
    connie.goto("/desk/chat/")
    connie.get_by_role("button", name="Take notes of a call").click()
    connie.locator("main [name=words]").fill(noted)
    connie.locator("main [name=name]").fill("Sam Example")
    if connie.context.scripts:
        expect(connie.locator("[data-call-state]")).to_contain_text("Saved at")
        assert look(connie) == []
        connie.reload()
        expect(connie.locator("main [name=words]")).to_have_value(noted)
    connie.get_by_role("button", name="Make a case").click()
    expect(connie.locator("main [name=what_happened]")).to_have_value(noted)
    people.put(connie, "kind", "noise")
    people.press(connie)
    reference, secret = people.receipt(connie)
    if connie.context.scripts:
        assert look(connie) == []
    tenant = new_page(width=320)
    people.open_your_case(tenant, reference, secret)
    expect(tenant.locator("main")).to_contain_text(reference)


def test_the_pages_of_replies_and_calls_are_for_everyone(new_page, service, look):
    max_ = new_page()
    people.sign_in(max_, service, "max")
    found = []
    for address in ("/desk/chat/replies/", "/desk/chat/replies/add/"):
        max_.goto(address)
        found += look(max_)
    max_.get_by_role("button", name="Save").click()
    found += look(max_)
    max_.goto("/desk/chat/")
    max_.get_by_role("button", name="Take notes of a call").click()
    call = max_.url
    for part in ("case/", "add/", "end/"):
        max_.goto(call + part)
        found += look(max_)
    people.put(max_, "end-outcome", "advice")
    people.press(max_)
    max_.goto(call)
    found += look(max_)
    assert found == []
