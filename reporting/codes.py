"""Codes that people write down and read out: Crockford's base 32, which has no I, L, O or U to mistake."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READ_AS = str.maketrans("OIL", "011")


def new_code(length: int) -> str:
    """`length` random characters, five bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def tidy(code: str) -> str:
    """A code as typed, with spaces, dashes, small letters and look-alikes put right; may still be wrong."""
    letters = "".join(letter for letter in code.upper() if letter.isascii() and letter.isalnum())
    return letters.translate(READ_AS)


def in_groups(code: str, size: int = 4) -> str:
    """`ABCD1234` as `ABCD-1234`, to be read out and copied without losing the place."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))
