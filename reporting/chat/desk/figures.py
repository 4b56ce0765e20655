"""How chats went in a period: for who leads them and for who looks after quality."""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date, time, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from home.page_cache import private
from home.said import said_time
from home.spreadsheets import safe
from reporting.cases.desk.access import desk_view
from reporting.cases.desk.forms import Day, DeskForm
from reporting.cases.permissions import Do, may_ever
from reporting.kinds import Kind

from ..enums import Helped, Outcome
from ..figures import FEWEST_RATINGS, MOST_DAYS, PROMPT, Figures, Period, figures_of, usual_period

# What a calendar can be asked for, and what no chat is older than.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)


class PeriodForm(DeskForm):
    mark_optional = False

    first = Day(label=gettext_lazy("From"), required=False)
    last = Day(label=gettext_lazy("To"), required=False)

    def clean(self):
        cleaned = super().clean()
        usual = usual_period()
        first = cleaned.get("first") or usual.first
        last = cleaned.get("last") or usual.last
        if self.errors:
            return cleaned
        if not FIRST_DAY <= first <= LAST_DAY or not FIRST_DAY <= last <= LAST_DAY:
            self.add_error("first", _("Choose days from the year 2000 on, and not far ahead."))
        elif last < first:
            self.add_error("last", _("The last day must not be before the first."))
        elif last - first >= timedelta(days=MOST_DAYS):
            self.add_error("first", _("Choose at most a year."))
        return {"first": first, "last": last}

    def period(self) -> Period:
        return Period(self.cleaned_data["first"], self.cleaned_data["last"])


@dataclass(frozen=True)
class Row:
    label: str
    cells: list
    share: int = 0  # of the longest bar, in hundredths


@dataclass(frozen=True)
class Part:
    """A chart and the table under it. The bars are those of the first column."""

    name: str
    title: str
    of_what: str
    columns: list[str]
    rows: list[Row]
    note: str = ""

    @property
    def lines(self):
        """Each row with its cells, and each cell with its column."""
        return [(row.label, list(zip(self.columns, row.cells, strict=True))) for row in self.rows]


@desk_view(Do.CHAT_FIGURES)
@require_safe
@private
def figures(request):
    form = PeriodForm(request.GET)
    context = {"form": form, "may_open_chats": may_ever(request.user, Do.CHAT)}
    if form.is_valid():
        found = figures_of(form.period())
        days = {"first": found.period.first.isoformat(), "last": found.period.last.isoformat()}
        form = PeriodForm(initial=days)
        context |= {
            "form": form,
            "figures": found,
            "short": in_short(found),
            "parts": [part for part in parts_of(found) if part.rows],
            "asked": urlencode(days),
        }
    return render(request, "chat/desk/figures.html", context)


@desk_view(Do.CHAT_FIGURES)
@require_safe
@private
def as_file(request):
    """The same as a file. A period that cannot be read goes back to the page, which says what is wrong with it."""
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return redirect("desk_chat_figures")
    found = figures_of(form.period())
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    name = f"chat-figures-{found.period.first:%Y-%m-%d}-{found.period.last:%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response).writerows([safe(cell) for cell in row] for row in lines_of(found))
    return response


def lines_of(found: Figures):
    """Each number on a line of its own, which every spreadsheet can sort and add up."""
    yield [_("Part"), _("Of what"), _("What"), _("Number")]
    for part in [in_short(found), *parts_of(found)]:
        for label, cells in part.lines:
            for column, cell in cells:
                yield [part.title, label, column, cell]


def in_short(found: Figures) -> Part:
    total, waits, lengths = found.total, found.waits, found.lengths
    began = total["began"]
    rows = [
        Row(_("Came to us"), [began]),
        Row(_("Answered in the chat"), [with_share(total["answered"], began)]),
        Row(_("Left as a message"), [with_share(total["left"], began)]),
        Row(_("Missed: ended before we answered"), [with_share(total["missed"], began)]),
        Row(_("Of these, the visitor left while they waited"), [with_share(total["abandoned"], total["missed"])]),
        Row(_("Of these, we still owe an answer"), [found.still_owed]),
        Row(_("Waiting now"), [total["waiting"]]),
        Row(_("Half waited no longer than"), [said_seconds(waits.at(50))]),
        Row(_("Nine in ten waited no longer than"), [said_seconds(waits.at(90))]),
        Row(_("Answered within 2 minutes"), [with_share(waits.within(PROMPT), waits.number)]),
        Row(_("Half lasted no longer than"), [said_seconds(lengths.at(50))]),
    ]
    return Part("short", _("In short"), _("What"), [_("Number")], rows)


def parts_of(found: Figures) -> list[Part]:
    return [
        in_time("hours", _("By hour of the day"), _("Hour"), full_hours(found.by_hour)),
        in_time("weekdays", _("By day of the week"), _("Day"), weekdays(found.by_weekday)),
        named("outcomes", _("What came of those we answered"), _("What came of it"), Outcome, found.outcomes),
        named("topics", _("What they were about"), _("Topic"), Kind, found.topics),
        ratings(found.ratings),
        by_person(found.by_person),
    ]


def full_hours(counts: dict[int, Counter]) -> dict[str, Counter]:
    """From the first hour in which anything began to the last, none left out."""
    hours = range(min(counts), max(counts) + 1) if counts else []
    return {said_time(time(hour)): counts.get(hour, Counter()) for hour in hours}


def weekdays(counts: dict[int, Counter]) -> dict[str, Counter]:
    return {str(name): counts.get(day, Counter()) for day, name in WEEKDAYS.items()} if counts else {}


def in_time(name: str, title: str, of_what: str, counts: dict[str, Counter]) -> Part:
    columns = {"began": _("Came"), "answered": _("Answered"), "left": _("Left a message"), "missed": _("Missed")}
    rows = charted({label: [each[column] for column in columns] for label, each in counts.items()})
    return Part(name, title, of_what, list(columns.values()), rows, _("The bars show how many came."))


def named(name: str, title: str, of_what: str, choices, counts: Counter) -> Part:
    """The most frequent first; what nobody wrote down last."""
    cells = {str(choices(value).label): [number] for value, number in counts.most_common() if value in choices.values}
    if counts[""]:
        cells[_("Not written down")] = [counts[""]]
    return Part(name, title, of_what, [_("Chats")], charted(cells))


def ratings(counts: Counter) -> Part:
    cells = {str(helped.label): [counts[helped]] for helped in Helped} if counts else {}
    return Part("ratings", _("Did it help?"), _("What visitors said"), [_("Ratings")], charted(cells))


def by_person(people: list[tuple[str, Counter]]) -> Part:
    columns = [_("Ratings"), _("It helped a lot or mostly")]
    rows = charted({who: [each.total(), each[Helped.YES] + each[Helped.MOSTLY]] for who, each in people})
    note = _("Only those with at least %(number)s ratings in this time.") % {"number": FEWEST_RATINGS}
    return Part("people", _("Ratings by who answered"), _("Who answered"), columns, rows, note)


def charted(cells: dict[str, list[int]]) -> list[Row]:
    longest = max((numbers[0] for numbers in cells.values()), default=0) or 1
    return [Row(label, numbers, round(100 * numbers[0] / longest)) for label, numbers in cells.items()]


def with_share(number: int, of: int) -> str:
    return _("%(number)s (%(share)s %%)") % {"number": number, "share": round(100 * number / of)} if of else "0"


def said_seconds(seconds: int | None) -> str:
    if seconds is None:
        return _("Nothing to go by")
    if seconds < 60:
        return ngettext("%(number)s second", "%(number)s seconds", seconds) % {"number": seconds}
    minutes = round(seconds / 60)
    return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}
