"""A file in a chat, as each side sees it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from .gate import Seat
from .models import ChatFile


def file_as_seen(file: ChatFile, kind: str, seat: Seat) -> dict:
    """What goes with its message. `address` is empty where this side has only its name; `picture` says that the address is
    one to show in place, with the words `alt`."""
    kept, chat = file.evidence, seat.conversation
    picture = bool(kept.viewing_copy)
    if seat.user:
        address = reverse("desk_chat_file", args=[chat.public_id, file.public_id]) if opens_to(seat, file) else ""
        alt = _("The visitor’s picture %(name)s")
    else:
        address = reverse("chat:file", args=[chat.public_id, file.public_id]) if picture else ""
        alt = _("Your picture %(name)s")
    # On a case each look is written down, so nothing is looked at before somebody wants to.
    in_place = picture and bool(address) and not (seat.user and kept.case_id)
    return {
        "name": kept.name,
        "kind": kind,
        "size": kept.size,
        "address": address,
        "picture": in_place,
        "alt": alt % {"name": kept.name} if in_place else "",
    }


def opens_to(seat: Seat, file: ChatFile) -> bool:
    return file.evidence.case_id is None or seat.opens_files
