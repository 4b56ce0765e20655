"""The lists that staff live in: the triage queue, all cases, and the calls we owe."""

from django.db.models import Exists, OuterRef
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks

from ...access import tidy_reference
from ...enums import ClockKind
from ...models import Case, Clock
from ...permissions import Do, cases_for, may_ever
from ..access import desk_view
from ..export import WRITERS
from ..filters import FilterForm, SearchForm, as_query, from_query
from ..paging import as_triaged, newest_first, oldest_first
from ..rows import call_rows, case_rows, for_rows, queue_rows
from ..words import capped

MOST_COUNTED = 100


def count_up_to(queryset) -> str:
    """How many, without counting a million: `99+` from a hundred on."""
    return capped(len(queryset.order_by().values_list("pk")[:MOST_COUNTED]))


@desk_view(Do.TRIAGE)
def queue(request):
    cases = cases_for(request.user, Do.TRIAGE)
    page = as_triaged(for_rows(cases), request.GET.get("after", ""))
    context = {
        "rows": queue_rows(page.rows, request.user),
        "after": page.after,
        "late": count_up_to(cases.in_triage().filter(next_due_at__lt=timezone.now())),
        "paged": "after" in request.GET,
    }
    return render(request, "desk/queue.html", context)


@desk_view(Do.LIST_CASES)
def cases(request):
    sees_cases = may_ever(request.user, Do.SEE_CASE)
    form_class = FilterForm if sees_cases else SearchForm
    if request.method == "POST":
        return _search(request, form_class)
    form = form_class(from_query(request.GET))
    return _list(request, form, sees_cases)


def _search(request, form_class):
    """Search words go on sealed in the address. A reference goes straight to its case."""
    form = form_class(request.POST)
    if not form.is_valid():
        return _list(request, form, form_class is FilterForm)
    found = cases_for(request.user, Do.LIST_CASES).filter(reference=tidy_reference(form.cleaned_data["words"]))
    if case := found.first():
        return redirect(home_of_case(request.user), case.reference)
    return redirect(f"{reverse('desk_cases')}?{as_query(form)}")


def _list(request, form, sees_cases: bool):
    found = Case.objects.none()
    if form.is_valid():
        found = form.narrow(cases_for(request.user, Do.LIST_CASES), request.user)
    page = newest_first(for_rows(found), "opened_at", request.GET.get("after", ""))
    context = {
        "form": form,
        "rows": case_rows(page.rows, request.user),
        "after": page.after,
        "asked": as_query(form),
        "filtered": any(form.data.get(name) for name in form.fields if name != "words"),
        "sees_cases": sees_cases,
        "may_export": may_ever(request.user, Do.EXPORT),
        "case_base": reverse("desk_cases"),
    }
    return render(request, "desk/cases.html", context)


@desk_view(Do.CONTACT)
def call_backs(request):
    """Those who asked for a call and did not get it yet, the longest waiting first."""
    # Asked of each running clock, of which there are few; a list of all their cases could be long.
    theirs = Exists(cases_for(request.user, Do.LIST_CASES).filter(pk=OuterRef("case_id")))
    owed = Clock.objects.running().filter(theirs, kind=ClockKind.RETURN_CALL)
    page = oldest_first(owed.select_related("case__officer"), "due_at", request.GET.get("after", ""))
    context = {
        "rows": call_rows(page.rows),
        "after": page.after,
        "paged": "after" in request.GET,
        # What other parts of the house owe, such as to someone whom nobody answered in the chat: each a table.
        "others": [owed for owed in (owes(request.user) for owes in hooks.get_hooks("calls_owed")) if owed],
    }
    return render(request, "desk/call_backs.html", context)


def home_of_case(user) -> str:
    """The page of a case that this person has: the whole, or the summary to answer a caller from."""
    return "desk_case" if may_ever(user, Do.SEE_CASE) else "desk_summary"


@desk_view(Do.EXPORT)
def export(request, kind: str):
    """What the list shows, as a file. A filter that cannot be read gives nothing rather than everything."""
    form = FilterForm(from_query(request.GET))
    if not form.is_valid():
        return redirect("desk_cases")
    return WRITERS[kind](form.narrow(cases_for(request.user, Do.EXPORT), request.user), request.user)
