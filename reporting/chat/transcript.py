"""The words of a conversation as they stand on a case's timeline."""

from home.said import said_moment

from .enums import Sender
from .models import ChatMessage, Conversation


def transcript_after(conversation: Conversation, seq: int) -> str:
    """What was said after number `seq`: when, by whom, and the words, unchanged but for what was removed."""
    messages = conversation.messages.after(seq).select_related("by")
    return "\n\n".join(f"{said_moment(message.at)}, {speaker(message)}:\n{message.words}" for message in messages)


def speaker(message: ChatMessage) -> str:
    return message.by.display_name if message.by else str(Sender(message.sender).label)


def visitors_words(conversation: Conversation) -> str:
    """What they wrote; not the lines that stand for their files."""
    said = conversation.messages.from_visitor().filter(line="").order_by("seq")
    return "\n\n".join(message.words for message in said)
