"""Whatever a tenants' panel liked on any landlord's site about anti-social behaviour, line by line: this one has it too."""

import html
import re
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client

from home.demo import load, names
from reporting.places.tests.factories import AreaFactory


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """The demo site, and a reader who keeps what was read."""
    with django_db_blocker.unblock(), transaction.atomic():
        AreaFactory(name="Millbrook")
        load()
        read = {}
        yield lambda address: read.get(address) or read.setdefault(address, Client().get(address))
        transaction.set_rollback(True)


def words_of(page: str) -> str:
    """What one reads of a page, in small letters."""
    text = re.sub(r"<(script|style|head)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).lower().split())


@dataclass(frozen=True)
class Liked:
    """What is on the page at `address`: all of `says`, as one reads it, and all of `has`, as it is written."""

    what: str
    address: str
    says: tuple[str, ...] = ()
    has: tuple[str, ...] = ()

    def __str__(self):
        return self.what


LIKED = [
    Liked("customer fact sheets", "/advice/noise/", has=("/advice/noise/fact-sheet/",)),
    Liked("a fact sheet to print", "/advice/noise/fact-sheet/", says=("03069 990100",)),
    Liked("a front page that is easy to find", "/advice/noise/", has=('href="/"',)),
    Liked("a video on the front page", "/", has=("<video", 'kind="captions"', 'preload="none"')),
    Liked("encouraged to report", "/", says=("report anti-social behaviour", "you need no proof")),
    Liked("how reports are put in categories", "/", says=("a: serious", "b: medium", "c: lower")),
    Liked("early intervention and prevention", "/early-help/", says=("mediation",)),
    Liked("interpreters", "/how-to-report/", says=("interpreter",)),
    Liked("the community trigger on the front page", "/", says=("case review",), has=("/case-review/check/",)),
    Liked("the community trigger by its old name", "/case-review/", says=("community trigger",)),
    Liked("a number that is cheap from a mobile", "/how-to-report/", says=("what it costs", "ordinary landline")),
    Liked("how we respond to a report", "/what-happens-next/", says=("read by a person", "your officer", "closed")),
    Liked("what information is asked for", "/how-to-report/", says=("we ask what is happening, where and when",)),
    Liked("timescales", "/", says=("how fast we act", "working day")),
    Liked("the actions that can be taken", "/advice/noise/", says=("what we can do",)),
    Liked("a number that begins with 03", "/", has=('href="tel:03',)),
    Liked("the police’s number", "/who-can-help/", says=("101",)),
    Liked("Crimestoppers’ number", "/who-can-help/", says=("crimestoppers", "0800 555 111")),
    Liked("reporting at any hour, every day", "/", says=("at any hour",)),
    *(
        Liked(f"reporting {way}", "/how-to-report/", has=(f'id="{way}"',))
        for way in ("phone", "online", "email", "call-back", "chat", "office", "person")
    ),
    Liked(
        "built around the customer", "/what-happens-next/", says=("you can say that it is right, or what is missing",)
    ),
    Liked("what an incomplete diary leads to", "/what-happens-next/", says=("incomplete diary", "close your case")),
    Liked("confidentiality", "/", says=("we never tell the other person who reported",)),
    Liked("a return call within 24 hours", "/how-to-report/", says=("within 24 hours",)),
    Liked("what happens when a case is reported", "/", says=("what happens when you tell us",)),
    Liked(
        "action plans",
        "/what-happens-next/",
        says=("the plan is in writing", "what we will do and by when, what you will do"),
    ),
    Liked("a clear definition", "/what-is-asb/", says=("what is not",)),
    Liked("support for witnesses", "/support/", says=("if you saw or heard it",)),
    Liked("a leaflet", "/leaflets/", says=("print",)),
    Liked("a page of its own on how to report", "/", has=('href="/how-to-report/"',)),
    Liked("contact details on that page", "/how-to-report/", has=('href="tel:03069990100"', 'href="mailto:')),
]


@pytest.mark.parametrize("liked", LIKED, ids=str)
def test_what_was_liked_elsewhere_is_here(site, db, liked):
    page = site(liked.address)
    assert page.status_code == 200, f"{liked.what}: there is no page {liked.address}"
    words = words_of(page.text)
    missing = [each for each in liked.says if each not in words] + [
        each for each in liked.has if each not in page.text
    ]
    assert not missing, f"{liked.what}: {liked.address} lacks {missing}"


@pytest.mark.parametrize("name", names())
def test_contact_details_are_at_the_top_of_each_page(site, db, name):
    top = site("/" if name == "home" else f"/{name}/").text.split("<main")[0]
    assert 'href="tel:03069990100"' in top
    assert 'href="tel:999"' in top


def test_one_number_does_for_every_hour(site, db):
    page = words_of(site("/how-to-report/").text.split("<main")[1].split("</main>")[0])
    numbers = set(re.findall(r"\b0\d{4} \d{6}\b", page))
    assert numbers == {"03069 990100"}
    assert "at night and at weekends" in page
