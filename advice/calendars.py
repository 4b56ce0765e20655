"""Events as a calendar file (iCalendar, RFC 5545), which phones and calendars read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone

LONGEST = 75  # octets in a line, without its end
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class Entry:
    """Times are aware; they are written in UTC, so that no calendar needs to know our time zone."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    where: str = ""
    about: str = ""

    def lines(self, now: datetime) -> list[str]:
        return [
            "BEGIN:VEVENT",
            f"UID:{text(self.uid)}",
            f"DTSTAMP:{moment(now)}",
            f"DTSTART:{moment(self.starts_at)}",
            f"DTEND:{moment(self.ends_at)}",
            f"SUMMARY:{text(self.title)}",
            *([f"LOCATION:{text(self.where)}"] if self.where else []),
            *([f"DESCRIPTION:{text(self.about)}"] if self.about else []),
            "END:VEVENT",
        ]


def calendar(entries: Iterable[Entry], name: str) -> bytes:
    now = timezone.now()
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Fairstreet//Neighbourhoods//EN",
        f"X-WR-CALNAME:{text(name)}",
    ]
    for entry in entries:
        lines += entry.lines(now)
    return b"".join(fold(line) for line in [*lines, "END:VCALENDAR"])


def moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def text(value: str) -> str:
    return value.translate(ESCAPED)


def fold(line: str) -> bytes:
    """The line with its end, continued on lines that begin with a space where it is too long. No letter is cut in two."""
    parts, part, room = [], b"", LONGEST
    for letter in line:
        octets = letter.encode()
        if len(part) + len(octets) > room:
            parts.append(part)
            part, room = b"", LONGEST - 1  # the space counts too
        part += octets
    return b"\r\n ".join([*parts, part]) + b"\r\n"
