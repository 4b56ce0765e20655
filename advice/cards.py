"""The picture that stands with a link to a story when it is shared: drawn here, once for each time it is published."""

import io
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, EDGE = 1200, 630, 80
# The colours of the public site by day: its header, what stands on it, and the warm one.
GROUND, WORDS, WARM = "#0b4644", "#ffffff", "#e8a33d"
HOUSES = "#0e5a57"
SIZES = range(92, 44, -8)
MOST_LINES = 4
FONTS = Path(settings.BASE_DIR) / "static" / "fonts"


def card_name(page) -> str:
    return f"cards/story-{page.pk}.png"


def card_url(page) -> str:
    """With the time of its publishing, so that who keeps pictures fetches a new one."""
    version = int(page.last_published_at.timestamp()) if page.last_published_at else 0
    return f"{default_storage.url(card_name(page))}?v={version}"


def keep_card(page, landlord: str) -> None:
    picture = ContentFile(draw(page.title, landlord))
    default_storage.delete(card_name(page))
    default_storage.save(card_name(page), picture)


def draw(title: str, landlord: str) -> bytes:
    """A PNG of 1200 by 630 pixels."""
    card = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    pen = ImageDraw.Draw(card)
    draw_street(pen)
    pen.rectangle((EDGE, EDGE, EDGE + 96, EDGE + 10), fill=WARM)
    size, lines = fit(title)
    for number, line in enumerate(lines):
        pen.text((EDGE, EDGE + 44 + number * size * 1.2), line, font=font(size), fill=WORDS)
    pen.text((EDGE, HEIGHT - 96), landlord, font=font(36), fill=WORDS)
    file = io.BytesIO()
    card.save(file, "PNG", optimize=True)
    return file.getvalue()


def draw_street(pen: ImageDraw.ImageDraw) -> None:
    """A row of roofs along the foot, one with a light on."""
    for number, left in enumerate(range(620, WIDTH, 150)):
        top = HEIGHT - 110 - 30 * (number % 2)
        pen.polygon(
            [(left, top), (left + 75, top - 60), (left + 150, top), (left + 150, HEIGHT), (left, HEIGHT)], HOUSES
        )
        pen.rectangle((left + 55, top + 25, left + 95, top + 70), WARM if number == 2 else GROUND)


def fit(title: str) -> tuple[int, list[str]]:
    """The largest size at which the title has room, and its lines; the last is cut when it has none at any."""
    for size in SIZES:
        lines = wrap(title, size)
        if len(lines) <= MOST_LINES - (size > 76):
            return size, lines
    return size, [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1] + "…"]


def wrap(title: str, size: int) -> list[str]:
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if font(size).getlength(longer) <= WIDTH - 2 * EDGE or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / "atkinson-hyperlegible-next-latin-700-normal.woff2"), size)
