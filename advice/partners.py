"""Bringing in a list of partners.

The list is a CSV file with a header and the columns
`name,what_for,phone,text_or_sms,website,hours,emergency,for_topics,source,verified`, and perhaps `last_checked` as
`2026-11-21`, `relay`, `bsl`, `open_hours` (as `advice.hours` reads them) and `areas` (names of ours), both with semicolons
between their parts. Coming again changes a partner by its name, never doubles it; what the file has no column for stays.

Remarks such as "(check)" and "check before publishing" are for editors: they go into the note that only editors see.
"""

import csv
import re
from datetime import date
from pathlib import Path
from typing import TextIO

from django.core.exceptions import ValidationError
from django.db import transaction

from reporting.places.models import Area

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
MORE = {"relay", "bsl", "open_hours"}
FILLED = {field.name for field in Partner._meta.fields} - {"id", "name"}
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
    areas = {area.name: area for area in Area.objects.all()}
    found = [(_partner(row, rows.line_num), _areas(row, rows.line_num, areas)) for row in rows]
    partners = {partner.name: partner for partner, _where in found}
    with transaction.atomic():
        Partner.objects.bulk_create(
            partners.values(),
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=FILLED - (MORE - set(rows.fieldnames)),
        )
        if "areas" in rows.fieldnames:
            _place({partner.name: where for partner, where in found})
        partner_changed()
    return len(partners)


def _areas(row: dict, line: int, areas: dict[str, Area]) -> list[Area]:
    names = [name.strip() for name in (row.get("areas") or "").split(";") if name.strip()]
    if unknown := set(names) - set(areas):
        raise NotAList(f"Line {line}: we have no area called {', '.join(sorted(unknown))}.")
    return [areas[name] for name in names]


def _place(where: dict[str, list[Area]]) -> None:
    """Say of each partner, by its name, in which areas only it helps."""
    ids = dict(Partner.objects.filter(name__in=where).values_list("name", "pk"))
    link = Partner.areas.through
    link.objects.filter(partner__in=ids.values()).delete()
    link.objects.bulk_create(
        link(partner_id=ids[name], area_id=area.pk) for name, areas in where.items() for area in areas
    )


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
        **{name: row.get(name, "") for name in MORE},
        "note": "\n".join([*remarks, f"source: {row['source']}"]),
    }


def without_remarks(text: str) -> str:
    """The part that may be shown: the text without "(check)", and nothing at all where the doubt goes further."""
    shown = REMARK.sub("", text).strip()
    return "" if DOUBT.search(shown) else shown
