"""Browsers of both sides, and what stands on a page."""

from bs4 import BeautifulSoup
from django.test import Client

from reporting.staff.groups import set_up_groups


def a_visitor(whose: str = "mine") -> Client:
    """A browser whose conversations are `an_owner(whose)`'s."""
    client = Client()
    client.cookies["chat"] = whose
    return client


def at_desk(user) -> Client:
    set_up_groups()
    client = Client()
    client.force_login(user)
    return client


def soup_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def words_in(response) -> str:
    return " ".join(soup_of(response).select_one("main").text.split())
