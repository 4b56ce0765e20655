"""When each step applies, and which answers another answer makes out of date."""

from reporting.post.models import Channel

from .asking import FOR_SOMEONE


def in_danger(wizard) -> bool:
    return wizard.storage.answer("danger", "now") == "yes"


def helps_someone(wizard) -> bool:
    return wizard.storage.answer("who", "relation") in FOR_SOMEONE


def knows_postcode(wizard) -> bool:
    """Only a postcode at which we let homes leads to a list of them."""
    return wizard.storage.data["has_homes"]


def wants_contact(wizard) -> bool:
    storage = wizard.storage
    return bool(storage.answer("contact", "wants_call")) or storage.answer("contact", "prefers") not in {
        "",
        Channel.NONE,
    }


CONDITIONS = {
    "now": in_danger,
    "helped": helps_someone,
    "home": knows_postcode,
    "reach": wants_contact,
}

# For a step and a field of it: what is asked again when that answer changes, in the words that then fit.
ASKED_AGAIN = {
    "danger": {"now": ["now"]},
    "who": {"named": ["contact", "reach"]},
    "what": {"kind": ["details", "people", "reach"]},
    "where": {"postcode": ["home"]},
    "contact": {"prefers": ["reach"], "wants_call": ["reach"]},
}
