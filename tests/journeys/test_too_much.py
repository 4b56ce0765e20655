"""What is typed stays in its box when it cannot be taken."""

import pytest
from playwright.sync_api import expect

from . import people

BOX = "main [name='details-what_happened']"
STORY = "Loud music through the wall."
# In a field of no size: laying out a box with so much in it takes a browser minutes.
FILL_UP = """form => {
  const more = form.appendChild(document.createElement("input"));
  Object.assign(more, { type: "hidden", name: "more", value: "x".repeat(3000000) });
}"""


@pytest.fixture
def page(new_page):
    page = new_page()
    page.goto("/")
    assert people.walk_close_to(page, "where") == "details"
    page.locator(BOX).fill(STORY)
    return page


def send(page) -> None:
    page.get_by_role("button", name=people.ON).click()


def test_what_is_too_much_for_one_page_can_be_made_shorter_and_sent(page):
    page.locator("main form").evaluate(FILL_UP)
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("This is too much to send in one go")
    expect(page.locator(BOX)).to_have_value(STORY)
    page.locator("[name=more]").evaluate("more => more.remove()")
    people.go_on(page)
    assert people.step_of(page) == "where"


@pytest.mark.parametrize("status", [403, 500])
def test_what_the_service_could_not_take_can_be_sent_again(page, status):
    failing = "**/details/"
    page.route(failing, lambda route: route.fulfill(status=status, body="<main id='main'>Sorry</main>"))
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("Something went wrong. Send it again")
    expect(page.locator(BOX)).to_have_value(STORY)
    page.unroute(failing)
    people.go_on(page)
    assert people.step_of(page) == "where"
