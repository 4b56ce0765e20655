"""What is said, and who answers: a conversation from its first words to its end."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from home.language import in_our_language
from reporting.cases.lifecycle import NotPossible
from reporting.cases.permissions import Do, require
from reporting.staff.models import User

from .. import presence
from ..enums import Line, Sender, Settled, Status
from ..models import ChatMessage, Conversation
from ..needs import NONE_TOLD, Needs
from ..networks import queued_at
from ..opening import opening
from ..store import Entry, SaidBefore, lock, lock_all, store, store_all
from ..wake import wake_after_commit, wake_queue_after_commit
from .owing import answer_left
from .parts import announce, attach, if_shut, need_live, owe_answer, public_name, reached_by, settle, settle_outcome


def start(
    *,
    owner: str,
    client_id: str,
    text: str,
    name: str = "",
    needs: Needs = NONE_TOLD,
    pages_language: str = "",
    network: str = "",
) -> Conversation:
    """Open a conversation with its first words. A browser has one at a time: the second click comes to the first's."""
    now = timezone.now()
    try:
        with transaction.atomic():
            conversation = Conversation.objects.create(
                owner=owner,
                name=name,
                network=network,
                started_at=now,
                queued_at=queued_at(network, now),
                pages_language=pages_language,
                **vars(needs),
            )
            store(conversation, client_id, Sender.VISITOR, text)
            return conversation
    except IntegrityError:
        conversation = Conversation.objects.live().filter(owner=owner).first()
        if conversation is None:
            raise
        say(conversation=conversation, client_id=client_id, text=text)
        return conversation


@transaction.atomic
@in_our_language
def take(*, conversation: Conversation, by: User, instead_of: int | None = None) -> None:
    """Answer a conversation that waits, or take it over from `instead_of` (the id of the colleague who has it)."""
    require(by, Do.CHAT)
    need_live(lock(conversation))
    if conversation.taken_by_id == by.pk or conversation.status == Status.LEFT:
        return
    if conversation.taken_by_id != instead_of:
        raise NotPossible(_("Someone else is already answering this chat."))
    presence.need_room(by)
    conversation.taken_by, conversation.status, conversation.held_at = by, Status.OPEN, None
    conversation.answered_at = conversation.answered_at or timezone.now()
    conversation.save(update_fields=["taken_by", "status", "answered_at", "held_at"])
    settle(conversation, by, Settled.WROTE)
    announce(conversation, Line.HERE, who=public_name(by))
    wake_queue_after_commit()


@transaction.atomic
@in_our_language
def return_to_queue(*, conversation: Conversation, left_by: User) -> None:
    """Whoever answered is gone, so it waits for someone else, at the place that it had. `left_by` may have no more of it."""
    if lock(conversation).status != Status.OPEN or conversation.taken_by_id != left_by.pk:
        return
    conversation.taken_by, conversation.status, conversation.held_at = None, Status.WAITING, None
    conversation.save(update_fields=["taken_by", "status", "held_at"])
    announce(conversation, Line.GONE, who=public_name(left_by))
    wake_queue_after_commit()


@transaction.atomic
def say(*, conversation: Conversation, client_id: str, text: str, by: User | None = None) -> ChatMessage:
    """What the visitor says, or the member of staff `by`, whose first answer takes a conversation that waits.

    What was stored before is acknowledged again, also when the conversation has ended meanwhile.
    """
    if by is not None:
        require(by, Do.CHAT)
    lock(conversation)
    if not conversation.messages.filter(client_id=client_id).exists():
        need_live(conversation)
        if by is None and (shut := if_shut(conversation)):
            raise shut
        if by is not None:
            take(conversation=conversation, by=by)
        else:
            come_to_chat(conversation)
        if by is not None and conversation.held_at:
            conversation.held_at = None
            conversation.save(update_fields=["held_at"])
    message = store(conversation, client_id, Sender.STAFF if by else Sender.VISITOR, text, by)
    if by is not None and conversation.status == Status.LEFT:
        answer_left(conversation, message, by)
    return message


@dataclass(frozen=True)
class Said:
    """What came over a visitor's socket: which chat, whose browser, and the words."""

    public_id: str
    owner: str
    client_id: str
    text: str


def visitors_say(said: list[Said]) -> list[ChatMessage | Exception]:
    """What several visitors say at the same moment, in one commit. What kept one from being stored stands in its place:
    `NoSuchChat`, `NotPossible` or `Clash`."""
    try:
        return _visitors_say(said, likely_new=True)
    except SaidBefore:  # as happens after a lost connection: what is there is looked up first
        return _visitors_say(said, likely_new=False)


@transaction.atomic
def _visitors_say(said: list[Said], *, likely_new: bool) -> list[ChatMessage | Exception]:
    chats = lock_all({each.public_id for each in said})
    entries = {
        number: _entry(chats[each.public_id], each) for number, each in enumerate(said) if _is_theirs(chats, each)
    }
    stored = store_all(list(entries.values()), likely_new=likely_new)
    results = dict(zip(entries, stored, strict=True))
    return [results.get(number, NoSuchChat()) for number in range(len(said))]


class NoSuchChat(Exception):
    """There is none, or not for this browser."""


def _is_theirs(chats: dict[str, Conversation], said: Said) -> bool:
    chat = chats.get(said.public_id)
    return chat is not None and bool(said.owner) and chat.owner == said.owner


def _entry(chat: Conversation, said: Said) -> Entry:
    come_to_chat(chat)
    return Entry(chat, said.client_id, Sender.VISITOR, said.text, unless_new=if_shut(chat))


def come_to_chat(conversation: Conversation) -> None:
    """Whoever left a message and is back while someone is there to answer has a chat now."""
    if conversation.status != Status.LEFT or not opening().is_open:
        return
    conversation.taken_by, conversation.status = None, Status.WAITING
    conversation.save(update_fields=["taken_by", "status"])


@transaction.atomic
@in_our_language
def end(*, conversation: Conversation, by: User | None = None, outcome: str = "", topic: str = "") -> None:
    """Either side ends it; staff say what came of it. What was said after it became a case goes on its timeline now."""
    if by is not None:
        require(by, Do.CHAT)
    if not lock(conversation).is_live:
        return
    if by is None:
        _end(conversation, None, Line.VISITOR_ENDED)
    else:
        _end(conversation, by, Line.ENDED, who=public_name(by))
        settle_outcome(conversation, outcome, topic)


@transaction.atomic
@in_our_language
def end_for_silence(*, conversation: Conversation) -> None:
    """Neither side ended it, and nobody is there any more."""
    if lock(conversation).is_live:
        _end(conversation, None, Line.SILENCE)


@transaction.atomic
def leave(*, owner: str) -> None:
    """The visitor left at once: their conversations end, and belong to no browser any more."""
    for conversation in Conversation.objects.filter(owner=owner):
        # What was left for us to answer stays.
        if conversation.status != Status.LEFT:
            end(conversation=conversation)
        conversation.owner = ""
        conversation.save(update_fields=["owner"])
        wake_after_commit(conversation)


def _end(conversation: Conversation, by: User | None, line: Line, **values: str) -> None:
    if conversation.status == Status.WAITING and not conversation.case_id:
        owe_answer(conversation, reached_by(conversation))
    announce(conversation, line, **values)
    conversation.status, conversation.ended_at, conversation.held_at = Status.ENDED, timezone.now(), None
    conversation.ended_as = line
    conversation.save(update_fields=["status", "ended_at", "held_at", "ended_as"])
    attach(conversation, by)
    wake_queue_after_commit()
