"""What travels between a browser and a conversation, over a socket or over plain HTTP: version 1 of the protocol.

docs/chat-protocol.md tells it to whoever writes a client.
"""

import json

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from home.said import said_moment, said_time
from reporting.cases.lifecycle import NotPossible
from reporting.codes import in_groups
from reporting.sealing import Unsealable, open_json
from reporting.worktime import ENGLAND

from . import actions
from .enums import FILE_LINES, Reason, Sender, Status
from .files import file_as_seen
from .forms import SayForm
from .gate import Seat
from .models import ChatMessage, Conversation
from .opening import queue_of
from .release import release_left_behind
from .store import Clash
from .wake import Fresh

VERSION = 1
MOST_BYTES = 16 * 1024
BATCH = 100
HIGHEST_SEQ = 2**31 - 1


# What whoever wrote can put right.
REFUSALS = (NotPossible, Clash, ValidationError)


class Malformed(Exception):
    """Not something that a client of ours sends."""


def read_frame(text: str | None) -> dict:
    if text is None or len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise Malformed
    try:
        frame = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(frame, dict) or frame.get("v") != VERSION or str(frame.get("type")) not in KINDS:
        raise Malformed
    return frame


def _no_number(_text: str):
    """NaN and Infinity, which Python reads and JSON has not."""
    raise Malformed


def write_frame(frame: dict) -> str:
    return json.dumps(frame, separators=(",", ":"))


def answer(seat: Seat, frame: dict) -> dict:
    return ANSWERS[frame["type"]](seat, frame)


def answer_say(seat: Seat, frame: dict) -> dict:
    client_id, text = said_in(frame)
    seat.wrote()
    return say(seat, SayForm({"client_id": client_id, "text": text}))


def said_in(frame: dict) -> tuple[str, str]:
    client_id, text = frame.get("client_id"), frame.get("text")
    if not isinstance(client_id, str) or not isinstance(text, str):
        raise Malformed
    return client_id, text


def checked(client_id: str, text: str) -> tuple[str, str]:
    """As the form checks them; one is made only for its words about what is wrong. Raises `ValidationError`."""
    fields = SayForm.base_fields
    try:
        return fields["client_id"].clean(client_id), fields["text"].clean(text)
    except ValidationError:
        raise ValidationError(problems(SayForm({"client_id": client_id, "text": text}))) from None


def problems(form: SayForm) -> list[str]:
    return [error for errors in form.errors.values() for error in errors]


def answer_fetch(seat: Seat, frame: dict) -> dict:
    return what_follows(seat, number_in(frame, "after"))


def number_in(frame: dict, name: str) -> int:
    number = frame.get(name)
    if type(number) is not int or not 0 <= number <= HIGHEST_SEQ:
        raise Malformed
    return number


# The frames a client may send. What is not named here is nobody's business. Two are not answered: of `writing` the socket passes
# on that someone writes, and never what; `read` is written down together with what others have read.
ANSWERS = {"say": answer_say, "fetch": answer_fetch}
KINDS = {*ANSWERS, "writing", "read"}
WRITING = {"v": VERSION, "type": "writing"}


def reading_in(seat: Seat, frame: dict) -> actions.Reading | None:
    """What the frame says was read; nothing when that is no news."""
    return actions.reading_of(conversation=seat.conversation, seq=number_in(frame, "seq"), by=seat.user)


def read_up_to(seq: int) -> dict:
    """To one side: the other has read up to `seq`."""
    return {"v": VERSION, "type": "read", "seq": seq}


def say(seat: Seat, form: SayForm) -> dict:
    """Store what the form holds; the answer says that it is stored, or why it was not."""
    if not form.is_valid():
        return refused(form.data.get("client_id", ""), problems(form))
    client_id, text = form.cleaned_data["client_id"], form.cleaned_data["text"]
    try:
        message = actions.say(conversation=seat.conversation, client_id=client_id, text=text, by=seat.user)
    except REFUSALS as problem:
        return refused(client_id, why_not(problem))
    return stored(message)


def stored(message: ChatMessage) -> dict:
    return {"v": VERSION, "type": "stored", "client_id": message.client_id, "seq": message.seq}


def why_not(problem: Exception) -> list:
    """What to tell whoever wrote something that was not stored."""
    if isinstance(problem, ValidationError):
        return problem.messages
    return [_("This was sent before with other words. Send it again.") if isinstance(problem, Clash) else problem]


def refused(client_id: str, why: list) -> dict:
    return {"v": VERSION, "type": "refused", "client_id": client_id, "why": " ".join(map(str, why))}


def what_follows(seat: Seat, after: int) -> dict:
    """`messages_after`, for someone who asks of their own accord: whoever should answer them may be gone."""
    conversation = seat.conversation
    if seat.side == Sender.VISITOR and conversation.status == Status.OPEN and release_left_behind(pk=conversation.pk):
        conversation.refresh_from_db()
    return messages_after(seat, after)


def messages_after(seat: Seat, after: int) -> dict:
    """What follows number `after`, at most `BATCH` of it; a client that is not at `last` then asks again."""
    conversation = seat.conversation
    found = list(conversation.messages.after(after).known_to(conversation).with_files()[:BATCH])
    return as_messages(seat, found)


def to_pass_on(fresh: Fresh, after: int, owner: str | None) -> list[ChatMessage]:
    """Of what was just stored what a client at `after` lacks. Nothing where more must be looked up than that: nobody answers, a
    case, which has readers of its own, is made of it, it is not this `owner`'s any more (None at the desk), or something is
    missing between."""
    chat = fresh.conversation
    plain = chat.status == Status.OPEN and chat.case_id is None and owner in {None, chat.owner}
    return fresh.after(after) if plain else []


def as_messages(seat: Seat, found: list[ChatMessage]) -> dict:
    conversation = seat.conversation
    reply = {
        "v": VERSION,
        "type": "messages",
        "messages": [line(message, seat) for message in found],
        "last": max([conversation.last_seq, *(message.seq for message in found)]),
        "status": conversation.status,
        "read": conversation.read_up_to(seat.other_side),
    }
    if seat.user:
        reply["beside"] = conversation.as_staff_see_it
    if conversation.removed:
        reply |= removed_from(conversation)
    if seat.side == Sender.VISITOR and conversation.sealed_secret:
        reply["case"] = secret_of(conversation)
    if seat.side == Sender.VISITOR and conversation.status == Status.WAITING:
        reply["queue"] = queue_of(conversation)
    if seat.side == Sender.VISITOR and conversation.is_paused:
        reply["pause"] = pause_of(conversation)
    return reply


def removed_from(conversation: Conversation) -> dict:
    """The numbers of all messages that were removed, and what to show in place of each."""
    found = sorted((int(seq), Reason(reason)) for seq, reason in conversation.removed.items())
    return {"removed": [seq for seq, _reason in found], "removed_words": [reason.words for _seq, reason in found]}


def line(message: ChatMessage, seat: Seat) -> dict:
    """A message as one side sees it. Only its own side is told its client id."""
    own = message.sender == seat.side and message.by_id == (seat.user and seat.user.pk)
    return {
        "seq": message.seq,
        "sender": message.sender,
        "own": own,
        "who": who_said(message, seat, own),
        "text": message.words,
        "at": message.at.isoformat(timespec="seconds"),
        "said_at": said_at(message.at),
        "danger": message.danger,
        **({"client_id": message.client_id} if own else {}),
        **({"removed": True} if message.removed else {}),
        **file_part(message, seat),
    }


def file_part(message: ChatMessage, seat: Seat) -> dict:
    """What a message that stands for a file has besides. Nothing is looked up for any other, and a removed one
    has nothing."""
    stands_for_file = message.line in FILE_LINES and not message.removed
    file = getattr(message, "file", None) if stands_for_file else None
    return {"file": file_as_seen(file, message.line, seat)} if file else {}


def who_said(message: ChatMessage, seat: Seat, own: bool) -> str:
    if message.sender == Sender.SYSTEM:
        return ""
    if own:
        return _("You")
    if message.sender == Sender.VISITOR:
        return seat.conversation.visitor_name
    return message.by.display_name if seat.user else actions.public_name(message.by)


def said_at(moment) -> str:
    local = moment.astimezone(ENGLAND)
    return said_time(local) if local.date() == timezone.localdate() else said_moment(moment)


def pause_of(conversation: Conversation) -> dict:
    """Until when the visitor cannot send: in words, and in seconds."""
    local = conversation.paused_until.astimezone(ENGLAND)
    words = _("Take a moment. You can send again at %(time)s. What you write until then stays in your box.")
    left = (conversation.paused_until - timezone.now()).total_seconds()
    return {"words": words % {"time": f"{local:%H:%M}"}, "seconds": max(1, round(left))}


def secret_of(conversation: Conversation) -> dict:
    """The reference and secret of the visitor's case; nothing if it was sealed with a key that is gone."""
    try:
        secret = open_json(conversation.sealed_secret)
    except Unsealable:
        return {}
    return {"reference": conversation.case.reference, "secret": in_groups(secret)}
