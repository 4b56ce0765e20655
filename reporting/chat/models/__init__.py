from .agent import AWAY_AFTER, GONE_AFTER, HIGHEST_LIMIT, USUAL_LIMIT, Agent
from .conversation import OUTCOME_WITHIN, Conversation, new_public_id
from .message import TEXT_LENGTH, ChatMessage
from .owed import OwedAnswer
from .rating import COMMENT_LENGTH, ChatRating
from .whisper import Whisper

__all__ = [
    "AWAY_AFTER",
    "COMMENT_LENGTH",
    "GONE_AFTER",
    "HIGHEST_LIMIT",
    "OUTCOME_WITHIN",
    "TEXT_LENGTH",
    "USUAL_LIMIT",
    "Agent",
    "ChatMessage",
    "ChatRating",
    "Conversation",
    "OwedAnswer",
    "Whisper",
    "new_public_id",
]
