"""The fields of a quick reply, such as `{me}`: what each stands for, and putting it in.

What is put in is never looked at again for fields, so a visitor who calls themselves `{phone}` stays called that.
"""

import re

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.said import said_time
from home.service import current_service

FIELDS = {
    "visitor": gettext_lazy("their name; left out when they gave none"),
    "me": gettext_lazy("your first name"),
    "phone": gettext_lazy("our phone number"),
    "out_of_hours_phone": gettext_lazy("our out-of-hours number"),
    "reply_promise": gettext_lazy("the reply promise of the service settings"),
    "opens": gettext_lazy("when the chat opens"),
    "closes": gettext_lazy("when the chat closes"),
}
# These may be empty: what is said without them still makes sense.
MAY_BE_EMPTY = frozenset({"visitor"})
FIELD = re.compile(r"( ?)\{([^{}]*)\}")


def named_in(text: str) -> list[str]:
    return [name.strip() for _space, name in FIELD.findall(text)]


def only_known_fields(text: str) -> None:
    unknown = [name for name in named_in(text) if name not in FIELDS]
    if unknown:
        raise ValidationError(
            _("There is no field {%(unknown)s}. These can be used: %(known)s.")
            % {"unknown": "}, {".join(unknown), "known": ", ".join(f"{{{name}}}" for name in FIELDS)}
        )


def values_for(*, visitor: str, me: str, language: str) -> dict[str, str]:
    """What the fields stand for now, in `language`."""
    service = current_service()
    with translation.override(language):
        return {
            "visitor": visitor,
            "me": me,
            "phone": service.phone,
            "out_of_hours_phone": service.out_of_hours_phone,
            "reply_promise": _(service.reply_promise) if service.reply_promise else "",
            "opens": said_time(service.centre_opens),
            "closes": said_time(service.centre_closes),
        }


def lacking(text: str, values: dict[str, str]) -> list[str]:
    """The fields without which `text` cannot be said, and that stand for nothing now."""
    return [name for name in named_in(text) if name not in MAY_BE_EMPTY and not values.get(name)]


def fill(text: str, values: dict[str, str]) -> str:
    """`text` with its fields filled; the space before an empty one goes with it."""

    def put(found: re.Match) -> str:
        value = values.get(found[2].strip(), "")
        return found[1] + value if value else ""

    return FIELD.sub(put, text)
