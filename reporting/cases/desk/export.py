"""The list of cases as a file: what happened to each and when, and nothing that says who reported or where they live."""

import csv
import logging
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from home.spreadsheets import safe
from reporting.worktime import ENGLAND

from ..models import Case

log = logging.getLogger("fairstreet.desk")

BATCH = 2000


class _Line:
    """Gives back each line as `csv` writes it."""

    def write(self, line: str) -> str:
        return line


def columns() -> list[str]:
    return [
        _("Reference"),
        _("Status"),
        _("Type"),
        _("Category"),
        _("Restricted"),
        _("Area"),
        _("Region"),
        _("Officer"),
        _("Came by"),
        _("Opened"),
        _("Closed"),
        _("Reason for closing"),
        _("Next contact"),
        _("Next promise due"),
    ]


def cells(case: Case) -> list[str]:
    return [
        safe(value)
        for value in (
            case.reference,
            case.get_status_display(),
            case.get_kind_display(),
            case.category,
            _("Yes") if case.restricted else _("No"),
            case.area.name if case.area else "",
            case.area.region if case.area else "",
            case.officer.display_name if case.officer else "",
            case.get_source_display(),
            _stamp(case.opened_at),
            _stamp(case.closed_at),
            case.get_close_reason_display(),
            case.next_contact_on.isoformat() if case.next_contact_on else "",
            _stamp(case.next_due_at),
        )
    ]


def _stamp(moment: datetime | None) -> str:
    return moment.astimezone(ENGLAND).strftime("%Y-%m-%d %H:%M") if moment else ""


def rows(cases: QuerySet[Case]) -> Iterator[list[str]]:
    yield columns()
    wanted = cases.select_related("area", "officer").defer("answers", "what_happened", "wants", "secret_hash")
    for case in wanted.order_by("-opened_at", "-pk").iterator(chunk_size=BATCH):
        yield cells(case)


def logged(found: Iterable[list[str]], *, by, kind: str) -> Iterator[list[str]]:
    """Pass on the rows, and write down who took how many; never what they searched for."""
    taken = -1  # the head is no case
    try:
        for row in found:
            taken += 1
            yield row
    finally:
        log.info("user %s exported %s cases as %s", by.pk, max(taken, 0), kind)


def as_csv(cases: QuerySet[Case], by) -> StreamingHttpResponse:
    writer = csv.writer(_Line())
    # The mark at the front tells a spreadsheet that this is UTF-8.
    lines = (writer.writerow(row) for row in logged(rows(cases), by=by, kind="csv"))
    response = StreamingHttpResponse(_marked(lines), content_type="text/csv; charset=utf-8")
    return _named(response, "csv")


def _marked(lines: Iterator[str]) -> Iterator[str]:
    yield "\ufeff"
    yield from lines


def as_xlsx(cases: QuerySet[Case], by) -> FileResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Cases"))
    for row in logged(rows(cases), by=by, kind="xlsx"):
        sheet.append(row)
    file = tempfile.TemporaryFile()  # noqa: SIM115 — closed with the response
    book.save(file)
    file.seek(0)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _named(FileResponse(file, content_type=kind), "xlsx")


def _named(response, kind: str):
    response["Content-Disposition"] = f'attachment; filename="cases-{timezone.localdate():%Y-%m-%d}.{kind}"'
    return response


WRITERS = {"csv": as_csv, "xlsx": as_xlsx}
