"""What someone was typing when their half hour ended: carried, sealed, through signing in again to the form it was for."""

from reporting.cases import session
from reporting.sealing import Unsealable, open_json, seal_json

FORMS = {
    "information": ("text",),
    "incident": ("when", "what", "effect"),
    "question": ("missing",),
    "call": ("number", "when"),
}
LONGEST = 10_000


def seal(request) -> str:
    """What was just sent, for a hidden field of the sign-in form; empty when there is nothing to carry."""
    name = request.resolver_match.url_name
    typed = {field: request.POST.get(field, "")[:LONGEST] for field in FORMS.get(name, ())}
    return seal_json({"form": name, "typed": typed}).decode() if any(typed.values()) else ""


def carry(request, sealed: str) -> str:
    """Keep it for the form it was for, and give that form's name; empty when there is nothing to carry."""
    content = _open(sealed)
    if content is None:
        return ""
    request.session[session.KEPT] = sealed
    return content["form"]


def take(request, name: str) -> dict:
    """What was typed in the form `name`, once."""
    content = _open(request.session.get(session.KEPT, ""))
    if content is None or content["form"] != name:
        return {}
    del request.session[session.KEPT]
    return content["typed"]


def _open(sealed: str) -> dict | None:
    if not sealed:
        return None
    try:
        content = open_json(sealed.encode())
    except Unsealable:
        return None
    return content if isinstance(content, dict) and content.get("form") in FORMS else None
