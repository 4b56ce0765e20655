"""Postcodes as people type them, and as we keep them."""

import re

# The shapes Royal Mail uses; whether the postcode exists is for the list of homes to say.
SHAPE = re.compile(r"^([A-Z]{1,2}[0-9][0-9A-Z]?)([0-9][A-Z]{2})$")


def tidy_postcode(text: str) -> str:
    """`m13xx` as `M1 3XX`; anything that cannot be a postcode gives an empty text."""
    letters = "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())
    match = SHAPE.match(letters)
    return f"{match[1]} {match[2]}" if match else ""
