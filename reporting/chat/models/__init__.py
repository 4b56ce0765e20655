from .agent import AWAY_AFTER, GONE_AFTER, HIGHEST_LIMIT, USUAL_LIMIT, Agent
from .conversation import OUTCOME_WITHIN, Conversation, new_public_id
from .message import TEXT_LENGTH, ChatMessage
from .owed import OwedAnswer
from .whisper import Whisper

__all__ = [
    "AWAY_AFTER",
    "GONE_AFTER",
    "HIGHEST_LIMIT",
    "OUTCOME_WITHIN",
    "TEXT_LENGTH",
    "USUAL_LIMIT",
    "Agent",
    "ChatMessage",
    "Conversation",
    "OwedAnswer",
    "Whisper",
    "new_public_id",
]
