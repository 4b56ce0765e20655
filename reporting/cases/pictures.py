"""The copy of a picture that staff look at: turned the right way, no larger than a screen, and nothing but the picture."""

import io
from threading import BoundedSemaphore
from typing import BinaryIO

import pillow_heif
from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF")
# The long side of the copy, in pixels.
LONG_SIDE = 2400
# A JPEG is shrunk while it is read; anything else stands in memory whole, four bytes to the pixel.
MOST_PIXELS = {"JPEG": 120_000_000}
MOST_PIXELS_OTHERWISE = 50_000_000
# So that many large pictures at once do not fill the memory.
_two_at_a_time = BoundedSemaphore(2)

pillow_heif.register_heif_opener()


class NotAPicture(Exception):
    """It is damaged, or made to be a burden."""


def viewing_copy(source: BinaryIO) -> BinaryIO:
    """A JPEG or PNG of `source` without any of what was written beside the picture itself. Raises `NotAPicture`."""
    with _two_at_a_time:
        try:
            with Image.open(source, formats=FORMATS) as picture:
                return _copy(picture)
        except Exception as problem:
            # Pillow's readers raise whatever a hostile or broken file leads them to; all of it means the same here.
            raise NotAPicture(type(problem).__name__) from problem


def _copy(picture: Image.Image) -> BinaryIO:
    width, height = picture.size
    if width * height > MOST_PIXELS.get(picture.format, MOST_PIXELS_OTHERWISE):
        raise NotAPicture("too many pixels")
    picture.draft("RGB", (LONG_SIDE, LONG_SIDE))
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    kind = "PNG" if mode == "RGBA" or picture.format in {"PNG", "GIF"} else "JPEG"
    copy = picture if picture.mode == mode else picture.convert(mode)
    copy.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    ImageOps.exif_transpose(copy, in_place=True)
    # What Pillow carries along from file to file: comments, colour profile, texts.
    copy.info = {}
    out = io.BytesIO()
    copy.save(out, kind, **({"quality": 85} if kind == "JPEG" else {}))
    out.seek(0)
    return out
