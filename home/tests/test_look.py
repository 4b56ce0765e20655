"""Rules of the public look that are easily broken by a small change and hard to see."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from home.look import GROUNDS, PAIRS, colours, contrast
from home.templatetags.calling import call

STATIC = settings.BASE_DIR / "static"
TEMPLATES = settings.BASE_DIR / "templates"


def test_contrast_is_counted_as_wcag_counts_it():
    assert contrast("000000", "ffffff") == pytest.approx(21)
    assert contrast("767676", "ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", ["day", "night"])
def test_text_can_be_read_wherever_it_stands(theme):
    found = colours(theme)
    poor = {pair: round(contrast(found[pair[0]], found[pair[1]]), 2) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < 7} == {}
    assert all(contrast(found["field-line"], found[ground]) >= 3 for ground in GROUNDS)


def test_only_the_tokens_name_a_colour():
    named = re.compile(r"#[0-9a-f]{3,8}\b(?!\{)|\brgba?\(", re.IGNORECASE)
    for file in (STATIC / "scss").glob("*.scss"):
        if file.name != "_tokens.scss":
            code = re.sub(r"//.*", "", file.read_text())
            assert not named.findall(code), file.name


def test_the_stylesheet_knows_only_start_and_end():
    css = (STATIC / "css/site.css").read_text() + (STATIC / "css/forms.css").read_text()
    assert not re.findall(r"[{;](?:margin|padding|border)-(?:left|right)|[{;](?:left|right):", css)
    assert "text-align:left" not in css


def test_a_phone_on_a_bad_line_is_not_kept_waiting():
    sizes = {file.name: file.stat().st_size for file in (STATIC / "js").glob("*.js")}
    assert (STATIC / "css/site.css").stat().st_size + (STATIC / "css/forms.css").stat().st_size < 70_000
    # The few lines that fetch the chat's panel are in exit.js: decision 020.
    assert sizes["exit.js"] + sizes["page.js"] < 9_500
    assert (STATIC / "fonts/atkinson-hyperlegible-next-basic.woff2").stat().st_size < 12_500


def test_everything_the_templates_name_is_there():
    named = set()
    for file in TEMPLATES.rglob("*.html"):
        named |= set(re.findall(r"{%\s*static\s+['\"]([^'\"]+)['\"]", file.read_text()))
    assert "css/site.css" in named
    assert {name for name in named if not finders.find(name)} == set()


def test_no_public_template_has_code_or_style_in_it():
    """The content security policy would stop it; this says so sooner."""
    for folder in ("components", "public_forms"):
        files = [*(TEMPLATES / folder).rglob("*.html")]
        assert files
        for file in [*files, *TEMPLATES.glob("*.html")]:
            text = file.read_text()
            assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", text), file.name


def test_a_phone_number_stands_in_a_sentence_without_a_gap_after_it():
    words = call("03069 990 100")
    assert words == '<a href="tel:03069990100"><bdi dir="ltr">03069 990 100</bdi></a>'


@pytest.mark.parametrize("file", sorted((STATIC / "css").glob("*.css")), ids=lambda file: file.name)
def test_what_a_stylesheet_opens_it_closes(file):
    """After a brace that was lost everything would hold only where the block before it does, such as on paper."""
    css = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)
    assert css.count("{") == css.count("}")
