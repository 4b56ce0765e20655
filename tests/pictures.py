"""Takes the screenshots in docs/pictures again: `python -m tests.pictures` (`make pictures`)."""

import os
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests import browser as chromium
from tests.journeys import people
from tests.server import ROOT, Service, last_tuesday_at_ten, running

PICTURES = ROOT / "docs" / "pictures"
WIDTHS = (320, 1280)
COLOURS = 160
PUBLIC = {
    "home": "/",
    "advice": "/advice/noise/",
    "how-to-report": "/how-to-report/",
    "who-can-help": "/who-can-help/",
    "report-start": "/report/",
    "chat": "/chat/",
}
DESK = {"desk-home": "/desk/", "desk-queue": "/desk/cases/queue/", "desk-cases": "/desk/cases/"}


def take(page: Page, name: str, width: int) -> None:
    page.wait_for_load_state("networkidle")
    picture = Image.open(BytesIO(page.screenshot(full_page=width == 1280)))
    # A third of the size, and nobody sees the difference.
    picture.convert("RGB").quantize(COLOURS).save(PICTURES / f"{name}-{width}.png", optimize=True)


def pictures_at(browser: Browser, service: Service, width: int) -> None:
    def new_page() -> Page:
        context = browser.new_context(base_url=service.url, viewport={"width": width, "height": 900}, locale="en-GB")
        return context.new_page()

    connie = new_page()
    people.at_the_chats(connie, service, "connie")
    page = new_page()
    for name, address in PUBLIC.items():
        answer = page.goto(address)
        if answer is None or not answer.ok:
            raise RuntimeError(f"{address} is not there")
        take(page, name, width)
    people.start_report(page)
    for step in ("what", "effect", "check", "receipt"):
        people.report(page, people.NOISE, until=step)
        take(page, f"report-{step}", width)
    reference, secret = people.receipt(page)
    people.open_your_case(page, reference, secret)
    take(page, "your-case", width)

    officer = new_page()
    people.sign_in(officer, service, "max")
    for name, address in DESK.items():
        officer.goto(address)
        take(officer, name, width)
    officer.goto("/desk/cases/?status=40")
    officer.locator("main table a").first.click()
    take(officer, "desk-case", width)


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with (
        tempfile.TemporaryDirectory(prefix="fairstreet-pictures-") as folder,
        running(Path(os.environ.get("JOURNEYS_VAR", folder)), at=last_tuesday_at_ten()) as service,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=arguments)
        for width in WIDTHS:
            pictures_at(browser, service, width)
        browser.close()
    print(f"{len(list(PICTURES.glob('*.png')))} pictures in {PICTURES.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
