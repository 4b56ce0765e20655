"""What the pages are made of, shown as it is: for editors, developers and whoever checks the look."""

import re
from dataclasses import dataclass
from functools import cache

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reporting.staff.editors import for_editors

from . import look
from .language import choices
from .rendering import PublicForm

COMPONENTS = settings.BASE_DIR / "templates/components"
TAKES = re.compile(r"{% comment %}(.*?){% endcomment %}|{# (.*?) #}", re.DOTALL)
SIXTEEN = 16  # pixels to a rem
NUMBER = "03069 990100"


class Example(PublicForm):
    """A form in which something is wrong, to show what that looks like."""

    where = forms.CharField(label=_("Where does it happen?"), help_text=_("For example: the stairs by the bins."))
    still = forms.ChoiceField(
        label=_("Is it still going on?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect
    )


def examples() -> dict[str, list[dict]]:
    """For each component, with what it is shown: once or more."""
    words = _("A person reads every report by the end of the next working day.")
    entry = {"title": _("We spoke with you"), "when": _("Monday 23 November"), "text": words}
    return {
        "999": [{"level": 3}],
        "breadcrumbs": [{"items": [{"title": _("Home"), "url": "/"}, {"title": _("Advice"), "url": "/"}]}],
        "button": [
            {"label": _("Report it"), "url": "#button"},
            {"label": _("Back"), "url": "#button", "kind": "secondary"},
            {"label": _("Close the case"), "url": "#button", "kind": "warning"},
            {"label": _("Report anti-social behaviour"), "url": "#button", "kind": "big"},
        ],
        "call_out": [
            {"title": _("Told us, and it goes on?"), "text": words, "kind": kind, "level": 3}
            for kind in ("", "warm", "success", "danger")
        ],
        "card": [
            {"title": _("See your case"), "url": "#card", "text": words, "picture": "shield", "level": 3},
            {"title": _("Report it online"), "url": "#card", "text": words, "kind": "strong", "level": 3},
        ],
        "details": [{"summary": _("If you cannot speak"), "text": words}],
        "error_summary": [{"form": Example({})}],
        "languages": [{"languages": choices("/advice/"), "code": "en-gb"}],
        "translated": [{"languages": choices("/advice/"), "code": "pl", "checked": []}],
        "mark": [{}],
        "notification": [
            {"title": _("Saved"), "text": words, "kind": kind} for kind in ("warm", "success", "danger")
        ],
        "or_call": [{"number": NUMBER}],
        "pagination": [{"page": Paginator(range(30), 10).page(2)}],
        "progress": [{"step": 3, "total": 12}],
        "secret": [{"secret": "7K3M-9Q2P-XXXX-XXXX", "label": _("The code")}],
        "summary_list": [{"rows": [{"label": _("Where"), "value": _("The stairs"), "url": "#summary_list"}]}],
        "tag": [{"label": _("Under way"), "kind": kind} for kind in ("", "warm", "danger", "success", "plain")],
        "timeline": [{"entries": [entry, entry | {"title": _("You get your plan"), "next": True}], "level": 3}],
    }


@dataclass(frozen=True)
class Component:
    name: str
    takes: str  # as its own file says it
    shown: list[SafeString]


def components() -> list[Component]:
    given = examples()
    return [
        Component(
            name,
            takes(name),
            [render_to_string(f"components/{name}.html", context) for context in given.get(name, [])],
        )
        for name in names()
    ]


@cache
def names() -> list[str]:
    return sorted(file.stem for file in COMPONENTS.glob("*.html"))


@cache
def takes(name: str) -> str:
    found = TAKES.search((COMPONENTS / f"{name}.html").read_text())
    return (found[1] or found[2]).strip() if found else ""


def swatches(theme: str) -> list[dict]:
    return [{"name": name, "hex": f"#{value}"} for name, value in look.colours(theme).items()]


def pairs(theme: str) -> list[dict]:
    """What may stand on what, with its contrast, the lowest first."""
    found = look.colours(theme)
    all_pairs = [
        {
            "words": words,
            "ground": ground,
            "words_hex": f"#{found[words]}",
            "ground_hex": f"#{found[ground]}",
            "ratio": round(look.contrast(found[words], found[ground]), 1),
        }
        for words, ground in look.PAIRS
    ]
    return sorted(all_pairs, key=lambda pair: pair["ratio"])


@for_editors
@never_cache
@require_safe
def style_guide(request):
    context = {
        "sensitive": True,
        "components": components(),
        "themes": [{"name": name, "swatches": swatches(name), "pairs": pairs(name)} for name in look.THEMES],
        "spaces": [{"name": name, "rem": rem, "pixels": rem * SIXTEEN} for name, rem in look.spaces().items()],
        "form": Example({}),
    }
    return render(request, "home/admin/style_guide.html", context)
