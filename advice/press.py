"""A story as a newspaper takes it: plain text, to copy in one go."""

import html
import re

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from home.said import said_day

ENDS = re.compile(r"</(p|h\d|ul|ol)>|<br\s*/?>")
ITEMS = re.compile(r"<li[^>]*>")
ITEM_ENDS = re.compile(r"</li>")


def press_copy(story, landlord: str, notes: str) -> str:
    parts = [
        story.title,
        f"{landlord}, {said_day(story.told_on)}",
        story.summary,
        plain(story.what_happened),
        plain(story.what_we_did),
        plain(story.outcome),
        quote(story),
        _("Nobody’s name is given, and small facts are changed or left out. The people in the story agreed to it."),
        "\n\n".join([_("Notes for editors"), notes]) if notes else "",
    ]
    return "\n\n".join(part.strip() for part in parts if part.strip())


def quote(story) -> str:
    if not story.quote:
        return ""
    said = f"“{story.quote}”"
    return f"{story.quote_by}: {said}" if story.quote_by else said


def plain(rich: str) -> str:
    text = ENDS.sub("\n\n", ITEM_ENDS.sub("\n", ITEMS.sub("- ", rich)))
    lines = html.unescape(strip_tags(text)).replace("\r", "")
    return re.sub(r"\n{3,}", "\n\n", lines).strip()
