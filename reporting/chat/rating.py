"""Did this help? What a page asks of the visitor when the chat is over."""

from home.service import current_service

from .forms import RatingForm
from .models import ChatRating, Conversation


def asked(chat: Conversation, form: RatingForm | None = None) -> dict:
    """What `chat/rating.html` shows; nothing while there is nothing to ask."""
    if not chat.may_be_rated:
        return {}
    return {
        "rating": ChatRating.objects.filter(conversation=chat).first(),
        "rating_form": form or RatingForm(initial=said_before(chat)),
        "kept_days": current_service().chat_kept_days,
    }


def said_before(chat: Conversation) -> dict:
    return ChatRating.objects.filter(conversation=chat).values("helped", "comment").first() or {}
