from .agent import AWAY_AFTER, GONE_AFTER, HIGHEST_LIMIT, USUAL_LIMIT, Agent
from .conversation import OUTCOME_WITHIN, Conversation, new_public_id
from .message import TEXT_LENGTH, ChatMessage
from .owed import OwedAnswer
from .rating import COMMENT_LENGTH, ChatRating
from .removal import Removal, RemovalReading
from .transcript import MOST_TRIES, READABLE_FOR, TranscriptLink
from .whisper import Whisper

__all__ = [
    "AWAY_AFTER",
    "COMMENT_LENGTH",
    "GONE_AFTER",
    "HIGHEST_LIMIT",
    "MOST_TRIES",
    "OUTCOME_WITHIN",
    "READABLE_FOR",
    "TEXT_LENGTH",
    "USUAL_LIMIT",
    "Agent",
    "ChatMessage",
    "ChatRating",
    "Conversation",
    "OwedAnswer",
    "Removal",
    "RemovalReading",
    "TranscriptLink",
    "Whisper",
    "new_public_id",
]
