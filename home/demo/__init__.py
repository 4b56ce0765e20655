"""The demo site: an invented landlord in an invented town, with advice that a tenant could use.

The words are in `pages/`, a file to a page, in the order of `pages/tree.txt`. A file below a folder is a page below
the page of that folder's name.
"""

from datetime import time
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files import File
from django.core.management import call_command
from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from home.models import HomePage, ServiceSettings
from reporting.kinds import Category
from reporting.places.models import Area

from .reading import Draft, Row, read_page

PAGES = Path(__file__).parent / "pages"
FILM = Path(__file__).parent / "film"

SERVICE = {
    "name": "Larkfield Homes",
    "phone": "03069 990100",
    "call_cost": "The same as a call to an ordinary landline number.",
    "out_of_hours_phone": "03069 990100",  # one number at any hour; at night others answer it
    "email": "hello@larkfield.example",
    "office_address": "Larkfield Homes\nThe Old Print Works\n1 Canal Street\nFairstow",
    "office_opens": time(9, 0),
    "office_closes": time(17, 0),
    "centre_opens": time(8, 0),
    "centre_closes": time(18, 0),
    "footer_note": "Larkfield Homes and the town of Fairstow are invented, to show how Fairstreet works.",
}

# For what, then working days: we speak with you, your plan, in touch every.
PROMISES = {
    Category.A: (
        "Someone is hurt, threatened or at risk. Violence, threats, hate, domestic abuse, drug dealing.",
        1,
        3,
        5,
    ),
    Category.B: (
        "It keeps happening and it wears you down. Noise day after day, abuse in the street, damage, drinking in "
        "shared areas.",
        3,
        7,
        10,
    ),
    Category.C: (
        "It is a nuisance and nobody is at risk. Rubbish, an overgrown garden, a barking dog, a fall-out between "
        "neighbours.",
        5,
        10,
        10,
    ),
}

# Invented, as the landlord is; the footer of every page says so.
FIGURES = (
    {"number": "412", "words": "people told us about something in a year", "as_of": "Year to October 2026"},
    {"number": "9 in 10", "words": "of them heard from a person within the time we promise", "as_of": "October 2026"},
    {"number": "7 in 10", "words": "said at the end that it had got better", "as_of": "287 people answered"},
)
# The same, as the page on our performance has them.
PERFORMANCE = (
    {"name": "People who told us about something", "period": "Year to October 2026", "count": 412},
    {
        "name": "Heard from a person within the time we promise",
        "period": "Year to October 2026",
        "count": 371,
        "explanation": "Of the 412 people who told us about something. That is 9 in 10.",
    },
    {
        "name": "Said at the end that it had got better",
        "period": "Year to October 2026",
        "percent": 70,
        "answered": 287,
    },
)


@transaction.atomic
def load(user=None) -> None:
    """Build the whole site, once. Where there is a home page already, nothing is touched."""
    if HomePage.objects.exists():
        return
    drafts = [read_page(PAGES / f"{name}.txt", name) for name in names()]
    pages = {draft.name: None for draft in drafts}
    for draft in drafts:
        pages[draft.name] = _add(draft, pages)
    _set_up_site(pages["home"])
    call_command("import_partners", verbosity=0)
    for draft in drafts:
        _publish(pages[draft.name], draft, pages, user)


def names() -> list[str]:
    return (PAGES / "tree.txt").read_text(encoding="utf-8").split()


def _add(draft: Draft, pages: dict) -> Page:
    """The page without its long texts, since those may link to pages that are still to come."""
    page = apps.get_model(draft.type)(
        title=draft.title,
        slug=draft.slug,
        show_in_menus=draft.in_menu,
        **draft.fields | _looked_up(draft),
    )
    parent = pages.get(draft.parent) or root_of_the_tree()
    _make_way(parent, page.slug)
    return parent.add_child(instance=page)


def root_of_the_tree() -> Page:
    """Wagtail's migrations make it, and the languages that pages may be in; a database that was emptied has neither."""
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    return Page.get_first_root_node() or Page.add_root(title="Root", slug="root")


def _make_way(parent: Page, slug: str) -> None:
    """A fresh Wagtail has a page of welcome where ours goes."""
    for page in parent.get_children().filter(slug=slug):
        page.delete()


def _looked_up(draft: Draft) -> dict:
    return {"area": Area.objects.filter(name=draft.area).first()} if draft.area else {}


def _set_up_site(home: HomePage) -> None:
    for category, (for_what, speak, plan, in_touch) in PROMISES.items():
        home.promises.create(
            category=category,
            for_what=for_what,
            speak_within=speak,
            plan_within=plan,
            in_touch_every=in_touch,
        )
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    site.root_page, site.site_name = home, SERVICE["name"]
    site.save()
    ServiceSettings.objects.update_or_create(site=site, defaults=SERVICE)


def _publish(page: Page, draft: Draft, pages: dict, user) -> None:
    page.refresh_from_db()
    for name, html in draft.html(pages).items():
        setattr(page, name, html)
    for row in draft.rows:
        _add_row(getattr(page, row.list), row, pages)
    if draft.name == "home":
        add_film(page)
        page.figures = [("figure", figure) for figure in FIGURES]
    if draft.name == "performance":
        rows = page.typed_figures
        rows.set([rows.model(sort_order=number, **figure) for number, figure in enumerate(PERFORMANCE)])
    page.save_revision(user=user).publish(user=user)


def _add_row(rows, row: Row, pages: dict) -> None:
    added = rows.model(sort_order=rows.count(), **row.values(pages))
    for number, note in enumerate(row.notes):
        added.notes.add(added.notes.model(sort_order=number, **note))
    rows.add(added)


def add_film(page: HomePage) -> None:
    page.film = _file(get_document_model(), "how-it-works.mp4")
    page.captions = _file(get_document_model(), "how-it-works.vtt")
    page.poster = _file(get_image_model(), "how-it-works.jpg")


def _file(model, name: str):
    with (FILM / name).open("rb") as file:
        return model.objects.create(title=name, file=File(file, name=name))
