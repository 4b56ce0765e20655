"""The one way in which anything is said in a conversation."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import F
from django.db.models.constants import OnConflict

from reporting.staff.models import User

from .danger import has_danger_words
from .enums import Sender
from .models import ChatMessage, Conversation
from .wake import Fresh, wake_with_after_commit


class Clash(Exception):
    """Something else was said under this client id: a new message needs a new id."""


class SaidBefore(Exception):
    """Something that was taken for new was stored earlier."""


@dataclass
class Entry:
    """Something to be said in a conversation that is held locked. `unless_new` is raised for what was not said before."""

    conversation: Conversation
    client_id: str
    sender: str
    text: str
    by: User | None = None
    unless_new: Exception | None = None
    more: dict = field(default_factory=dict)

    def as_it_was(self, earlier: ChatMessage) -> ChatMessage | Exception:
        same = (earlier.sender, earlier.by_id) == (self.sender, self.by and self.by.pk)
        return earlier if same and earlier.says(self.text) else Clash()

    def as_new(self) -> ChatMessage:
        self.conversation.last_seq += 1
        danger = self.sender == Sender.VISITOR and has_danger_words(self.text)
        self.conversation.danger |= danger
        return ChatMessage(
            danger=danger,
            conversation=self.conversation,
            seq=self.conversation.last_seq,
            client_id=self.client_id,
            sender=self.sender,
            by=self.by,
            text=self.text,
            **self.more,
        )


def lock(conversation: Conversation) -> Conversation:
    """The conversation as it stands now, held until the transaction ends, so that two writers wait for each other."""
    fresh = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
    for column in Conversation._meta.concrete_fields:
        setattr(conversation, column.attname, getattr(fresh, column.attname))
    return conversation


def lock_all(public_ids: Iterable[str]) -> dict[str, Conversation]:
    """Several of them, by their public ids, always in the same order, so that no two wait for each other crosswise."""
    found = Conversation.objects.select_for_update(of=("self",)).filter(public_id__in=public_ids).order_by("pk")
    return {conversation.public_id: conversation for conversation in found}


@transaction.atomic
def store(conversation: Conversation, client_id: str, sender: str, text: str, by=None, **more) -> ChatMessage:
    """Write `text` down under the next number, exactly once for each `client_id`, and wake whoever reads along.

    The same message again gives the one that was stored; another one under its id raises `Clash`. When this returns
    and the transaction is committed, the sender may be told that it is stored.
    """
    (result,) = store_all([Entry(lock(conversation), client_id, sender, text, by, more=more)])
    if isinstance(result, Exception):
        raise result
    return result


@transaction.atomic(savepoint=False)
def store_all(entries: list[Entry], *, likely_new: bool = False) -> list[ChatMessage | Exception]:
    """`store` for many at once, with as many queries as for one. What kept one from being stored stands in its place.

    Where all are `likely_new`, what was said earlier is looked up only if it must be known, and one that was
    said before after all raises `SaidBefore`: whoever calls takes it all back and calls again without.
    """
    look = not likely_new or any(entry.unless_new for entry in entries)
    written = _earlier(entries) if look else {}
    new: list[ChatMessage] = []
    results: list[ChatMessage | Exception] = []
    for entry in entries:
        key = (entry.conversation.pk, entry.client_id)
        if key in written:
            results.append(entry.as_it_was(written[key]))
        elif entry.unless_new is not None:
            results.append(entry.unless_new)
        else:
            written[key] = entry.as_new()
            new.append(written[key])
            results.append(written[key])
    if new:
        _write(new)
    return results


def _earlier(entries: list[Entry]) -> dict[tuple[int, str], ChatMessage]:
    chats = {entry.conversation.pk for entry in entries}
    client_ids = {entry.client_id for entry in entries}
    found = ChatMessage.objects.filter(conversation__in=chats, client_id__in=client_ids)
    return {(message.conversation_id, message.client_id): message for message in found}


def _write(new: list[ChatMessage]) -> None:
    _insert_or_refuse(new)
    fresh: dict[int, Fresh] = {}
    for message in new:
        fresh.setdefault(message.conversation_id, Fresh(message.conversation)).messages.append(message)
    _count(fresh.values())
    wake_with_after_commit(list(fresh.values()))


def _insert_or_refuse(new: list[ChatMessage]) -> None:
    """`bulk_create`, except that when one was said before, the database skips it and `SaidBefore` is raised here. An error of the
    database's own would put the whole statement, and so the words of all of them, into its log."""
    key, *rest = ChatMessage._meta.concrete_fields
    found = ChatMessage.objects.all()._insert(
        new, fields=rest, returning_fields=[key], using=DEFAULT_DB_ALIAS, on_conflict=OnConflict.IGNORE
    )
    written = [row for row in found if row]
    if len(written) < len(new):
        raise SaidBefore
    for message, (number,) in zip(new, written, strict=True):
        message.pk, message._state.adding, message._state.db = number, False, DEFAULT_DB_ALIAS


def _count(fresh: Iterable[Fresh]) -> None:
    """Write the numbers down that were given out: one statement for all conversations in which as much was said, which is
    nearly always one for all. (`bulk_update` would name each with its number, at twice the processor time.)"""
    alike = defaultdict(list)
    for each in fresh:
        alike[len(each.messages), each.conversation.danger].append(each.conversation.pk)
    for (said, danger), chats in alike.items():
        Conversation.objects.filter(pk__in=chats).update(last_seq=F("last_seq") + said, danger=danger)
