"""What the visitor tells of their language and of the help they need."""

from django.db import transaction

from ..models import Conversation
from ..needs import Needs
from ..store import lock
from .parts import changed_for_staff


@transaction.atomic
def tell_needs(*, conversation: Conversation, needs: Needs, pages_language: str = "") -> None:
    """Staff who read along see it at once."""
    told = vars(needs) | {"pages_language": pages_language}
    lock(conversation)
    if all(getattr(conversation, name) == value for name, value in told.items()):
        return
    Conversation.objects.filter(pk=conversation.pk).update(**told)
    changed_for_staff(conversation)
