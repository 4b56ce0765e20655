"""Reading pages as a browser does, for tests that go through Django's client."""

from bs4 import BeautifulSoup


def form_values(html: bytes | str, *, number: int = 0, main: bool = True) -> dict:
    """What a browser would send for a form of the page if nobody typed anything: hidden fields, defaults, ticks."""
    soup = BeautifulSoup(html, "html.parser")
    place = soup.find("main") if main else soup
    form = place.find_all("form")[number]
    values: dict = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type")
        if not name or kind in {"submit", "file"} or field.has_attr("disabled"):
            continue
        if kind in {"radio", "checkbox"}:
            if field.has_attr("checked"):
                values.setdefault(name, []).append(field.get("value", "on"))
        elif field.name == "select":
            values[name] = [option["value"] for option in field.find_all("option", selected=True)]
        else:
            values[name] = [field.text.lstrip("\n") if field.name == "textarea" else field.get("value", "")]
    return values


def text_of(html: bytes | str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())
