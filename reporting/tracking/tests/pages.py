"""What a page says to the eye and to the next press of a button."""

import html
import re

from django.urls import reverse


def seen(response) -> str:
    """The words of the main part, as read."""
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())
    return re.sub(r" (?=[.,:;])", "", words)


def hidden(response, name: str) -> str:
    field = re.search(rf'<input[^>]*name="{name}"[^>]*>', response.content.decode())
    assert field, f"no field {name}"
    return html.unescape(re.search(r'value="([^"]*)"', field[0])[1])


def fill(browser, name: str, **answers):
    """Open the page `name`, fill it in, press its button."""
    shown = browser.get(reverse(f"case:{name}"))
    answers = {"token": hidden(shown, "token"), **answers}
    return browser.post(reverse(f"case:{name}"), answers)


def sign_in(browser, reference: str, secret: str, **more):
    return browser.post(reverse("case:sign_in"), {"reference": reference, "secret": secret, **more})
