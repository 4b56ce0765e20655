from .agent import AWAY_AFTER, GONE_AFTER, HIGHEST_LIMIT, USUAL_LIMIT, Agent
from .block import REASON_LENGTH, Block
from .call_note import CONTACT, NOTE_LENGTH, SECRET_SHOWN_FOR, CallNote
from .conversation import OUTCOME_WITHIN, Conversation, new_public_id
from .file import MOST_FILES, ChatFile
from .message import TEXT_LENGTH, ChatMessage
from .owed import OwedAnswer
from .quick_reply import QuickReply
from .rating import COMMENT_LENGTH, ChatRating
from .removal import Removal, RemovalReading
from .transcript import MOST_TRIES, READABLE_FOR, TranscriptLink
from .whisper import Whisper

__all__ = [
    "AWAY_AFTER",
    "COMMENT_LENGTH",
    "CONTACT",
    "GONE_AFTER",
    "HIGHEST_LIMIT",
    "MOST_FILES",
    "MOST_TRIES",
    "NOTE_LENGTH",
    "OUTCOME_WITHIN",
    "READABLE_FOR",
    "REASON_LENGTH",
    "SECRET_SHOWN_FOR",
    "TEXT_LENGTH",
    "USUAL_LIMIT",
    "Agent",
    "Block",
    "CallNote",
    "ChatFile",
    "ChatMessage",
    "ChatRating",
    "Conversation",
    "OwedAnswer",
    "QuickReply",
    "Removal",
    "RemovalReading",
    "TranscriptLink",
    "Whisper",
    "new_public_id",
]
