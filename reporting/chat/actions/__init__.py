"""Everything that can be done with a conversation. Staff actions ask the permission table first."""

from .calls import (
    add_call_to_case,
    end_call,
    forget_secret_of_call,
    make_case_of_call,
    save_call,
    set_on_phone,
    start_call,
)
from .casework import add_to_case, forget_secret, make_case, show_case, take_back_case
from .devices import new_resume_code, resume
from .files import SentFile, send_files
from .needs import tell_needs
from .owing import ask_for_answer, leave_message, settle
from .parts import public_name
from .rating import rate, skip_rating
from .reading import Reading, read, read_all, reading_of
from .removing import may_remove, read_removed, remove_message, stands_on_timeline
from .replies import remove_reply, save_reply
from .restraint import block, go_on, lift, pause, warn
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
    "SentFile",
    "add_call_to_case",
    "add_to_case",
    "ask_for_answer",
    "block",
    "end",
    "end_call",
    "end_for_silence",
    "forget_secret",
    "forget_secret_of_call",
    "go_on",
    "hand_over",
    "hold",
    "leave",
    "leave_message",
    "lift",
    "make_case",
    "make_case_of_call",
    "may_remove",
    "new_resume_code",
    "open_transcript",
    "pause",
    "public_name",
    "rate",
    "read",
    "read_all",
    "read_removed",
    "read_whispers",
    "reading_of",
    "remove_message",
    "remove_reply",
    "resume",
    "return_to_queue",
    "save_call",
    "save_reply",
    "say",
    "send_files",
    "send_transcript",
    "set_on_phone",
    "settle",
    "show_case",
    "skip_rating",
    "stands_on_timeline",
    "start",
    "start_call",
    "stop_transcripts",
    "take",
    "take_back_case",
    "tell_needs",
    "transcript_link",
    "visitors_say",
    "warn",
    "whisper",
    "write_outcome",
]
