"""The landlord's own quick replies."""

from django.db import transaction

from reporting.cases.permissions import Do, require
from reporting.staff.models import User

from ..models import QuickReply


@transaction.atomic
def save_reply(*, by: User, reply: QuickReply | None = None, **values) -> QuickReply:
    """Change `reply`, or add one: title, topic, language, text, by_machine and order, checked by the form."""
    require(by, Do.EDIT_REPLIES)
    reply = reply or QuickReply()
    for name, value in values.items():
        setattr(reply, name, value)
    reply.save()
    return reply


@transaction.atomic
def remove_reply(*, by: User, reply: QuickReply) -> None:
    require(by, Do.EDIT_REPLIES)
    reply.delete()
