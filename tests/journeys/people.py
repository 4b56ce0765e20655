"""What people do in a browser, a step at a time."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bs4 import BeautifulSoup
from playwright.sync_api import Error, Page, expect

from reporting.worktime import ENGLAND
from tests.pages import form_values

PICTURE = Path(__file__).parent / "data" / "broken-window.jpg"

NOISE = {
    "danger": {"now": "no"},
    "who": {"relation": "tenant", "named": "named", "name": "Robin Example"},
    "what": {"kind": "noise"},
    "details": {"sounds": "music", "times": "night", "what_happened": "Loud music through the wall, most nights."},
    "where": {"postcode": "zz11aa"},
    "home": {"home": "12 Imaginary Row"},
    "when": {"worse": "yes"},
    "effect": {"effect": "a_lot"},
    "contact": {"prefers": "email"},
    "reach": {"email": "robin@tenant.example", "shared": "no"},
    "check": {"true": "on"},
}
ANONYMOUS_DRUGS = {
    "danger": {"now": "no"},
    "who": {"relation": "neighbour", "named": "anonymous"},
    "what": {"kind": "drugs"},
    "details": {"signs": "dealing", "what_happened": "People come at all hours and stay a minute."},
    "where": {"place": "The second stair of Pretend Court"},
    "contact": {"prefers": "none"},
    "check": {"true": "on"},
}
DOMESTIC_ABUSE = {
    "danger": {"now": "yes"},
    "who": {"relation": "tenant", "named": "named", "name": "Ash Example"},
    "what": {"kind": "domestic_abuse"},
    "details": {"about": "me", "what_happened": "He broke the door last night."},
    "where": {"place": "My flat"},
    "contact": {"prefers": "none"},
    "check": {"true": "on"},
}


def step_of(page: Page) -> str:
    """The step of a report that the browser is at, by its address; `receipt` at the end."""
    return page.url.split("?")[0].rstrip("/").split("/")[-1]


def start_report(page: Page, address: str = "/report/") -> None:
    page.goto(address)
    page.get_by_role("button", name=re.compile("^Start")).click()
    page.wait_for_url("**/danger/")


def walk_close_to(page: Page, goal: str, answers: dict = NOISE) -> str:
    """Bring the browser to the step before `goal`; gives its name.

    The steps before that are answered by the browser's own requests without its pages, which is much quicker.
    """
    address = answer_without_page(page, "/report/", {})
    while True:
        step = address.rstrip("/").split("/")[-1]
        following = answer_without_page(page, address, answers.get(step, {}))
        if following.rstrip("/").split("/")[-1] == goal:
            page.goto(address)
            return step
        address = following


def answer_without_page(page: Page, address: str, answers: dict) -> str:
    """Send the form at `address` with its defaults and `answers`; gives the address that it leads to."""
    html = page.request.get(address).text()
    values = {name: value for name, (value, *_) in form_values(html).items() if value is not None}
    step = address.rstrip("/").split("/")[-1]
    values |= {f"{step}-{name}": choice_of(html, f"{step}-{name}", value) for name, value in answers.items()}
    answered = page.request.post(address, form=values, max_redirects=0)
    return answered.headers["location"]


def choice_of(html: str, name: str, value: str) -> str:
    """The value behind a choice that is named by its words, such as a home by its address."""
    soup = BeautifulSoup(html, "html.parser")
    if soup.find(attrs={"name": name, "type": "radio"}) and not soup.find(attrs={"name": name, "value": value}):
        label = soup.find("label", string=re.compile(re.escape(value)))
        return soup.find(id=label["for"])["value"]
    return value


def fill(page: Page, step: str, answers: dict) -> None:
    for name, value in answers.items():
        put(page, f"{step}-{name}", value)


def put(page: Page, name: str, value: str) -> None:
    """Answer the question `name`, whatever kind of field it is; a choice by its value or its words."""
    field = page.locator(f"main [name='{name}']")
    kind = field.first.evaluate("field => field.type || field.tagName")
    if value == "on":
        field.check()
    elif kind in {"radio", "checkbox"}:
        choice = page.locator(f"main [name='{name}'][value='{value}']")
        (choice if choice.count() else page.get_by_label(re.compile(f"^{re.escape(value)}"))).check()
    elif kind == "select-one":
        field.select_option(value)
    else:
        field.fill(value)


ON = re.compile("^(Continue|Go on and tell us|Go on with the report|Send)$")


def go_on(page: Page) -> None:
    """Press the button that leads on, wait for what comes of it, and make sure that nothing was wrong."""
    with settled(page):
        page.get_by_role("button", name=ON).click()
    expect(page.locator(".govuk-error-summary")).to_have_count(0)


@contextmanager
def settled(page: Page) -> Iterator[None]:
    """Wait until the page that comes of what is done in the block is there, also when a script brings it."""
    with page.expect_event("load"):
        yield
    page.wait_for_load_state("load")


def wait_until_there(page: Page) -> None:
    """Wait until the page has loaded. Asked from outside: the policy of our pages lets no test evaluate words in them."""
    for _ in range(600):
        try:
            if page.evaluate("document.readyState") == "complete":
                return
        except Error:
            # Asked while one page was making room for the next.
            page.wait_for_timeout(50)
        page.wait_for_timeout(50)
    raise AssertionError(f"{page.url} never finished loading")


def wait_until_quiet(page: Page) -> None:
    """Wait until nothing more has come for half a second. (Playwright's "networkidle" sometimes never comes: a request that
    the page before had under way may be counted for ever.)"""
    came = -1
    while (now := page.evaluate("performance.getEntriesByType('resource').length")) != came:
        came = now
        page.wait_for_timeout(500)


def report(page: Page, answers: dict, *, until: str = "receipt", add_picture: bool = False) -> None:
    """Go on from the step the browser is at, answering each, until `until` is reached."""
    for _ in range(25):
        step = step_of(page)
        if step == until:
            return
        fill(page, step, answers.get(step, {}))
        if step == "evidence" and add_picture:
            page.locator("main input[type=file]").set_input_files(PICTURE)
        go_on(page)
    raise AssertionError(f"Never came to {until}; stood at {step_of(page)}")


def receipt(page: Page) -> tuple[str, str]:
    """The reference and the secret that the receipt shows."""
    words = page.locator("main").inner_text()
    reference = re.search(r"FS-[0-9A-Z]{4}-[0-9A-Z]{4}", words)[0]
    secret = re.search(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b", words.replace(reference, ""))[0]
    return reference, secret


def open_your_case(page: Page, reference: str, secret: str) -> None:
    page.goto("/case/")
    page.locator("main [name=reference]").fill(reference)
    page.locator("main [name=secret]").fill(secret)
    with settled(page):
        page.get_by_role("button", name="Open my case").click()


def sign_in(page: Page, service, username: str) -> None:
    page.goto("/desk/login/")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(service.passwords[username])
    page.locator("form [type=submit]").first.click()
    page.wait_for_url("**/desk/")


def at_the_chats(page: Page, service, username: str) -> None:
    """Sign in and take chats: while nobody does, the chat is closed."""
    sign_in(page, service, username)
    page.goto("/desk/chat/")
    ready = page.get_by_role("button", name="Take chats", exact=True)
    if ready.count():
        ready.click()
    expect(page.get_by_role("button", name="Stop taking chats")).to_be_visible()


def end_chat(page: Page) -> None:
    """The chat that is open at the desk ends, with what came of it."""
    ending = page.locator("details", has=page.locator("[name=end-outcome]"))
    if ending.get_attribute("open") is None:
        ending.locator("summary").click()
    put(page, "end-outcome", "advice")
    ending.get_by_role("button", name="End it").click()


def act(page: Page, reference: str, action: str, answers: dict) -> None:
    """Do one of the desk's actions on a case, on its own page; a letter is read before it goes."""
    page.goto(f"/desk/cases/{reference}/{action}/")
    for name, value in answers.items():
        put(page, name, value)
    press(page)
    if page.locator("main button[name=send]").count():
        press(page)


def press(page: Page) -> None:
    with settled(page):
        page.locator("main form.desk-form button[type=submit]").first.click()
    expect(page.locator("main .desk-error")).to_have_count(0)


def in_days(number: int) -> str:
    return (datetime.now(ENGLAND).date() + timedelta(days=number)).isoformat()


def press_wrongly(page: Page) -> None:
    """Go on without answering, as one does by mistake, and wait for what is said about it."""
    page.get_by_role("button", name="Continue", exact=True).click()
    page.locator(".govuk-error-summary").wait_for()
