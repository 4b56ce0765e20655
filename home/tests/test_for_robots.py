"""What is told to search engines, and where pages went that have moved."""

import re

import pytest
from django.db import transaction
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from home.demo import load
from home.models import PlainPage

KEPT_FROM = ("/report/", "/case/", "/chat/", "/desk/", "/feedback/", "/exit/", "/search/", "/case-review/ask/")


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield Client()
        transaction.set_rollback(True)


def test_the_map_says_when_each_page_was_last_changed(client, home):
    page = PlainPage.objects.get(slug="how")
    page.save_revision().publish()
    listed = re.findall(r"<url><loc>(.*?)</loc>(?:<lastmod>(.*?)</lastmod>)?", client.get("/sitemap.xml").text)
    days = {address.partition("testserver")[2] or address: day for address, day in listed}
    assert any(address.endswith("/how/") and day for address, day in days.items())


def test_the_map_leads_to_nothing_that_must_not_be_found(demo, db):
    listed = re.findall(r"<loc>https?://[^/]+(/.*?)</loc>", demo.get("/sitemap.xml").text)
    assert len(listed) > 30
    assert [address for address in listed if address.startswith(KEPT_FROM) or "home-life" in address] == []


def test_robots_are_kept_from_every_form(client, home):
    rules = client.get("/robots.txt").text
    assert [address for address in KEPT_FROM if f"Disallow: {address}\n" not in rules] == []


def test_an_old_address_leads_to_the_new_one(client, home):
    Redirect.objects.create(
        old_path="/asb", site=Site.objects.get(), redirect_page=Page.objects.get(slug="how"), is_permanent=True
    )
    answer = client.get("/asb/")
    assert (answer.status_code, answer["Location"]) == (301, "/how/")
    assert client.get("/asb/?from=leaflet")["Location"].startswith("/how/")
