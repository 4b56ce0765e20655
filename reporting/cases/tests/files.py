"""Small real files of each type that is taken, for tests."""

import io
import wave
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from reporting.cases import evidence


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def a_picture(kind: str = "JPEG", *, size=(64, 32), mode: str = "RGB", **save) -> bytes:
    out = io.BytesIO()
    picture = Image.new(mode, size, 0)
    picture.paste(255 if mode in {"L", "P"} else (200, 30, 30, 255)[: len(mode)], (0, 0, size[0] // 2, size[1]))
    picture.save(out, kind, **save)
    return out.getvalue()


def a_photo_with_a_position(**changes) -> bytes:
    """Held upright, so turned by its EXIF, and with the place where it was taken."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Telltale phone"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (53.0, 28.0, 0.0)
    return a_picture(exif=exif, comment=b"Telltale comment", **changes)


def a_sound() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * 800)
    return out.getvalue()


def an_iso_file(brand: bytes, *compatible: bytes) -> bytes:
    """The beginning of an MP4, MOV, M4A or 3GP."""
    brands = b"".join(compatible)
    return (16 + len(brands)).to_bytes(4, "big") + b"ftyp" + brand + b"\0\0\0\0" + brands + b"\0\0\0\x08mdat" * 8


def a_zip(**inside: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in inside.items():
            archive.writestr(name, content)
    return out.getvalue()


def a_word_document() -> bytes:
    return a_zip(**{"docProps/app.xml": "<x/>", "[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"})


def an_open_document() -> bytes:
    return a_zip(**{"mimetype": evidence.OPEN_DOCUMENT, "content.xml": "<x/>"})
