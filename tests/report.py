"""Making a report through Django's client, page by page, as someone without JavaScript does."""

from django.test import Client

from .pages import form_values

ANSWERS = {
    "danger": {"now": "no"},
    "who": {"relation": "tenant", "named": "named", "name": "Robin Example"},
    "what": {"kind": "noise"},
    "details": {"what_happened": "Loud music through the wall, most nights."},
    "where": {"place": "12 Imaginary Row, Fairstow"},
    "contact": {"prefers": "email"},
    "reach": {"email": "robin@tenant.example", "shared": "no"},
    "check": {"true": "on"},
}


def start(client: Client, kind: str = "") -> str:
    """Begin a report; gives the address of its first step."""
    return client.post("/report/", {"kind": kind}).headers["Location"]


def step_of(address: str) -> str:
    """Its name, which is the last part of `address` in every language."""
    return address.split("?")[0].rstrip("/").split("/")[-1]


def answer(client: Client, address: str, answers: dict = ANSWERS) -> str:
    """Answer the step at `address` with its own defaults and `answers`; gives where it leads."""
    step = step_of(address)
    values = form_values(client.get(address).content)
    values |= {f"{step}-{name}": value for name, value in answers.get(step, {}).items()}
    response = client.post(address, values)
    assert response.status_code == 302, f"{step} was not taken"
    return response.headers["Location"]


def walk_to(client: Client, goal: str, answers: dict = ANSWERS) -> str:
    """Begin a report and go on until the step `goal` is asked; gives its address."""
    address = start(client)
    while step_of(address) != goal:
        address = answer(client, address, answers)
    return address
