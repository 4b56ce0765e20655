"""Words of danger in what a visitor says: both sides are then shown what to do now. They never keep a message from being sent.

Staff edit the list in the service settings, a word or a few words on each line.
"""

import re
from functools import lru_cache

from home.service import current_service


def has_danger_words(text: str) -> bool:
    """Whether one of the words of the list stands in `text` by itself, in whatever case and with whatever apostrophe."""
    pattern = _pattern(current_service().danger_words)
    return bool(pattern and pattern.search(_plain(text)))


@lru_cache(maxsize=8)
def _pattern(listed: str) -> re.Pattern | None:
    words = [re.escape(_plain(line)).replace(r"\ ", r"\s+") for line in listed.splitlines() if line.strip()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)") if words else None


def _plain(text: str) -> str:
    return text.strip().casefold().replace("’", "'")
