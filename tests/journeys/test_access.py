"""axe finds nothing on any page of ours, wide or narrow; and a whole report can be made by keyboard."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from django.utils.translation import get_language_from_path
from playwright.sync_api import expect

from . import people

axe = Axe()
NARROW, WIDE = 320, 1280
# The public pages are looked at in parts, side by side.
PARTS = 3
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
    "/chat/message/",
    "/case-review/check/",
    "/case-review/ask/",
    "/nowhere/",
    # The same pages with other words around them: one in each language, and one that is there in English only.
    "/pl/case-review/check/",
    "/ur/report/back/",
    "/ar/case/",
    "/ar/advice/noise/",
]


# To look at colours is half of what axe does.
BUT_COLOURS = {"color-contrast": {"enabled": False}}
CLASSES = "() => [...new Set([...document.querySelectorAll('[class]')].flatMap(part => [...part.classList]))]"


def problems(page, **options) -> list[str]:
    """What axe finds. It is a script, so it would wait for ever where there is none; such a page is looked at with one."""
    if not getattr(page.context, "scripts", True):
        return []
    found = axe.run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    return [f"{page.url}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]


def sideways(page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{page.url}: {wide} pixels to scroll sideways"] if wide > 0 else []


class Look:
    """Looks at pages narrow and wide.

    axe sees every page on a phone. Its colours, and the page as axe finds it when wide, come from the classes in it: they
    are looked at where a page has a class that no page before it had.
    """

    def __init__(self):
        self.seen: set[str] = set()

    def at(self, page) -> list[str]:
        # Its words can be there before its style sheet, which makes it narrow enough.
        page.wait_for_load_state()
        page.set_viewport_size({"width": NARROW, "height": 900})
        new = set(page.evaluate(CLASSES)) - self.seen
        self.seen |= new
        found = sideways(page) + (problems(page) if new else problems(page, rules=BUT_COLOURS))
        page.set_viewport_size({"width": WIDE, "height": 900})
        return found + sideways(page) + (problems(page, rules=BUT_COLOURS) if new else [])


@pytest.fixture
def look():
    return Look().at


# Leaving, and what has tests of its own below.
ELSEWHERE = ("/exit/", "/desk/", "/documents/", "/media/", "/report/", "/case/", "/chat/")


def linked_from(page, address: str) -> set[str]:
    """The pages that `address` leads to; asked for without a browser's page, which is quicker."""
    links = BeautifulSoup(page.request.get(address).text(), "html.parser").select("a[href^='/']:not([type])")
    # What has a type is no page: a feed, a calendar.
    plain = {link["href"].split("#")[0].split("?")[0] for link in links}
    return {link for link in plain if not link.startswith(ELSEWHERE) and not get_language_from_path(link)}


@pytest.mark.parametrize("part", range(PARTS))
def test_every_public_page(new_page, look, part):
    page = new_page()
    # Everything the site links to, two steps from its front page, and what nothing links to.
    first = linked_from(page, "/")
    content = first.union(*(linked_from(page, address) for address in first))
    # Each asks the same form whether it helped: one of them is enough.
    asking = sorted(link for link in content if link.startswith("/feedback/"))
    addresses = sorted(content - set(asking[1:])) + PUBLIC
    assert len(addresses) > 30
    found = []
    for address in addresses[part::PARTS]:
        page.goto(address)
        found += look(page)
    assert found == []


def test_every_step_of_a_report_and_its_receipt_and_your_case(new_page, look):
    page = new_page()
    people.start_report(page)
    found = []
    while people.step_of(page) != "receipt":
        step = people.step_of(page)
        found += look(page)
        if step in {"danger", "details", "contact"}:
            people.press_wrongly(page)
            found += look(page)
        people.fill(page, step, people.NOISE.get(step, {}))
        people.go_on(page)
    found += look(page)
    reference, secret = people.receipt(page)
    people.open_your_case(page, reference, secret)
    for address in ("yours", "history", "tell-us", "happened", "files", "call"):
        page.goto(f"/case/{address}/")
        found += look(page)
    assert found == []


DESK = {
    "dana": ["cases/queue/", "cases/", "cases/call-backs/", "report/", "chat/", "chat/team/", "chat/figures/"],
    "connie": ["cases/", "report/", "chat/"],
    "max": ["cases/queue/", "cases/", "reviews/", "alerts/", "team/", "standards/", "risk/"],
    "edie": ["style-guide/", "exit-check/"],
}
# A case at each stage, for each offers other pages; and one that only those who need to know may open.
CASES = ["status=10", "status=30", "status=40", "status=90", "restricted=yes"]


def pages_of_a_case(page, base: str) -> set[str]:
    links = page.locator(f"a[href^='{base}']")
    return set(links.evaluate_all("links => links.map(link => link.getAttribute('href'))"))


def test_every_page_of_the_desk(new_page, service, look):
    found = []
    for username, addresses in DESK.items():
        page = new_page()
        people.sign_in(page, service, username)
        for address in addresses:
            page.goto(f"/desk/{address}")
            found += look(page)
    assert found == []


def test_a_chat_on_both_sides(new_page, service, look):
    connie, visitor = new_page(), new_page()
    people.at_the_chats(connie, service, "connie")
    visitor.goto("/chat/")
    found = look(visitor)
    visitor.locator("main [name=text]").fill("Someone shouts in the stairs")
    visitor.get_by_role("button", name="Start the chat").click()
    expect(visitor.locator("[data-queue]")).to_contain_text("You are next")
    found += look(visitor)
    connie.goto("/desk/chat/")
    found += look(connie)
    connie.locator("main li", has_text="shouts in the stairs").get_by_role("link").first.click()
    connie.get_by_role("button", name="Take this chat").click()
    expect(visitor.locator("[data-lines]")).to_contain_text("is here and will answer you")
    for summary in connie.locator(".chat-console summary").all():
        summary.click()
    found += look(connie) + look(visitor)
    chat = visitor.url
    for address in ("needs", "keep"):
        visitor.goto(f"{chat}{address}/")
        found += look(visitor)
    visitor.goto(chat)
    people.end_chat(connie)
    expect(visitor.locator("[data-ended]")).to_be_visible()
    expect(visitor.locator("[data-rating] form")).to_be_visible()
    found += look(visitor)
    assert found == []


def test_every_page_about_a_case(new_page, service, look):
    found, seen = [], set()
    # A manager is asked why they must read a restricted case, and has pages that a duty officer has not.
    for username, more in (("dana", {"summary/"}), ("max", set())):
        page = new_page()
        people.sign_in(page, service, username)
        for query in CASES:
            page.goto(f"/desk/cases/?{query}")
            base = f"/desk/cases/{page.locator('main table a').first.inner_text()}/"
            page.goto(base)
            found += look(page)
            for address in sorted(pages_of_a_case(page, base) | {base + each for each in more}):
                kind = KIND.sub("", address.removeprefix(base))
                if kind not in seen:
                    seen.add(kind)
                    assert page.goto(address).status == 200
                    found += look(page)
    assert {"assess/", "allocate/", "plan/", "close/", "signpost/", "need_to_know/", "letters//", "pause/"} <= seen
    assert {"manager_review/", "story/"} <= seen
    assert found == []


def test_a_letter_as_it_would_go(new_page, service, look):
    page = new_page()
    people.sign_in(page, service, "dana")
    page.goto("/desk/cases/?status=40")
    page.goto(f"/desk/cases/{page.locator('main table a').first.inner_text()}/close/")
    page.locator("[name=reason]").first.check()
    page.locator("[name=explanation]").fill("It has been quiet for six weeks.")
    people.press(page)
    assert look(page) == []


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
# As a name of a street, an address or a language may have them.
LONG_WORDS = """() => {
    const kinds = "h1, h2, h3, p, li, a:not([href^='tel:']), label, legend, dt, dd, summary, td, th, strong";
    const parts = [...document.querySelectorAll("main, footer")].flatMap(part => [...part.querySelectorAll(kinds)]);
    const mayBreak = part => getComputedStyle(part).whiteSpace !== "nowrap";
    for (const part of parts.filter(mayBreak)) part.append("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch");
}"""
MIRRORED = "() => { document.documentElement.dir = 'rtl' }"


@pytest.mark.parametrize("change", [WIDER, LONG_WORDS, MIRRORED], ids=["wider text", "long words", "right to left"])
def test_nothing_runs_out_of_a_narrow_page(new_page, change):
    """320 pixels are also what a page 1,280 wide has at a zoom of 400 %."""
    page, found = new_page(width=320), []
    for address in SOME:
        page.goto(address)
        page.evaluate(change)
        found += sideways(page)
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
