"""What is printed: a fact sheet is one sheet of paper, and nothing on it is only of use on a screen (P50)."""

import re

import pytest
from playwright.sync_api import expect

from reporting.kinds import Kind

SIDES = re.compile(rb"/Type\s*/Page\b")


def sides_of(page) -> int:
    return len(SIDES.findall(page.pdf(format="A4")))


def test_every_fact_sheet_is_one_sheet_of_paper(page):
    page.goto("/advice/")
    links = page.locator("main a[href^='/advice/']").evaluate_all("links => links.map(link => link.pathname)")
    topics = sorted({path for path in links if re.fullmatch(r"/advice/[a-z-]+/", path)})
    assert len(topics) >= len(Kind) - 1
    sides = {}
    for topic in topics:
        page.goto(f"{topic}fact-sheet/")
        sides[topic] = sides_of(page)
    assert all(1 <= number <= 2 for number in sides.values()), sides
    assert sides["/advice/noise/"] == 1


@pytest.mark.parametrize("address", ["/advice/noise/fact-sheet/", "/leaflets/poster/1/", "/who-can-help/"])
def test_paper_has_nothing_to_press_and_nothing_that_holds_for_an_hour(page, address):
    page.goto(address)
    page.emulate_media(media="print")
    for name in ("Leave this site", "Polski", "Menu"):
        expect(page.get_by_role("link", name=name)).to_have_count(0)
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.locator("main .fs-tag").locator("visible=true")).to_have_count(0)
