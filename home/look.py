"""The colours, spaces and sizes of the public look as `static/scss/_tokens.scss` has them, and how well they can be read."""

import re
from functools import cache
from itertools import product

from django.conf import settings

TOKENS = settings.BASE_DIR / "static/scss/_tokens.scss"
THEMES = ("day", "night")

GROUNDS = ("bg", "surface", "sunk", "brand-soft", "accent-soft", "danger-soft", "success-soft", "field")
WORDS = ("text", "muted", "link", "link-visited", "link-hover")
# What may stand on what: each is to be 7 or more.
PAIRS = [
    *product(WORDS, GROUNDS),
    *product(("danger",), ("bg", "surface", "danger-soft")),
    ("brand", "surface"),
    ("brand", "bg"),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-brand", "muted"),
    ("on-danger", "danger-strong"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("on-header", "header"),
    ("on-focus", "focus"),
]


@cache
def _mixin(name: str) -> str:
    return re.search(rf"@mixin {name} {{(.*?)\n}}", TOKENS.read_text(), re.DOTALL).group(1)


def colours(theme: str) -> dict[str, str]:
    """Of "day" or "night", each colour as six hexadecimal figures by its name."""
    return dict(re.findall(r"--([a-z-]+): #([0-9a-f]{6});", _mixin(theme)))


def spaces() -> dict[str, float]:
    """Each space by its name, in rem."""
    return {name: float(size) for name, size in re.findall(r"--(space-\d+): ([\d.]+)rem;", _mixin("shape"))}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21, as WCAG counts it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
