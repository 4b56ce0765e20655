"""axe finds nothing on any page of ours, wide or narrow; and a whole report can be made by keyboard."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from . import people

pytestmark = pytest.mark.xdist_group("access")

axe = Axe()
WIDTHS = [320, 1280]
KIND = re.compile(r"\d+|\?.*")  # what tells one letter, step or page of a timeline from another
PUBLIC = [
    "/",
    "/search/",
    "/search/?query=noise",
    "/report/",
    "/report/back/",
    "/case/",
    "/case/link/",
    "/chat/",
    "/chat/back/",
    "/case-review/check/",
    "/case-review/ask/",
    "/nowhere/",
]


def problems(page) -> list[str]:
    found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{page.url}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]


def no_sideways(page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{page.url}: {wide} pixels to scroll sideways"] if wide > 0 else []


# Leaving, and what has tests of its own below.
ELSEWHERE = ("/exit/", "/desk/", "/documents/", "/media/", "/report/", "/case/", "/chat/")


def linked_from(page, address: str) -> list[str]:
    page.goto(address)
    # What has a type is no page: a feed, a calendar.
    links = page.locator("a[href^='/']:not([type])").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    plain = {link.split("#")[0].split("?")[0] for link in links}
    return sorted(link for link in plain if not link.startswith(ELSEWHERE))


@pytest.mark.parametrize("width", WIDTHS)
def test_every_public_page(new_page, width):
    page = new_page(width=width)
    # Everything the site links to, two steps from its front page, and what nothing links to.
    first = linked_from(page, "/")
    content = {link for address in first for link in linked_from(page, address)} | set(first)
    # Each asks the same form whether it helped: one of them is enough.
    asking = sorted(link for link in content if link.startswith("/feedback/"))
    addresses = sorted(content - set(asking[1:])) + PUBLIC
    assert len(addresses) > 30
    found = []
    for address in addresses:
        page.goto(address)
        found += problems(page) + no_sideways(page)
    assert found == []


@pytest.mark.parametrize("width", WIDTHS)
def test_every_step_of_a_report_and_its_receipt_and_your_case(new_page, width):
    page = new_page(width=width)
    people.start_report(page)
    found = []
    while people.step_of(page) != "receipt":
        step = people.step_of(page)
        found += problems(page) + no_sideways(page)
        if step in {"danger", "details", "contact"}:
            people.press_wrongly(page)
            found += problems(page)
        people.fill(page, step, people.NOISE.get(step, {}))
        people.go_on(page)
    found += problems(page) + no_sideways(page)
    reference, secret = people.receipt(page)
    people.open_your_case(page, reference, secret)
    for address in ("yours", "history", "tell-us", "happened", "files", "call"):
        page.goto(f"/case/{address}/")
        found += problems(page) + no_sideways(page)
    assert found == []


DESK = {
    "dana": ["cases/queue/", "cases/", "cases/call-backs/", "report/", "chat/"],
    "connie": ["cases/", "report/", "chat/"],
    "max": ["cases/queue/", "cases/", "reviews/"],
    "edie": ["style-guide/", "exit-check/"],
}
# A case at each stage, for each offers other pages; and one that only those who need to know may open.
CASES = ["status=10", "status=30", "status=40", "status=90", "restricted=yes"]


def pages_of_a_case(page, reference: str) -> set[str]:
    links = page.locator(f"a[href^='/desk/cases/{reference}/']")
    return set(links.evaluate_all("links => links.map(link => link.getAttribute('href'))"))


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_the_desk(new_page, service, width):
    found = []
    for username, addresses in DESK.items():
        page = new_page(width=width)
        people.sign_in(page, service, username)
        for address in addresses:
            page.goto(f"/desk/{address}")
            found += problems(page) + no_sideways(page)
    assert found == []


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_about_a_case(new_page, service, width):
    page = new_page(width=width)
    people.sign_in(page, service, "max")
    found, seen = [], set()
    for query in CASES:
        page.goto(f"/desk/cases/?{query}")
        reference = page.locator("main table a").first.inner_text()
        page.goto(f"/desk/cases/{reference}/")
        found += problems(page) + no_sideways(page)
        for address in sorted(pages_of_a_case(page, reference) | {f"/desk/cases/{reference}/summary/"}):
            kind = KIND.sub("", address.removeprefix(f"/desk/cases/{reference}"))
            if kind not in seen:
                seen.add(kind)
                assert page.goto(address).status == 200
                found += problems(page) + no_sideways(page)
    assert {"/assess/", "/allocate/", "/plan/", "/close/", "/signpost/", "/need_to_know/", "/letters//"} <= seen
    assert found == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_letter_as_it_would_go(new_page, service, width):
    page = new_page(width=width)
    people.sign_in(page, service, "max")
    page.goto("/desk/cases/?status=40")
    page.goto(f"/desk/cases/{page.locator('main table a').first.inner_text()}/close/")
    page.locator("[name=reason]").first.check()
    page.locator("[name=explanation]").fill("It has been quiet for six weeks.")
    people.press(page)
    assert problems(page) + no_sideways(page) == []


SOME = [
    "/",
    "/advice/noise/",
    "/how-to-report/",
    "/who-can-help/",
    "/success-stories/",
    "/report/",
    "/case/",
    "/search/?query=noise",
]
# What WCAG 2.2 (1.4.12) lets a reader set without losing anything.
WIDER = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
                       p { margin-block-end: 2em !important }`);
    document.adoptedStyleSheets = [sheet];
}"""
MIRRORED = "() => { document.documentElement.dir = 'rtl' }"


@pytest.mark.parametrize("change", [WIDER, MIRRORED], ids=["wider text", "right to left"])
def test_nothing_runs_out_of_a_narrow_page(new_page, change):
    """320 pixels are also what a page 1,280 wide has at a zoom of 400 %."""
    page, found = new_page(width=320), []
    for address in SOME:
        page.goto(address)
        page.evaluate(change)
        found += no_sideways(page)
    assert found == []


def test_what_one_presses_has_an_edge_in_the_readers_own_colours(new_page):
    page = new_page()
    page.emulate_media(forced_colors="active")
    for address, pressed in (
        ("/", ".govuk-button"),
        ("/", "[data-exit]"),
        ("/report/", "main button"),
        ("/search/", "main input"),
    ):
        page.goto(address)
        edge = page.locator(pressed).first.evaluate(
            "part => { const style = getComputedStyle(part); return [style.borderTopWidth, style.borderTopStyle] }"
        )
        assert edge[0] != "0px", f"{pressed} on {address} has no edge: {edge}"
        assert edge[1] == "solid"


def test_a_whole_report_by_keyboard(new_page):
    page = new_page()
    page.goto("/report/")
    tab_to(page, "^Start")
    with people.settled(page):
        page.keyboard.press("Enter")
    while people.step_of(page) != "receipt":
        step = people.step_of(page)
        for name, value in people.ANONYMOUS_DRUGS.get(step, {}).items():
            answer_by_keyboard(page, f"{step}-{name}", value)
        tab_to(page, people.ON.pattern)
        with people.settled(page):
            page.keyboard.press("Enter")
    people.receipt(page)


def answer_by_keyboard(page, name: str, value: str) -> None:
    tab_until(page, f"document.activeElement.name === {name!r}")
    kind = page.evaluate("document.activeElement.type")
    if kind == "radio":
        # The arrow keys choose among radio buttons.
        page.keyboard.press("Space")
        for _ in range(40):
            if page.evaluate("document.activeElement.value") == value:
                break
            page.keyboard.press("ArrowDown")
    elif kind == "checkbox" and value == "on":
        page.keyboard.press("Space")
        assert page.evaluate("document.activeElement.checked")
        return
    elif kind == "checkbox":
        tab_until(page, f"document.activeElement.name === {name!r} && document.activeElement.value === {value!r}")
        page.keyboard.press("Space")
    else:
        page.keyboard.type(value)
    chosen = page.locator(f"[name='{name}'][value='{value}']") if kind in {"radio", "checkbox"} else None
    if chosen:
        expect(chosen).to_be_checked()


def tab_to(page, button: str) -> None:
    here = "document.activeElement"
    tab_until(page, f"{here}.tagName === 'BUTTON' && new RegExp({button!r}).test({here}.innerText.trim())")


def tab_until(page, condition: str) -> None:
    for _ in range(150):
        if page.evaluate(condition):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard never came to where {condition}")
