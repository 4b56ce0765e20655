"""The chat for people who cannot see, cannot use a mouse, enlarge the page, or choose their own colours."""

import re

import pytest
from playwright.sync_api import expect

from . import chats, people
from .heard import Listener
from .test_access import Look, problems, sideways, tab_until

LOG = "log What was said"
SAID_AT = re.compile(r" ?\b\d{1,2}(:\d\d)?[ap]m\b ?")
MANY = 20


def without_times(read_out: list[str]) -> list[str]:
    return [SAID_AT.sub(" ", words).strip() for words in read_out]


def say_fast(page, lines: list[str]) -> None:
    """As a script would, quicker than anyone writes."""
    page.evaluate(
        """lines => {
            const form = document.querySelector("form[data-say]");
            for (const line of lines) { form.elements.text.value = line; form.requestSubmit(); }
        }""",
        lines,
    )


# --- what is read out


@pytest.mark.parametrize("is_panel", [True, False], ids=["panel", "page"])
def test_what_is_said_is_read_out_once_in_order_with_who_said_it(new_page, connie, is_panel):
    visitor = new_page()
    visitor.goto("/advice/noise/" if is_panel else "/chat/")
    place = chats.open_panel(visitor) if is_panel else visitor.locator("main")
    words = f"Horns in the yard, {'beside' if is_panel else 'alone'}"
    chats.begin_live(place, words)
    people.wait_until_quiet(visitor)
    listener = Listener(visitor)
    chats.take(connie, words)
    chats.say(connie, "Hello, is it going on now?")
    place.locator("form[data-say] textarea").focus()
    listener.until(2, LOG)
    chats.say(place, "Yes, it is")
    chats.say(connie, "Please do not go out to them")
    read_out = without_times(listener.until(4, LOG))
    assert read_out == [
        "Connie is here and will answer you.",
        "Connie Hello, is it going on now?",
        "You Yes, it is",
        "Connie Please do not go out to them",
    ]
    expect(place.locator("form[data-say] textarea")).to_be_focused()
    # Twenty at once, and then the page anew.
    burst = [f"Step {number} of {MANY}" for number in range(1, MANY + 1)]
    say_fast(connie, burst)
    read_out = without_times(listener.until(4 + MANY, LOG))
    assert read_out[4:] == [f"Connie {line}" for line in burst]
    expect(place.locator("form[data-say] textarea")).to_be_focused()
    visitor.reload()
    expect(place.locator("[data-lines]")).to_contain_text(burst[-1])
    listener.start()
    listener.for_a_while()
    assert listener.out_of(LOG) == []
    chats.say(connie, "Still here")
    assert without_times(listener.until(1, LOG)) == ["Connie Still here"]


def test_staff_hear_what_the_visitor_writes_and_who_they_are(new_page, connie):
    visitor = new_page()
    visitor.goto("/chat/")
    visitor.locator("main [name=name]").fill("Robin Example")
    chats.begin_live(visitor.locator("main"), "Smoke in the hall")
    chats.take(connie, "Smoke in the hall")
    people.wait_until_quiet(connie)
    listener = Listener(connie)
    burst = [f"Floor {number}" for number in range(1, MANY + 1)]
    say_fast(visitor, burst)
    assert without_times(listener.until(MANY, LOG)) == [f"Robin Example {line}" for line in burst]


def test_that_an_answer_came_is_read_out_while_the_panel_is_hidden(new_page, connie):
    visitor = new_page()
    visitor.goto("/advice/noise/")
    panel = chats.open_panel(visitor)
    chats.begin_live(panel, "Steps on the roof")
    chats.take(connie, "Steps on the roof")
    expect(panel.locator("[data-lines]")).to_contain_text("is here and will answer you")
    panel.get_by_role("button", name="Hide the chat").click()
    listener = Listener(visitor)
    chats.say(connie, "Do you see anyone?")
    assert listener.until(1, "status") == ["1 new answer"]
    assert listener.out_of(LOG) == []
    # What was said meanwhile is there to read, and is not read out over what one does.
    chats.open_panel(visitor)
    expect(panel.get_by_text("Do you see anyone?")).to_be_visible()


# --- axe


def test_axe_finds_nothing_in_the_panel(new_page, connie):
    visitor, look = new_page(), Look().at
    visitor.goto("/advice/noise/")
    panel = chats.open_panel(visitor)
    found = look(visitor)
    panel.get_by_role("button", name="Start the chat").click()
    expect(panel.locator(".govuk-error-summary")).to_be_visible()
    found += look(visitor)
    chats.begin_live(panel, "Mopeds in the lane")
    found += look(visitor)
    chats.take(connie, "Mopeds in the lane")
    chats.say(connie, "How many are there?")
    expect(panel.locator("[data-lines]")).to_contain_text("How many are there?")
    found += look(visitor) + Look().at(connie)
    panel.get_by_role("button", name="Hide the chat").click()
    chats.say(connie, "Are they still there?")
    expect(visitor.locator(".chat-count")).to_be_visible()
    found += look(visitor)
    chats.open_panel(visitor)
    people.end_chat(connie)
    expect(panel.locator("[data-ended]")).to_be_visible()
    found += look(visitor)
    assert found == []


@pytest.fixture
def without_scripts(new_page):
    """A page in which no script of ours runs; axe itself needs one."""

    def make():
        page = new_page()
        page.route("**/*.js", lambda route: route.abort())
        return page

    return make


def test_axe_finds_nothing_on_either_side_without_javascript(without_scripts, new_page, connie, service):
    visitor, staff, look = without_scripts(), without_scripts(), Look().at
    visitor.goto("/chat/")
    found = look(visitor)
    chats.begin(visitor.locator("main"), "Fireworks in the park")
    found += look(visitor)
    people.sign_in(staff, service, "connie")
    staff.goto("/desk/chat/")
    found += Look().at(staff)
    staff.locator("main li", has_text="Fireworks in the park").get_by_role("link").first.click()
    staff.get_by_role("button", name="Take this chat").click()
    chats.say(staff, "Which park is it?")
    found += Look().at(staff)
    visitor.get_by_role("button", name="Check for new messages").click()
    expect(visitor.locator("[data-lines]")).to_contain_text("Which park is it?")
    found += look(visitor)
    visitor.get_by_role("button", name="End the chat").click()
    expect(visitor.locator("[data-ended]")).to_be_visible()
    found += look(visitor)
    assert found == []


# --- enlarged, in other colours, at rest

COVERED = """() => {
    const here = document.activeElement;
    if (here === document.body) return "";
    const shown = here.closest("label") || here;
    const box = here.getBoundingClientRect();
    const points = [[.5, .5], [.1, .5], [.9, .5], [.5, .2], [.5, .8]];
    const seen = points.some(([x, y]) => {
        const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
        return top && (here.contains(top) || top.contains(here) && !top.closest(".fs-top"));
    });
    return seen ? "" : here.outerHTML.slice(0, 120);
}"""


def covered_controls(page) -> list[str]:
    """What cannot be seen while it has the focus, of all that the Tab key comes to."""
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0) }")
    found = []
    for _ in range(90):
        page.keyboard.press("Tab")
        found.append(page.evaluate(COVERED))
        if page.evaluate("document.activeElement === document.body"):
            break
    return [each for each in found if each]


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (640, 450), (320, 256)], ids=["100 %", "200 %", "400 %"])
@pytest.mark.parametrize("is_panel", [True, False], ids=["panel", "page"])
def test_enlarged_nothing_is_cut_off_or_covered(new_page, connie, is_panel, width, height):
    visitor = new_page()
    visitor.goto("/privacy/" if is_panel else "/chat/")
    place = chats.open_panel(visitor) if is_panel else visitor.locator("main")
    chats.begin_live(place, "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch " * 3)
    # Enlarged while it is open: the panel then stands in the page.
    visitor.set_viewport_size({"width": width, "height": height})
    assert sideways(visitor) == []
    assert covered_controls(visitor) == []
    expect(place.locator("form[data-say] textarea")).to_be_visible()
    expect(visitor.get_by_role("link", name="Leave this site")).to_be_in_viewport()
    place.get_by_role("button", name="End the chat").click()
    expect(place.locator("[data-ended]")).to_be_visible()


def test_in_the_readers_own_colours_it_has_edges(new_page, connie):
    visitor = new_page()
    visitor.emulate_media(forced_colors="active")
    visitor.goto("/advice/noise/")
    panel = chats.open_panel(visitor)
    chats.begin_live(panel, "Doors banging")
    for pressed in (
        ".chat-panel",
        ".chat-line--own",
        ".chat-log",
        "[data-panel-close]",
        "form[data-say] button",
        "textarea",
    ):
        edge = visitor.locator(pressed).first.evaluate(
            "part => { const style = getComputedStyle(part); return [style.borderTopWidth, style.borderTopStyle] }"
        )
        assert edge[0] != "0px", f"{pressed} has no edge: {edge}"
        assert edge[1] in {"solid", "dashed"}
    assert problems(visitor, rules={"color-contrast": {"enabled": False}}) == []
    panel.get_by_role("button", name="End the chat").click()
    expect(panel.locator("[data-ended]")).to_be_visible()


def test_nothing_moves_for_whoever_asked_for_less_motion(new_page, connie):
    visitor = new_page()
    visitor.emulate_media(reduced_motion="reduce")
    visitor.goto("/advice/noise/")
    panel = chats.open_panel(visitor)
    chats.begin_live(panel, "Shouting next door")
    moving = visitor.evaluate(
        """() => [...document.querySelectorAll(".chat-panel, .chat-panel *")].filter(part => {
            const style = getComputedStyle(part);
            return style.animationName !== "none" || !/^(0s(, )?)+$/.test(style.transitionDuration)
                || style.scrollBehavior !== "auto";
        }).map(part => part.outerHTML.slice(0, 120))"""
    )
    assert moving == []
    assert visitor.evaluate("document.getAnimations().length") == 0
    panel.get_by_role("button", name="End the chat").click()
    expect(panel.locator("[data-ended]")).to_be_visible()


# --- by keyboard


def test_a_whole_chat_by_keyboard(new_page, connie):
    visitor = new_page()
    visitor.goto("/advice/noise/")
    here = "document.activeElement"
    is_chat = f"{here}.closest('.fs-nav') !== null && {here}.innerText === 'Chat'"
    tab_until(visitor, is_chat)
    visitor.keyboard.press("Enter")
    panel = chats.panel_of(visitor)
    expect(panel.locator("h2").first).to_be_focused()
    tab_until(visitor, f"{here}.name === 'text'")
    visitor.keyboard.type("Music by day and night")
    tab_until(visitor, f"{here}.tagName === 'BUTTON' && {here}.innerText.trim() === 'Start the chat'")
    visitor.keyboard.press("Enter")
    expect(panel.locator("[data-ready=live]")).to_be_visible()
    expect(panel.locator("h2").first).to_be_focused()
    tab_until(visitor, f"{here}.tagName === 'TEXTAREA'")
    visitor.keyboard.type("It is loud")
    visitor.keyboard.press("Control+Enter")
    expect(panel.locator("[data-lines]")).to_contain_text("It is loud")
    expect(panel.locator("form[data-say] textarea")).to_be_focused()
    visitor.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    assert visitor.evaluate(is_chat)
    # The panel comes after the menu and before the page.
    visitor.keyboard.press("Enter")
    expect(panel.locator("h2").first).to_be_focused()
    visitor.keyboard.press("Shift+Tab")
    expect(panel.get_by_role("button", name="Hide the chat")).to_be_focused()
    tab_until(visitor, f"{here}.tagName === 'BUTTON' && {here}.innerText.trim() === 'End the chat'")
    visitor.keyboard.press("Enter")
    expect(panel.get_by_role("heading", name="This chat has ended")).to_be_visible()


# --- sound

COUNT_TONES = """() => {
    window.tones = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) { window.tones += 1; return start.apply(this, when); };
}"""


def test_there_is_a_sound_only_for_whoever_asked_for_it(new_page, connie):
    visitor = new_page()
    visitor.add_init_script(f"({COUNT_TONES})()")
    visitor.goto("/advice/noise/")
    panel = chats.open_panel(visitor)
    chats.begin_live(panel, "A saw at six in the morning")
    chats.take(connie, "A saw at six in the morning")
    chats.say(connie, "Where is it?")
    expect(panel.locator("[data-lines]")).to_contain_text("Where is it?")
    sound = panel.get_by_label("Play a sound when an answer comes")
    expect(sound).not_to_be_checked()
    assert visitor.evaluate("window.tones") == 0
    sound.check()
    visitor.wait_for_timeout(300)
    assert visitor.evaluate("window.tones") == 2
    chats.say(panel, "In the flat above")
    assert visitor.evaluate("window.tones") == 2
    chats.say(connie, "Thank you")
    expect(panel.locator("[data-lines]")).to_contain_text("Thank you")
    visitor.wait_for_timeout(300)
    assert visitor.evaluate("window.tones") == 4
    assert chats.kept_by(visitor) == {"chat.panel": "open", "chat.sound": "on"}
    # Remembered on the next page of this tab, until it is turned off.
    visitor.goto("/advice/")
    expect(sound).to_be_checked()
    sound.uncheck()
    chats.say(connie, "Are you there?")
    expect(panel.locator("[data-lines]")).to_contain_text("Are you there?")
    assert visitor.evaluate("window.tones") == 0
    assert chats.kept_by(visitor) == {"chat.panel": "open"}
