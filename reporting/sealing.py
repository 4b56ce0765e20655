"""Sealing what must not be readable in the database or on the disk.

Small things (a draft's answers) are sealed whole with Fernet. Files are sealed in chunks under a key of
their own, so that a long video never stands in memory; the file's key is itself sealed and kept in its row,
so that changing SEALING_KEYS means sealing the keys anew, not the files.
"""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

CHUNK = 256 * 1024
TAG = 16


class Unsealable(Exception):
    """What was sealed was altered, cut short, or sealed with a key that we no longer have."""


def _derive(secret: str, purpose: str) -> bytes:
    return hashlib.blake2b(secret.encode(), digest_size=32, person=purpose.encode()[:16]).digest()


@lru_cache
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derive(key, "seal"))) for key in keys])


def seal_bytes(content: bytes) -> bytes:
    return _fernet(tuple(settings.SEALING_KEYS)).encrypt(content)


def open_bytes(sealed: bytes) -> bytes:
    try:
        return _fernet(tuple(settings.SEALING_KEYS)).decrypt(bytes(sealed))
    except InvalidToken:
        raise Unsealable from None


def seal_json(value) -> bytes:
    return seal_bytes(json.dumps(value, separators=(",", ":")).encode())


def open_json(sealed: bytes):
    return json.loads(open_bytes(sealed))


def keyed_hash(purpose: str, value: str | bytes) -> str:
    """A hash that cannot be made, or guessed at, without our pepper. 64 hexadecimal characters."""
    content = value.encode() if isinstance(value, str) else value
    return hmac.new(_derive(settings.PEPPER, purpose), content, hashlib.sha256).hexdigest()


def new_file_key() -> bytes:
    """A fresh key for one file, already sealed, as its row keeps it."""
    return seal_bytes(AESGCM.generate_key(256))


def _nonce(index: int, last: bool) -> bytes:
    # One key seals one file once, so a counter never repeats; the last bit tells a whole file from a cut one.
    return index.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _file_cipher(sealed_key: bytes, part: str) -> AESGCM:
    # The original and its viewing copy share a key in their row but must not share a cipher and its nonces.
    return AESGCM(hmac.new(open_bytes(sealed_key), part.encode(), hashlib.sha256).digest())


def seal_file(source: BinaryIO, target: BinaryIO, sealed_key: bytes, part: str = "original") -> None:
    """Read `source` to its end and write it sealed to `target`. A key seals each named `part` once."""
    cipher = _file_cipher(sealed_key, part)
    index, chunk = 0, source.read(CHUNK)
    while True:
        following = source.read(CHUNK)
        target.write(cipher.encrypt(_nonce(index, not following), chunk, None))
        if not following:
            return
        index, chunk = index + 1, following


def open_file(sealed: BinaryIO, sealed_key: bytes, part: str = "original") -> Iterator[bytes]:
    """The content of a sealed file, chunk by chunk. Raises `Unsealable` at the first chunk that is not as written."""
    cipher = _file_cipher(sealed_key, part)
    index, chunk = 0, sealed.read(CHUNK + TAG)
    while True:
        following = sealed.read(CHUNK + TAG)
        try:
            yield cipher.decrypt(_nonce(index, not following), chunk, None)
        except InvalidTag:
            raise Unsealable from None
        if not following:
            return
        index, chunk = index + 1, following


def random_name() -> str:
    """A name for a file that says nothing of it."""
    return os.urandom(20).hex()
