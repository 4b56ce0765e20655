"""Reading a page of the demo site from a text file.

First lines such as `title: Noise`, an empty line, then the texts. `== what_counts` begins the text of that field;
`# ` and `## ` are headings, `- ` and `1. ` lists, an empty line ends a paragraph, `**so**` is bold and
`[words](page:advice/noise)` or `[words](https://…)` a link. `== steps:` begins one row of that list of the page: again
first lines, an empty line, then its text. A line `note 1: 2026-05-20; done; Words.` is a note on that row.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils.html import escape

from home.cleaning import clean

PART = re.compile(r"^== (\w+:?)$", re.MULTILINE)
BOLD = re.compile(r"\*\*(.+?)\*\*")
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
ABOUT_THE_PAGE = {"type", "title", "menu", "area"}
NOTE = "note "
DAY = re.compile(r"\d{4}-\d\d-\d\d")
LISTS = {"kinds", "topics"}


@dataclass
class Draft:
    name: str
    type: str
    title: str
    in_menu: bool
    area: str
    fields: dict
    texts: dict[str, str] = field(default_factory=dict)
    rows: list["Row"] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return self.name.rpartition("/")[2]

    @property
    def parent(self) -> str:
        """The name of the page it stands below; the home page stands below none of ours."""
        return "" if self.name == "home" else self.name.rpartition("/")[0] or "home"

    def html(self, pages: dict) -> dict[str, str]:
        """Each text as the editor would have written it. `pages` tells the page of each name."""
        return {name: clean(to_html(text, pages)) for name, text in self.texts.items()}


@dataclass
class Row:
    """One of a list that belongs to the page, such as its steps."""

    list: str
    fields: dict
    text: str

    def values(self, pages: dict) -> dict:
        """As the editor would have filled it in; a row without a text has no field for one."""
        leads_to = {"leads_to": pages[self.fields["leads_to"]].page_ptr} if "leads_to" in self.fields else {}
        own = {key: _day(text) for key, text in self.fields.items() if not key.startswith(NOTE)}
        return own | leads_to | ({"text": clean(to_html(self.text, pages))} if self.text else {})

    @property
    def notes(self) -> list[dict]:
        """What was done about it and when, oldest first."""
        lines = [text.split("; ", 2) for key, text in self.fields.items() if key.startswith(NOTE)]
        return [{"on": _day(on), "state": state, "text": text} for on, state, text in lines]


def read_page(path: Path, name: str) -> Draft:
    lines, rest = _head(path.read_text(encoding="utf-8"))
    parts = PART.split(rest)
    named = list(zip(parts[1::2], parts[2::2], strict=True))
    return Draft(
        name=name,
        type=lines["type"],
        title=lines["title"],
        in_menu=lines.get("menu") == "yes",
        area=lines.get("area", ""),
        fields={key: _value(key, text) for key, text in lines.items() if key not in ABOUT_THE_PAGE},
        texts={part: text for part, text in named if not part.endswith(":")},
        rows=[Row(part[:-1], *_head(text)) for part, text in named if part.endswith(":")],
    )


def _head(text: str) -> tuple[dict[str, str], str]:
    """The first lines, and what follows them."""
    first, _, rest = text.strip().partition("\n\n")
    return dict(line.split(": ", 1) for line in first.splitlines()), rest


def _value(key: str, text: str) -> str | bool | list[str]:
    if key in LISTS:
        return text.split(", ")
    return {"yes": True, "no": False}.get(text, text)


def _day(text: str) -> date | str:
    return date.fromisoformat(text) if DAY.fullmatch(text) else text


def to_html(text: str, pages: dict) -> str:
    return "".join(_block(block, pages) for block in re.split(r"\n\s*\n", text.strip()) if block.strip())


def _block(block: str, pages: dict) -> str:
    lines = block.strip().splitlines()
    for mark, tag in (("## ", "h3"), ("# ", "h2")):
        if block.startswith(mark):
            return f"<{tag}>{_words(block.removeprefix(mark), pages)}</{tag}>"
    for mark, tag in ((r"- ", "ul"), (r"\d+\. ", "ol")):
        if re.match(mark, lines[0]):
            items = re.split(rf"(?m)^{mark}", block.strip())[1:]
            return f"<{tag}>{''.join(f'<li>{_words(item, pages)}</li>' for item in items)}</{tag}>"
    return f"<p>{_words(block, pages)}</p>"


def _words(text: str, pages: dict) -> str:
    text = BOLD.sub(r"<b>\1</b>", escape(" ".join(text.split())))
    return LINK.sub(lambda match: _link(match[1], match[2], pages), text)


def _link(words: str, target: str, pages: dict) -> str:
    """A page of the site is linked by its number, as the editor does, so that the link outlives a move."""
    if target.startswith("page:"):
        return f'<a linktype="page" id="{pages[target.removeprefix("page:")].pk}">{words}</a>'
    return f'<a href="{target}">{words}</a>'
