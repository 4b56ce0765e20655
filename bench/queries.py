"""How many queries each page takes: `python -m bench.queries [PATH ...]`, in the folder and database of a service that is not
running. Prints a JSON object: page to number of queries; without paths, of the pages that `python -m bench` measures.
"""

import json
import os
import sys
from functools import partial

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reporting.cases.enums import Status
from reporting.cases.models import Case
from reporting.staff.models import User
from tests.pages import form_values
from tests.report import ANSWERS, start, step_of

ADVICE = "/advice/noise/"


def count(ask) -> int:
    with CaptureQueriesContext(connection) as queries:
        response = ask()
    assert response.status_code in {200, 302}, response.status_code
    return len(queries)


def public_pages(client: Client) -> dict[str, int]:
    for path in ("/?warm", f"{ADVICE}?warm"):
        client.get(path)
    return {
        "home, not cached": count(lambda: client.get("/?a")),
        "advice, not cached": count(lambda: client.get(f"{ADVICE}?a")),
    }


def steps(client: Client) -> dict[str, int]:
    found, address = {}, start(client)
    while True:
        step, page = step_of(address), client.get(address)
        found[f"{step}, shown"] = count(lambda here=address: client.get(here))
        values = form_values(page.content)
        values |= {f"{step}-{name}": value for name, value in ANSWERS.get(step, {}).items()}
        if step == "check":
            return found | {"check, sent": count(partial(client.post, address, values))}
        found[f"{step}, answered"] = count(partial(client.post, address, values))
        address = client.post(address, values)["Location"]


def desk(client: Client) -> dict[str, int]:
    client.force_login(User.objects.get(username="max"), backend="reporting.staff.backends.StaffBackend")
    case = Case.objects.filter(status=Status.WORKING, restricted=False).last()
    pages = {"queue": "/desk/cases/queue/", "case page": f"/desk/cases/{case.reference}/"}
    for path in pages.values():
        assert client.get(path).status_code == 200, path
    return {name: count(lambda here=path: client.get(here)) for name, path in pages.items()}


def each(client: Client, paths: list[str]) -> dict[str, int]:
    """For each path the queries when it is not kept, once what is kept for all pages is there."""
    for path in paths:
        client.get(path)
    return {path: count(partial(client.get, f"{path}{'&' if '?' in path else '?'}uncached")) for path in paths}


if __name__ == "__main__":
    client = Client(HTTP_HOST="127.0.0.1")
    paths = sys.argv[1:]
    json.dump(each(client, paths) if paths else public_pages(client) | steps(client) | desk(client), sys.stdout)
