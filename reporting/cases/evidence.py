"""Files that people send: what is taken, how it is kept, and how it is read again.

A file is judged by what is in it and by the ending of its name; what is not known is refused. It is sealed as it is
read, so that it never stands whole in memory nor in clear on the disk that we keep. Of a picture a second, smaller
copy is made without what phones write into pictures (the position, the device); staff look at that one.
"""

import codecs
import hashlib
import logging
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting import sealing

from .models import EvidenceFile
from .models.evidence import evidence_storage
from .pictures import NotAPicture, viewing_copy

log = logging.getLogger("fairstreet.evidence")

ORIGINAL, COPY = "original", "copy"
HEAD = 8192
LONGEST_NAME = 200
PICTURE, RECORDING, DOCUMENT, TEXT = "picture", "recording", "document", "text"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"


class Refused(ValidationError):
    """A file that is not taken. `message` says to the person who sent it why, and what works instead."""


@dataclass(frozen=True)
class Type:
    media_type: str
    kind: str
    endings: tuple[str, ...]


TYPES = (
    Type("image/jpeg", PICTURE, ("jpg", "jpeg", "jfif")),
    Type("image/png", PICTURE, ("png",)),
    Type("image/webp", PICTURE, ("webp",)),
    Type("image/gif", PICTURE, ("gif",)),
    Type("image/heic", PICTURE, ("heic", "heif")),
    Type("audio/mpeg", RECORDING, ("mp3",)),
    Type("audio/mp4", RECORDING, ("m4a",)),
    Type("audio/x-wav", RECORDING, ("wav",)),
    Type("audio/ogg", RECORDING, ("ogg", "oga", "opus")),
    Type("audio/aac", RECORDING, ("aac",)),
    Type("audio/amr", RECORDING, ("amr",)),
    Type("video/mp4", RECORDING, ("mp4", "m4v")),
    Type("video/quicktime", RECORDING, ("mov",)),
    Type("video/webm", RECORDING, ("webm",)),
    Type("video/3gpp", RECORDING, ("3gp", "3gpp")),
    Type("application/pdf", DOCUMENT, ("pdf",)),
    Type(WORD, DOCUMENT, ("docx",)),
    Type(OPEN_DOCUMENT, DOCUMENT, ("odt",)),
    Type("text/plain", TEXT, ("txt",)),
)
BY_MEDIA_TYPE = {each.media_type: each for each in TYPES}
BY_ENDING = {ending: each for each in TYPES for ending in each.endings}

ACCEPT = ",".join(["image/*", "audio/*", "video/*", *(f".{ending}" for ending in BY_ENDING)])


def said_size(count: int) -> str:
    """`50 MB`, where Django says `50.0 MB`."""
    return filesizeformat(count).replace(".0\xa0", "\xa0")


_size = lazy(lambda: said_size(settings.EVIDENCE_MAX_BYTES), str)()
WORDS = format_lazy(
    gettext_lazy("Pictures, sound, video, PDF, Word, OpenDocument or plain text. Up to {size} each."), size=_size
)


def receive(upload: UploadedFile, *, by=None) -> EvidenceFile:
    """Check `upload` and keep it sealed, belonging to no case yet. Raises `Refused`."""
    name = clean_name(upload.name or "")
    check_size(upload, name)
    found = type_of(upload, name)
    if "." not in name:
        name = f"{name}.{found.endings[0]}"
    copy = make_copy(upload, name) if found.kind == PICTURE else None
    key = sealing.new_file_key()
    upload.seek(0)
    source = Hashing(upload)
    stored = []
    try:
        stored.append(seal(source, key, ORIGINAL))
        if copy:
            stored.append(seal(copy, key, COPY))
        return EvidenceFile.objects.create(
            name=name,
            media_type=found.media_type,
            size=source.size,
            sha256=source.digest.hexdigest(),
            original=stored[0],
            viewing_copy=stored[1] if copy else "",
            sealed_key=key,
            received_from=by,
        )
    except BaseException:
        # Without its row nobody could ever open, or find, what was stored.
        for path in stored:
            evidence_storage().delete(path)
        raise


def receive_all(uploads: Iterable[UploadedFile]) -> list[EvidenceFile | Refused]:
    """`receive` for several: each file as it is kept, or in its place why it was not taken."""
    results: list[EvidenceFile | Refused] = []
    for upload in uploads:
        try:
            results.append(receive(upload))
        except Refused as problem:
            results.append(problem)
    return results


def open_original(evidence: EvidenceFile) -> Iterator[bytes]:
    return _open(evidence.original, evidence, ORIGINAL)


def open_copy(evidence: EvidenceFile) -> Iterator[bytes]:
    """The copy to look at; only pictures have one."""
    return _open(evidence.viewing_copy, evidence, COPY)


def _open(stored, evidence: EvidenceFile, part: str) -> Iterator[bytes]:
    with stored.open("rb") as file:
        yield from sealing.open_file(file, evidence.sealed_key, part)


def remove(evidence: EvidenceFile) -> bool:
    """Forget a file that belongs to no case, and say whether it did: what is on a case stays."""
    gone, _rows = EvidenceFile.objects.filter(pk=evidence.pk, case=None).delete()
    if not gone:
        return False
    for stored in filter(None, (evidence.original.name, evidence.viewing_copy.name)):
        evidence_storage().delete(stored)
    return True


def remove_loose(ids: Iterable[int]) -> None:
    """Forget those of the files with these numbers that came to belong to nothing."""
    for each in EvidenceFile.objects.loose().filter(pk__in=list(ids)):
        remove(each)


# --- Checking -------------------------------------------------------------------------------------


def clean_name(typed: str) -> str:
    """The name without a folder, without signs that hide or turn letters, and no longer than is kept."""
    base = unicodedata.normalize("NFC", typed).replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(" " if letter.isspace() else letter for letter in base if letter.isspace() or _is_seen(letter))
    name = " ".join(seen.split()).strip(". ") or "file"
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def _is_seen(letter: str) -> bool:
    # Control signs, signs that turn the direction of a line, and halves of letters that no database takes.
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs"}


def check_size(upload: UploadedFile, name: str) -> None:
    if not upload.size:
        raise Refused(_("“%(name)s” is empty. Choose it again, or choose another file.") % {"name": name})
    if upload.size > settings.EVIDENCE_MAX_BYTES:
        raise Refused(
            _(
                "“%(name)s” is too big: it is %(size)s, and %(most)s is the most that we can take. Send a shorter part of it."
            )
            % {
                "name": name,
                "size": said_size(upload.size),
                "most": said_size(settings.EVIDENCE_MAX_BYTES),
            }
        )


def type_of(upload: UploadedFile, name: str) -> Type:
    """What `upload` is. Both what is in it and the ending of its name must be known, and be of one kind.

    Pictures under another picture's ending are common (phones save them so), and so are recordings; a document
    must be what its name says.
    """
    _stem, dot, ending = name.rpartition(".")
    named = BY_ENDING.get(ending.lower()) if dot else None
    if dot and named is None:
        raise unknown(name)
    if named and named.kind == TEXT:
        check_text(upload, name)
        return named
    found = BY_MEDIA_TYPE.get(media_type_in(upload))
    if found is None:
        raise unknown(name)
    if named is None or found == named:
        return found
    if found.kind == named.kind and found.kind in {PICTURE, RECORDING}:
        # A recording of sound alone may come in a container that is also used for video; its name says which.
        return named if found.kind == RECORDING and _same_container(found, named) else found
    raise Refused(
        _(
            "“%(name)s” is not what the end of its name says. Choose the file as it was first saved, or send a picture of it."
        )
        % {"name": name}
    )


ISO_CONTAINERS = frozenset({"audio/mp4", "video/mp4", "video/quicktime", "video/3gpp"})


def _same_container(found: Type, named: Type) -> bool:
    return {found.media_type, named.media_type} <= ISO_CONTAINERS


def unknown(name: str) -> Refused:
    return Refused(
        _(
            "We cannot take “%(name)s”. Send a picture (JPG, PNG, HEIC), sound (MP3, M4A, WAV), video (MP4, MOV),"
            " or a document (PDF, DOCX, ODT, TXT). A photo of the screen works too."
        )
        % {"name": name}
    )


# Brands of the container that phones use which `filetype` does not tell.
BRANDS = {
    **dict.fromkeys((b"3gp4", b"3gp5", b"3gp6", b"3gp7", b"3gr6", b"3gs6", b"3ge6", b"3g2a"), "video/3gpp"),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"), "image/heic"),
}


def media_type_in(upload: UploadedFile) -> str:
    """What the first bytes say; empty when they are of nothing that we know."""
    upload.seek(0)
    head = upload.read(HEAD)
    if head.startswith(b"PK\x03\x04"):
        return document_in_zip(upload)
    if head[4:8] == b"ftyp" and head[8:12] in BRANDS:
        return BRANDS[head[8:12]]
    found = filetype.guess(head)
    if found is None:
        return ""
    return {"video/x-m4v": "video/mp4"}.get(found.mime, found.mime)


def document_in_zip(upload: UploadedFile) -> str:
    """Word and OpenDocument files are zip archives; only the list of what is inside is read, never unpacked."""
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            names = set(archive.namelist())
            if {"[Content_Types].xml", "word/document.xml"} <= names:
                return WORD
            if {"mimetype", "content.xml"} <= names:
                with archive.open("mimetype") as inside:
                    return inside.read(len(OPEN_DOCUMENT) + 1).decode("ascii", "replace")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        log.info("a zip archive could not be read")
    return ""


MARKUP = ("<", "{\\rtf", "%PDF", "%!PS")


def check_text(upload: UploadedFile, name: str) -> None:
    """Plain text is text all through, and does not begin like something that a program would run."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    start = ""
    upload.seek(0)
    try:
        for chunk in upload.chunks():
            text = decoder.decode(chunk)
            if "\0" in text:
                raise unreadable_text(name)
            if len(start) < HEAD:
                start = (start + text).lstrip()[:HEAD]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise unreadable_text(name) from None
    if start.startswith(MARKUP):
        raise unreadable_text(name)


def unreadable_text(name: str) -> Refused:
    return Refused(
        _("“%(name)s” is not plain text. Save it as a PDF or a Word document, or send a picture of it.")
        % {"name": name}
    )


def make_copy(upload: UploadedFile, name: str) -> BinaryIO:
    upload.seek(0)
    try:
        return viewing_copy(upload)
    except NotAPicture as problem:
        log.info("a picture could not be read: %s", problem)
        raise Refused(
            _(
                "We cannot open the picture “%(name)s”. It may be damaged or far too large."
                " Take it again, or send a photo of the screen."
            )
            % {"name": name}
        ) from problem


# --- Keeping --------------------------------------------------------------------------------------


class Hashing:
    """Reads a file and hashes what passes, so that it is read only once."""

    def __init__(self, source: BinaryIO):
        self.source, self.digest, self.size = source, hashlib.sha256(), 0

    def read(self, size: int) -> bytes:
        chunk = self.source.read(size)
        self.digest.update(chunk)
        self.size += len(chunk)
        return chunk


def seal(source, key: bytes, part: str) -> str:
    """Store `source` sealed, under a name that says nothing; gives that name."""
    with tempfile.TemporaryFile() as sealed:
        sealing.seal_file(source, sealed, key, part)
        sealed.seek(0)
        return evidence_storage().save(sealing.random_name(), File(sealed))
