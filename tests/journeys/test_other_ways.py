"""The other ways in: without a name, about abuse at home, by phone, by chat."""

import re
from uuid import uuid4

from playwright.sync_api import expect

from . import chats, people


def test_an_anonymous_reporter_returns_with_the_secret_and_adds_to_the_case(page):
    people.start_report(page)
    people.report(page, people.ANONYMOUS_DRUGS)
    reference, secret = people.receipt(page)
    # Typed the way people type: small letters, spaces for dashes.
    people.open_your_case(page, reference.lower().replace("-", " "), secret.lower().replace("-", " "))
    expect(page.locator("main")).to_contain_text(reference)
    page.get_by_role("link", name="Something has happened").click()
    page.locator("[name=when]").fill("Last night at about 2am")
    page.locator("[name=what]").fill("Three cars came one after the other.")
    with people.settled(page):
        page.get_by_role("button", name="Add it to my case").click()
    expect(page.locator("main")).to_contain_text("Three cars came one after the other.")


def test_a_report_saved_in_one_browser_goes_on_in_another(page, new_page):
    people.start_report(page)
    people.report(page, people.ANONYMOUS_DRUGS, until="details")
    page.locator("[name=details-what_happened]").fill("Half of what I want to say")
    page.get_by_role("button", name="Save and come back later").click()
    expect(page.locator("main h1")).not_to_have_text("Tell us more")
    code = re.search(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b", page.locator("main").inner_text())[0]
    other = new_page(width=320)
    other.goto("/report/back/")
    other.locator("[name=code]").fill(code)
    with people.settled(other):
        other.locator("main form button[type=submit]").first.click()
    people.report(other, people.ANONYMOUS_DRUGS, until="check")
    expect(other.locator("main")).to_contain_text("Half of what I want to say")
    people.report(other, people.ANONYMOUS_DRUGS)
    people.receipt(other)


def test_a_report_of_domestic_abuse_that_the_contact_centre_cannot_open(page, new_page, service):
    people.start_report(page)
    people.fill(page, "danger", {"now": "yes"})
    people.go_on(page)
    expect(page.locator("main")).to_contain_text("55")
    people.report(page, people.DOMESTIC_ABUSE)
    reference, _secret = people.receipt(page)

    connie = new_page()
    people.sign_in(connie, service, "connie")
    for address in (f"/desk/cases/{reference}/", f"/desk/cases/{reference}/summary/"):
        assert connie.goto(address).status == 404
    connie.goto(f"/desk/cases/?q={reference}")
    expect(connie.locator(f"a[href*='{reference}']")).to_have_count(0)

    dana = new_page()
    people.sign_in(dana, service, "dana")
    assert dana.goto(f"/desk/cases/{reference}/").status == 200
    expect(dana.locator("main")).to_contain_text("Restricted")


def test_a_report_taken_on_the_phone_ends_in_the_same_kind_of_case(new_page, service, page):
    connie = page
    people.sign_in(connie, service, "connie")
    people.start_report(connie, "/desk/report/")
    people.report(connie, people.NOISE)
    reference, secret = people.receipt(connie)
    tenant = new_page(width=320)
    people.open_your_case(tenant, reference, secret)
    expect(tenant.locator("main")).to_contain_text(reference)
    assert connie.goto(f"/desk/cases/{reference}/summary/").status == 200


def test_a_chat_becomes_a_case_with_its_words_and_neither_side_types_twice(page, new_page, service):
    shelter = f"bus shelter {uuid4()}"
    connie = new_page()
    people.at_the_chats(connie, service, "connie")
    page.goto("/chat/")
    page.locator("main [name=text]").fill(f"Someone is smashing {shelter} every night")
    with people.settled(page):
        page.get_by_role("button", name="Start the chat").click()

    connie.goto("/desk/chat/")
    connie.locator("main li", has_text=shelter).get_by_role("link").click()
    connie.get_by_role("button", name="Take this chat").click()
    connie.locator("main [data-say] [name=text]").fill("Thank you for telling us. Which street is it?")
    connie.locator("main [data-say] button[type=submit]").click()

    # Stored, and not only on its way: a page without a script asks just once.
    expect(connie.locator("[data-lines]")).to_contain_text("Which street is it?")
    if not page.context.scripts:
        page.get_by_role("button", name="Check for new messages").click()
    expect(page.locator("[data-lines]")).to_contain_text("Which street is it?")
    page.locator("main [data-say] [name=text]").fill("Makebelieve Lane")
    page.locator("main [data-say] button[type=submit]").click()
    expect(connie.locator("[data-lines]")).to_contain_text("Makebelieve Lane")

    connie.get_by_role("link", name="Make a case").click()
    expect(connie.locator("[name=what_happened]")).to_have_value(re.compile(shelter))
    people.put(connie, "kind", "vandalism")
    people.press(connie)

    if not page.context.scripts:
        page.get_by_role("button", name="Check for new messages").click()
    expect(page.locator("[data-case]")).to_be_visible()
    people.end_chat(connie)
    reference, secret = people.receipt(page)
    dana = new_page()
    people.sign_in(dana, service, "dana")
    dana.goto(f"/desk/cases/{reference}/")
    expect(dana.locator("main")).to_contain_text("Which street is it?")
    people.open_your_case(page, reference, secret)
    expect(page.locator("main")).to_contain_text(reference)


def test_a_visitor_who_loses_the_connection_misses_nothing_of_the_chat(new_page, service):
    visitor, connie = new_page(width=320), new_page()
    people.at_the_chats(connie, service, "connie")
    chats.begin_and_take(visitor, connie)

    visitor.context.set_offline(True)
    visitor.locator("main [data-say] [name=text]").fill("Written while there was no signal")
    visitor.locator("main [data-say] button[type=submit]").click()
    connie.locator("main [data-say] [name=text]").fill("Sent while you were away")
    connie.locator("main [data-say] button[type=submit]").click()
    visitor.context.set_offline(False)

    expect(visitor.locator("[data-lines]")).to_contain_text("Sent while you were away", timeout=30_000)
    expect(connie.locator("[data-lines]")).to_contain_text("Written while there was no signal", timeout=30_000)
    expect(connie.locator("[data-lines] li", has_text="Written while there was no signal")).to_have_count(1)
    people.end_chat(connie)
    expect(connie).to_have_url(re.compile("/desk/chat/$"))
