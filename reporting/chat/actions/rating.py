"""What the visitor says of the chat when it is over."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.cases.lifecycle import NotPossible

from ..enums import Helped
from ..models import ChatRating, Conversation
from ..store import lock


@transaction.atomic
def rate(*, conversation: Conversation, helped: int, comment: str = "") -> ChatRating:
    """Whether it helped. The same visitor may say otherwise later."""
    _need_over(lock(conversation))
    said = {"helped": Helped(helped), "comment": comment, "at": timezone.now()}
    rating, _made = ChatRating.objects.update_or_create(conversation=conversation, defaults=said)
    return rating


@transaction.atomic
def skip_rating(*, conversation: Conversation) -> ChatRating:
    """They would rather not say, and are not asked again. What they said before stays."""
    _need_over(lock(conversation))
    rating, _made = ChatRating.objects.get_or_create(conversation=conversation)
    return rating


def _need_over(conversation: Conversation) -> None:
    if not conversation.may_be_rated:
        raise NotPossible(_("You can say whether a chat helped when it is over."))
