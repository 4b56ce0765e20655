"""A visitor sends pictures and files in a chat, with JavaScript and without; staff look at them, and the case has them."""

import re

import pytest
from playwright.sync_api import expect

from . import chats, people
from .test_access import problems, sideways

NARROW, WIDE = 320, 1280
PICTURE = {"name": "broken-window.jpg", "mimeType": "image/jpeg", "buffer": people.PICTURE.read_bytes()}


@pytest.fixture
def chat(page, new_page, service):
    """A visitor's page, with and without JavaScript, and Connie's, who answers."""
    connie = new_page()
    people.at_the_chats(connie, service, "connie")
    return begin(page, connie)


def begin(visitor, connie):
    chats.begin_and_take(visitor, connie)
    return visitor, connie


def choose(page, *files) -> None:
    summary = page.get_by_text("Add pictures, sound or files")
    if page.locator("details[data-files]").get_attribute("open") is None:
        summary.click()
    page.locator("main input[type=file]").set_input_files(list(files))


def press_send(page) -> None:
    page.locator("main [data-say] button[type=submit]").click()


def a_file(name: str, content: bytes, kind: str = "text/plain") -> dict:
    return {"name": name, "mimeType": kind, "buffer": content}


def looks_right(page) -> list[str]:
    found = []
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        found += sideways(page) + problems(page)
    return found


def is_drawn(picture) -> None:
    """The browser has it and could read it."""
    expect(picture).to_be_visible()
    for _ in range(100):
        if picture.evaluate("image => image.complete"):
            break
        picture.page.wait_for_timeout(100)
    assert picture.evaluate("image => image.naturalWidth") > 100


def test_a_picture_goes_from_the_visitor_to_staff_and_on_to_the_case(chat, new_page, service):
    visitor, connie = chat
    visitor.locator("main [data-say] [name=text]").fill("This is the window")
    choose(visitor, PICTURE, a_file("diary.txt", b"Monday: a stone."))
    assert looks_right(visitor) == []
    press_send(visitor)
    for page in (visitor, connie):
        lines = page.locator("[data-lines]")
        expect(lines).to_contain_text("This is the window")
        expect(lines).to_contain_text("Picture: broken-window.jpg")
        expect(lines).to_contain_text("Document: diary.txt")
    is_drawn(visitor.get_by_alt_text("Your picture broken-window.jpg"))
    is_drawn(connie.get_by_alt_text("The visitor’s picture broken-window.jpg"))
    expect(visitor.locator("main input[type=file]")).to_have_value("")
    expect(visitor.locator("main [data-say] [name=text]")).to_have_value("")

    with connie.expect_download() as download:
        connie.get_by_role("link", name="Download it diary.txt").click()
    assert download.value.suggested_filename == "diary.txt"
    with connie.context.expect_page() as opened:
        connie.get_by_role("link", name=re.compile("^Look at it in a new tab")).click()
    is_drawn(opened.value.locator("img"))
    opened.value.close()
    for page in (visitor, connie):
        assert looks_right(page) == []

    connie.get_by_role("link", name="Make a case").click()
    people.put(connie, "kind", "vandalism")
    people.press(connie)
    # The contact centre sees no evidence: from now on it has the names.
    expect(connie.locator("[data-lines]")).to_contain_text("Picture: broken-window.jpg")
    expect(connie.locator("[data-lines] img")).to_have_count(0)
    people.end_chat(connie)
    if not visitor.context.scripts:
        visitor.get_by_role("button", name="Check for new messages").click()
    expect(visitor.locator("[data-case]")).to_be_visible()
    reference, _secret = people.receipt(visitor)

    dana = new_page()
    people.sign_in(dana, service, "dana")
    dana.goto(f"/desk/cases/{reference}/")
    evidence = dana.locator(".desk-evidence")
    expect(evidence).to_contain_text("broken-window.jpg")
    expect(evidence).to_contain_text("diary.txt")
    expect(dana.locator("main")).to_contain_text("Picture: broken-window.jpg")
    evidence.locator("summary").click()
    is_drawn(evidence.locator("img"))


def test_a_file_that_cannot_be_taken_is_explained_and_what_was_typed_stays(chat):
    visitor, connie = chat
    visitor.locator("main [data-say] [name=text]").fill("x" * 4001)
    choose(visitor, a_file("virus.jpg", b"MZ" + bytes(200), "image/jpeg"))
    press_send(visitor)
    expect(visitor.locator("details[data-files]")).to_contain_text("We cannot take “virus.jpg”")
    # Too long: it is still there to be made shorter.
    expect(visitor.locator("main [data-say] [name=text]")).to_have_value("x" * 4001)
    assert looks_right(visitor) == []
    choose(visitor, PICTURE)
    visitor.locator("main [data-say] [name=text]").fill("Now a real one")
    press_send(visitor)
    expect(connie.locator("[data-lines]")).to_contain_text("Picture: broken-window.jpg")
    expect(connie.locator("[data-lines]")).to_contain_text("Now a real one")
    people.end_chat(connie)


def test_a_picture_sent_without_a_connection_goes_once_when_it_is_back(new_page, service):
    connie = new_page()
    people.at_the_chats(connie, service, "connie")
    visitor, connie = begin(new_page(width=NARROW), connie)
    visitor.context.set_offline(True)
    choose(visitor, PICTURE)
    press_send(visitor)
    expect(visitor.locator("[data-upload-state]")).to_contain_text("broken-window.jpg is not sent yet")
    visitor.locator("main [data-say] [name=text]").fill("Half a sentence")
    visitor.context.set_offline(False)
    expect(connie.locator("[data-lines] li", has_text="broken-window.jpg")).to_have_count(1)
    expect(visitor.locator("[data-lines] li", has_text="broken-window.jpg")).to_have_count(1)
    expect(visitor.locator("[data-upload-state]")).to_be_empty()
    expect(visitor.locator("main [data-say] [name=text]")).to_have_value("Half a sentence")
    people.end_chat(connie)


def test_an_answer_that_is_lost_makes_the_picture_be_sent_again_and_stored_once(new_page, service):
    connie = new_page()
    people.at_the_chats(connie, service, "connie")
    visitor, connie = begin(new_page(), connie)
    answers = []

    def lose_the_first(route):
        answers.append(route.fetch())
        if len(answers) == 1:
            route.abort()
        else:
            route.fulfill(response=answers[-1])

    visitor.route("**/say/", lose_the_first)
    choose(visitor, PICTURE)
    press_send(visitor)
    expect(visitor.locator("[data-upload-state]")).to_be_empty()
    expect(visitor.locator("[data-lines] li", has_text="broken-window.jpg")).to_have_count(1)
    visitor.wait_for_timeout(4000)
    assert len(answers) == 2
    expect(connie.locator("[data-lines] li", has_text="broken-window.jpg")).to_have_count(1)
    expect(visitor.locator("[data-lines] li", has_text="broken-window.jpg")).to_have_count(1)
    people.end_chat(connie)


def test_leaving_the_site_stops_what_is_being_sent(new_page, service):
    connie = new_page()
    people.at_the_chats(connie, service, "connie")
    visitor, connie = begin(new_page(), connie)
    visitor.context.set_offline(True)
    choose(visitor, PICTURE)
    press_send(visitor)
    expect(visitor.locator("[data-upload-state]")).to_contain_text("not sent yet")
    visitor.keyboard.press("Shift")
    visitor.keyboard.press("Shift")
    visitor.keyboard.press("Shift")
    visitor.wait_for_url("about:blank")
    visitor.context.set_offline(False)
    connie.wait_for_timeout(4000)
    expect(connie.locator("[data-lines] li", has_text="broken-window.jpg")).to_have_count(0)
    people.end_chat(connie)
