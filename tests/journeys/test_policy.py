"""In a real browser nothing is refused by the policy: each page does all that it should under it."""

import re

import pytest
from playwright.sync_api import expect

from . import people

REPORTS = """addEventListener("securitypolicyviolation", event => {
    console.log("REFUSED " + event.effectiveDirective + " " + event.blockedURI + " on " + location.pathname)
}, true)"""
OF_THE_DESK = [
    "/desk/",
    "/desk/cases/queue/",
    "/desk/cases/",
    "/desk/cases/call-backs/",
    "/desk/chat/",
    "/desk/account/",
]
OF_THE_EDITOR = [
    "/desk/",
    "/desk/pages/",
    "/desk/images/",
    "/desk/documents/",
    "/desk/redirects/add/",
    "/desk/account/",
]
OF_THE_ADMINISTRATOR = ["/desk/users/", "/desk/users/new/", "/desk/groups/new/", "/desk/reports/site-history/"]


@pytest.fixture
def watched(new_page):
    """A page, and what the policy refused on it."""
    page, refused = new_page(), []
    page.add_init_script(REPORTS)
    page.on("console", lambda line: line.text.startswith("REFUSED ") and refused.append(line.text))
    page.on("pageerror", lambda error: refused.append(f"broke: {error}"))
    return page, refused


def look_at(page, addresses):
    for address in addresses:
        assert page.goto(address).status == 200, address
        people.wait_until_quiet(page)


def test_it_would_be_noticed(watched):
    page, refused = watched
    page.goto("/")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: '1'}))")
    page.wait_for_timeout(500)
    assert [line.split(" on ")[0] for line in refused] == ["REFUSED script-src-elem inline"]


def test_an_officer_at_the_desk(watched, service):
    page, refused = watched
    people.sign_in(page, service, "dana")
    look_at(page, OF_THE_DESK)
    page.goto("/desk/cases/queue/")
    page.locator("main a[href*='/desk/cases/FS-']").first.click()
    page.wait_for_url(re.compile(r"/desk/cases/FS-"))
    people.wait_until_quiet(page)
    assert refused == []


def test_an_editor_writing_a_page_and_putting_up_a_picture(watched, service):
    page, refused = watched
    people.sign_in(page, service, "edie")
    look_at(page, OF_THE_EDITOR)
    page.goto("/desk/images/multiple/add/")
    page.locator("input[type=file]").first.set_input_files(people.PICTURE)
    expect(page.get_by_text("Upload successful").first).to_be_visible(timeout=30_000)
    page.goto("/desk/pages/")
    page.goto(page.locator("main a[href$='/edit/']").first.get_attribute("href"))
    people.wait_until_quiet(page)
    # The date picker and the page chooser are started by scripts written into the page; the preview is a frame.
    page.get_by_role("tab", name=re.compile("Promote")).click()
    page.get_by_role("button", name="Toggle preview").click()
    expect(page.frame_locator("#w-preview-iframe").locator("h1").first).to_be_visible(timeout=30_000)
    assert refused == []


def test_an_administrator_among_accounts(watched, service):
    page, refused = watched
    people.sign_in(page, service, "ada")
    look_at(page, OF_THE_ADMINISTRATOR)
    assert refused == []
