"""Bringing in a list of partners.

The list is a CSV file with a header and the columns
`name,what_for,phone,text_or_sms,website,hours,emergency,for_topics,source,verified`, and perhaps `last_checked` as
`2026-11-21`. Coming again changes a partner by its name, never doubles it.

Remarks such as "(check)" and "check before publishing" are for editors: they go into the note that only editors see.
"""

import csv
import re
from datetime import date
from pathlib import Path
from typing import TextIO

from django.core.exceptions import ValidationError
from django.db import transaction

from .models import Partner
from .signals import partner_changed
from .topics import topics_in

DATA = Path(__file__).parent / "data" / "partners.csv"
COLUMNS = {
    "name",
    "what_for",
    "phone",
    "text_or_sms",
    "website",
    "hours",
    "emergency",
    "for_topics",
    "source",
    "verified",
}
FILLED = [field.name for field in Partner._meta.fields if field.name not in {"id", "name"}]
EMAIL = re.compile(r"(\S+@\S+)\s*\(email[^)]*\)")
REMARK = re.compile(r"\s*\((?:\w+: )?check\)", re.IGNORECASE)
DOUBT = re.compile(r"\bcheck\b", re.IGNORECASE)


class NotAList(ValueError):
    """The file's header does not have the columns we need."""


def import_partners(file: TextIO) -> int:
    """Read the list, all of it or nothing; gives how many partners it had."""
    rows = csv.DictReader(file)
    missing = COLUMNS - set(rows.fieldnames or [])
    if missing:
        raise NotAList(f"The file lacks these columns: {', '.join(sorted(missing))}.")
    partners = {partner.name: partner for partner in (_partner(row, rows.line_num) for row in rows)}
    with transaction.atomic():
        Partner.objects.bulk_create(
            partners.values(),
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=FILLED,
        )
        partner_changed()
    return len(partners)


def _partner(row: dict, line: int) -> Partner:
    row = {name: (value or "").strip() for name, value in row.items() if name}
    try:
        partner = Partner(name=row["name"], order=line, **_fields(row))
        partner.clean_fields()
    except ValueError as problem:
        raise NotAList(f"Line {line}: last_checked must look like 2026-11-21.") from problem
    except ValidationError as problem:
        raise NotAList(f"Line {line}: {'; '.join(sorted(problem.message_dict))} cannot be used.") from problem
    return partner


def _fields(row: dict) -> dict:
    """What the row says of a partner, with what is only for editors put aside into the note."""
    email = EMAIL.search(row["text_or_sms"])
    said = {
        "what_for": row["what_for"],
        "phone": row["phone"],
        "text_or_sms": EMAIL.sub("", row["text_or_sms"]).strip(" ;,"),
        "hours": row["hours"],
    }
    shown = {name: without_remarks(text) for name, text in said.items()}
    remarks = [f"{name}: {said[name]}" for name in said if said[name] != shown[name]]
    return shown | {
        "email": email[1] if email else "",
        "website": row["website"],
        "emergency": row["emergency"] == "yes",
        "topics": topics_in(row["for_topics"]),
        "verified": row["verified"] == "yes",
        "last_checked": date.fromisoformat(row["last_checked"]) if row.get("last_checked") else None,
        "note": "\n".join([*remarks, f"source: {row['source']}"]),
    }


def without_remarks(text: str) -> str:
    """The part that may be shown: the text without "(check)", and nothing at all where the doubt goes further."""
    shown = REMARK.sub("", text).strip()
    return "" if DOUBT.search(shown) else shown
