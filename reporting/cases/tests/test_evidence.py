import hashlib
import io
import struct
import zlib

import pillow_heif
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from reporting.cases import actions, evidence
from reporting.cases.evidence import Refused, receive
from reporting.cases.models import EvidenceFile
from reporting.cases.models.evidence import evidence_storage
from reporting.sealing import Unsealable

from .factories import open_a_case
from .files import (
    a_photo_with_a_position,
    a_picture,
    a_sound,
    a_word_document,
    a_zip,
    an_iso_file,
    an_open_document,
    upload,
)

pytestmark = pytest.mark.django_db


def heic() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 64), "blue")).save(out)
    return out.getvalue()


def whole(parts) -> bytes:
    return b"".join(parts)


def stored_files() -> set[str]:
    folder = evidence_storage()
    return set(folder.listdir("")[1]) if folder.exists("") else set()


TAKEN = {
    "street.jpg": (a_picture(), "image/jpeg"),
    "STREET.JPEG": (a_picture(), "image/jpeg"),
    "grey.jpg": (a_picture(mode="L"), "image/jpeg"),
    "print.jpg": (a_picture(mode="CMYK"), "image/jpeg"),
    "saved as another.jpg": (a_picture("PNG"), "image/png"),
    "screen.png": (a_picture("PNG", mode="RGBA"), "image/png"),
    "moving.gif": (a_picture("GIF", mode="P"), "image/gif"),
    "web.webp": (a_picture("WEBP"), "image/webp"),
    "phone.heic": (heic(), "image/heic"),
    "without an ending": (a_picture(), "image/jpeg"),
    "music.mp3": (b"ID3\x04\0\0\0\0\0\0" + b"\0" * 40, "audio/mpeg"),
    "voice.m4a": (an_iso_file(b"M4A ", b"isom"), "audio/mp4"),
    "android voice.m4a": (an_iso_file(b"mp42", b"isom"), "audio/mp4"),
    "noise.wav": (a_sound(), "audio/x-wav"),
    "voice note.opus": (b"OggS\0\x02" + b"\0" * 40, "audio/ogg"),
    "noise.aac": (b"\xff\xf1" + b"\0" * 40, "audio/aac"),
    "old phone.amr": (b"#!AMR\n" + b"\0" * 40, "audio/amr"),
    "film.mp4": (an_iso_file(b"isom", b"mp41"), "video/mp4"),
    "iphone.mov": (an_iso_file(b"qt  ", b"qt  "), "video/quicktime"),
    "film.webm": (b"\x1a\x45\xdf\xa3\x93\x42\x82\x84webm" + b"\0" * 40, "video/webm"),
    "old phone.3gp": (an_iso_file(b"3gp5", b"isom"), "video/3gpp"),
    "letter.pdf": (b"%PDF-1.7\n" + b"0" * 40, "application/pdf"),
    "letter.docx": (a_word_document(), evidence.WORD),
    "letter.odt": (an_open_document(), evidence.OPEN_DOCUMENT),
    "diary.txt": ("\ufeffMonday 9pm: music 🎵 until 2am\r\n".encode(), "text/plain"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_a_tenant_is_likely_to_send_is_taken(name):
    content, media_type = TAKEN[name]
    kept = receive(upload(name, content))
    assert kept.media_type == media_type
    assert kept.size == len(content)
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert kept.case is None
    assert whole(evidence.open_original(kept)) == content
    assert bool(kept.viewing_copy) == media_type.startswith("image/")


REFUSED = {
    "page.html": b"<!doctype html><script>alert(1)</script>",
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "drawing.png": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "program.exe": b"MZ" + b"\0" * 100,
    "program.jpg": b"MZ" + b"\0" * 100,
    "program": b"MZ" + b"\0" * 100,
    "picture.exe": a_picture(),
    "picture.pdf": a_picture(),
    "letter.png": b"%PDF-1.7\n" + b"0" * 40,
    "archive.zip": a_zip(a="b"),
    "archive.docx": a_zip(a="b"),
    "sheet.docx": a_zip(**{"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}),
    "cut.docx": a_word_document()[:60],
    "page.txt": b"\xef\xbb\xbf \n<html><script>alert(1)</script></html>",
    "binary.txt": b"text\0text",
    "latin.txt": "café".encode("latin-1"),
    "cut.txt": "é".encode()[:1],
    "letter.txt": b"%PDF-1.7\n",
    "empty.jpg": b"",
    "cut.jpg": a_picture(size=(600, 600))[:-400],
    "header only.png": a_picture("PNG")[:40],
    "noise.jpg": b"\xff\xd8\xff\xe0" + b"\x5a" * 500,
    "broken.heic": an_iso_file(b"heic", b"mif1"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_safe_or_not_whole_is_refused_with_words_and_nothing_is_kept(name):
    before = stored_files()
    with pytest.raises(Refused) as refused:
        receive(upload(name, REFUSED[name]))
    assert name in refused.value.message
    assert not EvidenceFile.objects.exists()
    assert stored_files() == before


def test_too_large_a_file_is_refused_with_its_size(settings):
    settings.EVIDENCE_MAX_BYTES = 20
    with pytest.raises(Refused, match="too big: it is 21"):
        receive(upload("long.txt", b"x" * 21))


def test_a_small_file_that_would_unfold_into_a_huge_picture_is_refused():
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = zlib.compress(b"\0" * 1000)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    with pytest.raises(Refused, match="far too large"):
        receive(upload("bomb.png", bomb))


def test_the_copy_of_a_photo_is_turned_upright_and_tells_nothing_of_place_or_phone():
    photo = a_photo_with_a_position(size=(5000, 1000))
    kept = receive(upload("IMG_1.jpg", photo))
    seen = whole(evidence.open_copy(kept))
    copy = Image.open(io.BytesIO(seen))
    assert copy.format == "JPEG"
    assert copy.size == (480, 2400)
    assert not copy.getexif()
    assert "comment" not in copy.info
    assert b"Telltale" in photo
    assert b"Telltale" not in seen
    assert whole(evidence.open_original(kept)) == photo


def test_a_see_through_picture_stays_so():
    kept = receive(upload("a.webp", a_picture("WEBP", mode="RGBA", lossless=True)))
    copy = Image.open(io.BytesIO(whole(evidence.open_copy(kept))))
    assert (copy.format, copy.mode) == ("PNG", "RGBA")


def test_what_is_stored_is_sealed_under_a_name_that_says_nothing():
    words = b"Monday: he shouted at me again. " * 10_000
    kept = receive(upload("diary of Robin.txt", words))
    with kept.original.open("rb") as stored:
        sealed = stored.read()
    assert b"shouted" not in sealed
    assert "Robin" not in kept.original.name
    with evidence_storage().open(kept.original.name, "wb") as file:
        file.write(sealed[:-1])
    with pytest.raises(Unsealable):
        whole(evidence.open_original(kept))


def test_without_its_row_no_file_stays(monkeypatch):
    before = stored_files()

    def fail(**values):
        raise RuntimeError

    monkeypatch.setattr(EvidenceFile.objects, "create", fail)
    with pytest.raises(RuntimeError):
        receive(upload("a.jpg", a_picture()))
    assert stored_files() == before


def test_a_file_is_forgotten_only_while_it_is_on_no_case():
    before = stored_files()
    loose, taken = receive(upload("a.jpg", a_picture())), receive(upload("b.jpg", a_picture()))
    actions.add_evidence(case=open_a_case(), evidence=taken)
    assert evidence.remove(loose)
    assert not evidence.remove(EvidenceFile.objects.get(pk=taken.pk))
    assert EvidenceFile.objects.get() == taken
    assert len(stored_files() - before) == 2
    assert whole(evidence.open_original(taken)) == a_picture()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("C:\\fakepath\\photo.jpg", "photo.jpg"),
        ("../../etc/passwd", "passwd"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("two\nlines\t.jpg", "two lines .jpg"),
        ("شكوى.jpg", "شكوى.jpg"),
        ("😡" * 300 + ".jpeg", "😡" * 195 + ".jpeg"),
        ("...", "file"),
        ("\0", "file"),
    ],
)
def test_names_are_kept_readable_and_short(typed, kept):
    assert evidence.clean_name(typed) == kept


STARTS = [b"", *(content[:24] for content, _media_type in TAKEN.values())]


@given(st.binary(max_size=600), st.sampled_from(sorted(evidence.BY_ENDING)), st.sampled_from(STARTS))
def test_nonsense_is_taken_or_refused_but_never_breaks(content, ending, start):
    sent = upload(f"x.{ending}", start + content)
    if not sent.size:
        return
    try:
        found = evidence.type_of(sent, sent.name)
        if found.kind == evidence.PICTURE:
            evidence.make_copy(sent, sent.name)
    except Refused as refused:
        assert sent.name in refused.message


def test_the_file_box_and_its_hint_name_what_is_taken():
    assert ".heic" in evidence.ACCEPT
    assert ".docx" in evidence.ACCEPT
    assert "Up to 50\xa0MB each" in str(evidence.WORDS)
