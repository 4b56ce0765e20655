"""Up to where each side has read. It only goes up, never past what was said, and is no event: nothing is written beside it."""

from dataclasses import dataclass

from django.db import transaction

from reporting.cases.permissions import Do, require
from reporting.staff.models import User

from ..enums import Sender, Status
from ..models import Conversation
from ..store import lock_all
from ..wake import tell_read_after_commit


@dataclass(frozen=True)
class Reading:
    """Someone has read up to number `seq`: the visitor, whose browser is `owner`, or the member of staff `by` (an id)."""

    public_id: str
    seq: int
    owner: str = ""
    by: int | None = None

    @property
    def side(self) -> Sender:
        return Sender.STAFF if self.by else Sender.VISITOR

    def counts_in(self, chat: Conversation) -> bool:
        """A colleague who looks in has not read it for whoever answers. What was left as a message has nobody yet who
        answers it: whoever opens it does."""
        if self.by is None:
            return bool(self.owner) and chat.owner == self.owner
        return chat.taken_by_id == self.by or (chat.status == Status.LEFT and chat.taken_by_id is None)

    def is_news_to(self, chat: Conversation) -> bool:
        return self.counts_in(chat) and min(self.seq, chat.last_seq) > chat.read_up_to(self.side)


def reading_of(*, conversation: Conversation, seq: int, by: User | None = None) -> Reading | None:
    """What whoever sits at the conversation has read, if it is news."""
    if by is not None:
        require(by, Do.CHAT)
    reading = Reading(conversation.public_id, seq, conversation.owner, by and by.pk)
    return reading if reading.is_news_to(conversation) else None


def read(*, conversation: Conversation, seq: int, by: User | None = None) -> None:
    """The visitor, or the member of staff `by`, has read up to number `seq`. What is no news costs no statement."""
    if reading := reading_of(conversation=conversation, seq=seq, by=by):
        read_all([reading])


@transaction.atomic
def read_all(readings: list[Reading]) -> None:
    """`read` for many, in one commit and with as many statements as for one."""
    chats = lock_all({reading.public_id for reading in readings})
    changed = {}
    for reading in readings:
        chat = chats.get(reading.public_id)
        if chat is not None and reading.is_news_to(chat):
            chat.set_read_up_to(reading.side, min(reading.seq, chat.last_seq))
            changed[chat.public_id, reading.side] = chat
    if changed:
        Conversation.objects.bulk_update(set(changed.values()), ["visitor_read_seq", "staff_read_seq"])
    for (public_id, side), chat in changed.items():
        tell_read_after_commit(public_id, side, chat.read_up_to(side))
