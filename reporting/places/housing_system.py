"""Bringing in homes and tenancies from the housing system's export.

The export is a CSV file with a header and the columns
`home,number,street,town,postcode,area,region,tenancy,tenant,started_on,ended_on`; dates are `2026-11-21`, the
four about a tenancy may be empty. Coming again with the same references changes the rows, never doubles them.
"""

import csv
import re
from dataclasses import dataclass, field
from datetime import date
from typing import TextIO

from django.db import transaction

from .models import Area, Home, Tenancy
from .postcodes import tidy_postcode

COLUMNS = {
    "home",
    "number",
    "street",
    "town",
    "postcode",
    "area",
    "region",
    "tenancy",
    "tenant",
    "started_on",
    "ended_on",
}
# How long each may be. (SQLite would take any length; PostgreSQL refuses, and with the row the whole export.)
MOST = {
    "home": Home._meta.get_field("reference").max_length,
    "number": Home._meta.get_field("number").max_length,
    "street": Home._meta.get_field("street").max_length,
    "town": Home._meta.get_field("town").max_length,
    "area": Area._meta.get_field("name").max_length,
    "region": Area._meta.get_field("region").max_length,
    "tenancy": Tenancy._meta.get_field("reference").max_length,
    "tenant": Tenancy._meta.get_field("tenant_name").max_length,
}


class NotAnExport(ValueError):
    """The file's header does not have the columns we need."""


@dataclass
class Outcome:
    homes: int = 0
    tenancies: int = 0
    refused: list[str] = field(default_factory=list)


def import_homes(file: TextIO) -> Outcome:
    """Read the export. A row that cannot be read is named in `refused` by its line, and the rest goes on."""
    rows = csv.DictReader(file)
    missing = COLUMNS - set(rows.fieldnames or [])
    if missing:
        raise NotAnExport(f"The file lacks these columns: {', '.join(sorted(missing))}.")
    outcome = Outcome()
    with transaction.atomic():
        for row in rows:
            _import_row(row, rows.line_num, outcome)
    return outcome


def _import_row(row: dict, line: int, outcome: Outcome) -> None:
    row = {name: (value or "").strip() for name, value in row.items() if name}
    if problem := _what_is_wrong(row):
        outcome.refused.append(f"Line {line}: {problem}")
        return
    postcode = tidy_postcode(row["postcode"])
    started_on, ended_on = _day(row["started_on"]), _day(row["ended_on"])
    home = _import_home(row, postcode)
    outcome.homes += 1
    if row["tenancy"] and started_on:
        Tenancy.objects.update_or_create(
            reference=row["tenancy"],
            defaults={
                "home": home,
                "tenant_name": row["tenant"],
                "started_on": started_on,
                "ended_on": ended_on,
            },
        )
        outcome.tenancies += 1


def _what_is_wrong(row: dict) -> str:
    if not (row["home"] and row["area"] and tidy_postcode(row["postcode"])):
        return "a home needs its reference, an area and a postcode."
    for name, most in MOST.items():
        if len(row[name]) > most:
            return f"{name} is longer than {most} characters."
        if "\0" in row[name]:
            return f"{name} has a character that cannot be kept."
    try:
        _day(row["started_on"]), _day(row["ended_on"])
    except ValueError:
        return "a date must look like 2026-11-21."
    return ""


def _import_home(row: dict, postcode: str) -> Home:
    area, _ = Area.objects.update_or_create(name=row["area"], defaults={"region": row["region"]})
    digits = re.match(r"\D*(\d{1,6})", row["number"])
    home, _ = Home.objects.update_or_create(
        reference=row["home"],
        defaults={
            "number": row["number"],
            "number_order": int(digits[1]) if digits else 0,
            "street": row["street"],
            "town": row["town"],
            "postcode": postcode,
            "area": area,
        },
    )
    return home


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
