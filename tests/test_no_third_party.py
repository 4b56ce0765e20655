"""No page asks anyone else for anything: not a script, a style, a picture or a typeface."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
ELSEWHERE = re.compile(r"^\s*(?:https?:)?//", re.IGNORECASE)
# Attributes by which a page fetches something as it is read. A link that someone chooses to follow is not one.
FETCHES = {
    "script": ["src"],
    "link": ["href"],
    "img": ["src", "srcset"],
    "source": ["src", "srcset"],
    "audio": ["src"],
    "video": ["src", "poster"],
    "track": ["src"],
    "iframe": ["src"],
    "embed": ["src"],
    "object": ["data"],
    "input": ["src"],
    "form": ["action"],
    "use": ["href", "xlink:href"],
    "image": ["href", "xlink:href"],
}
# Nothing is fetched to follow these: they say what the page is.
NOT_FETCHED = {"canonical", "alternate", "license", "author"}
IN_STYLE = re.compile(
    r"url\(\s*[\"']?\s*((?:https?:)?//[^)\"']+)|@import\s+[\"']((?:https?:)?//[^\"']+)", re.IGNORECASE
)
IN_SCRIPT = re.compile(r"[\"'`]((?:https?:|wss?:)?//[\w.-]+\.[a-z]{2,}[^\"'`]*)[\"'`]", re.IGNORECASE)
# Names of a vocabulary; nobody asks the host for them.
VOCABULARIES = ("http://www.w3.org/",)


def fetched_elsewhere(html: str) -> list[str]:
    return [
        str(value)
        for tag in BeautifulSoup(html, "html.parser").find_all(list(FETCHES))
        for name in FETCHES[tag.name]
        if (value := tag.get(name)) and ELSEWHERE.match(value) and not NOT_FETCHED & set(tag.get("rel") or [])
    ]


def asked_elsewhere(pattern: re.Pattern, text: str) -> list[str]:
    found = (next(filter(None, match.groups())) for match in pattern.finditer(text))
    return [address for address in found if not address.startswith(VOCABULARIES)]


def files(folder: str, *endings: str) -> list[Path]:
    return sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in endings)


@pytest.mark.parametrize("template", files("templates", ".html"), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_fetches_from_elsewhere(template):
    assert fetched_elsewhere(template.read_text()) == []


@pytest.mark.parametrize("style", files("static", ".css", ".svg"), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_style_or_drawing_fetches_from_elsewhere(style):
    assert asked_elsewhere(IN_STYLE, style.read_text()) == []


@pytest.mark.parametrize("script", files("static", ".js"), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_script_of_ours_talks_to_anyone_else(script):
    assert asked_elsewhere(IN_SCRIPT, script.read_text()) == []


def test_there_is_something_to_look_at():
    assert len(files("templates", ".html")) > 30
    assert files("static", ".css")
    assert files("static", ".js")


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="//fonts.example/css">',
        '<img alt="" src="http://pictures.example/x.png">',
        '<iframe src="https://video.example/1"></iframe>',
        '<form action="https://collect.example/">',
    ],
)
def test_what_is_looked_for_would_be_found(html):
    assert fetched_elsewhere(html)


def test_links_that_people_follow_are_left_alone():
    assert fetched_elsewhere('<a href="https://www.victimsupport.example/">Victim Support</a>') == []


@pytest.mark.parametrize("css", ["a{background:url(https://x.example/a.png)}", "@import '//x.example/a.css';"])
def test_styles_that_fetch_would_be_found(css):
    assert asked_elsewhere(IN_STYLE, css)


def test_scripts_that_talk_elsewhere_would_be_found():
    assert asked_elsewhere(IN_SCRIPT, 'fetch("https://count.example/hit")')
    assert asked_elsewhere(IN_SCRIPT, 'new WebSocket("wss://talk.example/")')


def test_the_services_that_wagtail_would_ask_are_switched_off():
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert settings.WAGTAILEMBEDS_FINDERS == []
