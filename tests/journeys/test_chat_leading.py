"""Who leads chats: the figures, and keeping an abusive visitor out for a while. Seen as its people see it, narrow and wide."""

from playwright.sync_api import expect

from . import people
from .test_access import look  # noqa: F401 — a fixture


def test_who_leads_sees_the_figures_and_blocks_and_the_blocked_one_finds_other_ways(new_page, service, look):  # noqa: F811
    visitor, dana = new_page(), new_page()
    people.at_the_chats(dana, service, "dana")
    visitor.goto("/chat/")
    visitor.locator("main [name=text]").fill("You are all useless")
    visitor.get_by_role("button", name="Start the chat").click()
    expect(visitor.locator("[data-queue]")).to_contain_text("You are next")
    dana.goto("/desk/chat/")
    dana.locator("main li", has_text="all useless").get_by_role("link").first.click()
    dana.get_by_role("button", name="Take this chat").click()

    dana.locator("summary", has_text="If they are abusive").click()
    dana.get_by_role("button", name="Ask for calm").click()
    expect(visitor.locator("[data-lines]")).to_contain_text("Please take care how you write")
    dana.locator("summary", has_text="If they are abusive").click()
    found = look(dana)
    dana.locator("[name=pause-minutes]").fill("2")
    dana.get_by_role("button", name="Pause the chat").click()
    expect(visitor.locator("[data-paused]")).to_be_visible()
    visitor.locator("main [name=text]").fill("I am not done")
    visitor.get_by_role("button", name="Send", exact=True).click()
    expect(visitor.locator("[data-state]")).to_contain_text("The chat is paused")
    expect(visitor.locator("main [name=text]")).to_have_value("I am not done")
    found += look(visitor) + look(dana)

    dana.get_by_role("link", name="Block them for a while").click()
    found += look(dana)
    dana.get_by_label("1 hour").check()
    dana.locator("[name=reason]").fill("Threats")
    dana.get_by_role("button", name="Block them").click()
    expect(dana.locator("main")).to_contain_text("Threats")
    found += look(dana)

    visitor.goto("/chat/")
    expect(visitor.locator("h1")).to_have_text("You cannot chat with us for a while")
    found += look(visitor)
    for address in ("/desk/chat/figures/", "/desk/chat/waiting/"):
        dana.goto(address)
        for summary in dana.locator("main summary").all():
            summary.click()
        found += look(dana)
    dana.goto("/desk/chat/blocks/")
    dana.get_by_role("button", name="Lift").first.click()
    visitor.goto("/chat/")
    expect(visitor.locator("h1")).to_have_text("Chat with us")
    assert found == []
