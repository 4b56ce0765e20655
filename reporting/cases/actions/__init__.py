"""Everything that can be done with a case, and the only way to do it.

Each is a plain function with keyword arguments, in one transaction: the change, its event on the timeline, the
promises it starts or keeps, and what is written to people. Staff actions ask the permission table first and
raise `PermissionDenied`; what the case's state forbids raises `NotPossible` with words for the person who asked.
"""

from .casework import (
    announce_chat,
    ask_for_call,
    leave_message,
    note,
    note_removal,
    record_contact,
    record_reading,
    request_call,
)
from .closing import close, give_letter, note_last_letters
from .figures import set_risk_matrix, set_standards
from .glass import break_glass
from .learning import suggest_story
from .opening import BodyChanged, Opened, add_evidence, attach_transcript, open_case
from .pausing import pause, resume
from .planning import agree_plan, finish_step, issue_plan, question_plan
from .reporter import add_incident, add_information, send_code
from .reviewing import review
from .team import set_away
from .triage import acknowledge, allocate, assess, name_people, signpost

__all__ = [
    "BodyChanged",
    "Opened",
    "acknowledge",
    "add_evidence",
    "add_incident",
    "add_information",
    "agree_plan",
    "allocate",
    "announce_chat",
    "ask_for_call",
    "assess",
    "attach_transcript",
    "break_glass",
    "close",
    "finish_step",
    "give_letter",
    "issue_plan",
    "leave_message",
    "name_people",
    "note",
    "note_last_letters",
    "note_removal",
    "open_case",
    "pause",
    "question_plan",
    "record_contact",
    "record_reading",
    "request_call",
    "resume",
    "review",
    "send_code",
    "set_away",
    "set_risk_matrix",
    "set_standards",
    "signpost",
    "suggest_story",
]
