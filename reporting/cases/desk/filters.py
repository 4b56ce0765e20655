"""Finding cases: the search and the filters of the list.

What is typed to search for is about people, so it is never in an address: the form is posted, and goes on in the address
only sealed.
"""

from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reporting.kinds import Category, Kind
from reporting.places.models import Area
from reporting.sealing import Unsealable, open_bytes, seal_bytes
from reporting.staff.models import User
from reporting.worktime import ENGLAND

from .. import search
from ..caseload import WORKERS
from ..enums import ENDED, OPEN, Status
from ..models import Case
from ..permissions import Do, cases_for, sees_what_is_listed
from .forms import Day, DeskForm

ANY = ("", _("Any"))
OPEN_ONES, ENDED_ONES = "open", "ended"
LATE, SOON = "late", "soon"


class SearchForm(DeskForm):
    """All that the contact centre has: they find the case a caller speaks of, and no more."""

    mark_optional = False

    words = forms.CharField(
        label=_("Search"),
        max_length=100,
        required=False,
        help_text=_("Reference, name, phone number or address"),
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def narrow(self, cases: QuerySet[Case], user: User) -> QuerySet[Case]:
        words = self.cleaned_data["words"]
        return search.find(cases, words) if search.query_words(words) else cases.none()


class FilterForm(SearchForm):
    status = forms.ChoiceField(label=_("Status"), required=False)
    kind = forms.ChoiceField(label=_("Type"), choices=[ANY, *Kind.choices], required=False)
    category = forms.ChoiceField(label=_("Category"), choices=[ANY, *Category.choices], required=False)
    area = forms.ModelChoiceField(Area.objects, label=_("Area"), empty_label=_("Any"), required=False)
    officer = forms.ModelChoiceField(User.objects.none(), label=_("Officer"), empty_label=_("Any"), required=False)
    promise = forms.ChoiceField(
        label=_("Promises"),
        choices=[ANY, (LATE, _("One is late")), (SOON, _("One falls due today"))],
        required=False,
    )
    restricted = forms.ChoiceField(
        label=_("Restricted"),
        choices=[ANY, ("yes", _("Only restricted")), ("no", _("Not restricted"))],
        required=False,
    )
    opened_from = Day(label=_("Opened from"), required=False)
    opened_to = Day(label=_("Opened to"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [
            ANY,
            (OPEN_ONES, _("All open")),
            (ENDED_ONES, _("All ended")),
            *Status.choices,
        ]
        officers = User.objects.filter(groups__name__in=WORKERS).distinct().order_by("first_name", "last_name")
        self.fields["officer"].queryset = officers
        self.fields["officer"].label_from_instance = lambda officer: officer.display_name

    def narrow(self, cases: QuerySet[Case], user: User) -> QuerySet[Case]:
        asked = self.cleaned_data
        if any(asked[telling] for telling in ("words", "kind", "area")) and not sees_what_is_listed(user):
            # What was asked for would tell what a list leaves out.
            cases = cases_for(user, Do.SEE_SUMMARY, cases)
        for field in ("kind", "category", "area", "officer"):
            if asked[field]:
                cases = cases.filter(**{field: asked[field]})
        if asked["restricted"]:
            cases = cases.filter(restricted=asked["restricted"] == "yes")
        if asked["opened_from"]:
            cases = cases.filter(opened_at__gte=_midnight(asked["opened_from"]))
        if asked["opened_to"]:
            cases = cases.filter(opened_at__lt=_midnight(asked["opened_to"] + timedelta(days=1)))
        cases = _with_promise(_with_status(cases, asked["status"]), asked["promise"])
        return search.find(cases, asked["words"]) if asked["words"] else cases


def _midnight(day: date) -> datetime:
    # A moment to compare with, so that the index is of use; a date made of each row's would read them all.
    return datetime.combine(day, time.min, ENGLAND)


def _with_status(cases: QuerySet[Case], status: str) -> QuerySet[Case]:
    if status == OPEN_ONES:
        return cases.filter(status__in=OPEN)
    if status == ENDED_ONES:
        return cases.filter(status__in=ENDED)
    return cases.filter(status=status) if status else cases


def _with_promise(cases: QuerySet[Case], promise: str) -> QuerySet[Case]:
    now = timezone.now()
    if promise == LATE:
        return cases.filter(next_due_at__lt=now)
    tomorrow = _midnight(timezone.localdate() + timedelta(days=1))
    return cases.filter(next_due_at__gte=now, next_due_at__lt=tomorrow) if promise == SOON else cases


def as_query(form: SearchForm) -> str:
    """What was asked for, as the part of an address after the `?`."""
    asked = {name: form.data.get(name, "").strip() for name in form.fields}
    if words := asked.pop("words"):
        asked["find"] = seal_bytes(words.encode()).decode()
    return urlencode({name: value for name, value in asked.items() if value})


def from_query(parameters) -> dict:
    """The form's data again, from an address that `as_query` made; a search that cannot be read is left out."""
    data = parameters.dict()
    try:
        data["words"] = open_bytes(data.pop("find", "").encode()).decode()
    except Unsealable:
        data["words"] = ""
    return data
