"""Everything that can be done with a conversation. Staff actions ask the permission table first."""

from .casework import add_to_case, forget_secret, make_case, show_case, take_back_case
from .devices import new_resume_code, resume
from .needs import tell_needs
from .owing import ask_for_answer, leave_message, settle
from .parts import public_name
from .rating import rate, skip_rating
from .reading import Reading, read, read_all, reading_of
from .removing import may_remove, read_removed, remove_message, stands_on_timeline
from .talking import (
    NoSuchChat,
    Said,
    end,
    end_for_silence,
    leave,
    return_to_queue,
    say,
    start,
    take,
    visitors_say,
)
from .teamwork import hand_over, hold, read_whispers, whisper, write_outcome
from .transcripts import Sent, open_transcript, send_transcript, stop_transcripts, transcript_link

__all__ = [
    "NoSuchChat",
    "Reading",
    "Said",
    "Sent",
    "add_to_case",
    "ask_for_answer",
    "end",
    "end_for_silence",
    "forget_secret",
    "hand_over",
    "hold",
    "leave",
    "leave_message",
    "make_case",
    "may_remove",
    "new_resume_code",
    "open_transcript",
    "public_name",
    "rate",
    "read",
    "read_all",
    "read_removed",
    "read_whispers",
    "reading_of",
    "remove_message",
    "resume",
    "return_to_queue",
    "say",
    "send_transcript",
    "settle",
    "show_case",
    "skip_rating",
    "stands_on_timeline",
    "start",
    "stop_transcripts",
    "take",
    "take_back_case",
    "tell_needs",
    "transcript_link",
    "visitors_say",
    "whisper",
    "write_outcome",
]
