"""Telling the sockets of a conversation that there is something to read. What there is, they read for themselves.

Within one process the words that were just stored come along, which spares a socket that lacks nothing else the reading.
"""

from dataclasses import dataclass, field

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from .enums import Sender
from .layer import InProcessLayer
from .models import ChatMessage, Conversation

WAKE = {"type": "chat.wake"}
# Of a longer queue the end is told when it next asks.
MOST_WOKEN = 50


@dataclass
class Fresh:
    """What was just stored in a conversation, one after the other, and the conversation as it was committed."""

    conversation: Conversation
    messages: list[ChatMessage] = field(default_factory=list)

    def follows(self, after: int) -> bool:
        return self.messages[0].seq == after + 1

    def is_known(self, after: int) -> bool:
        return self.messages[-1].seq <= after


def group_of(public_id: str) -> str:
    return f"chat.{public_id}"


def wake(public_id: str, fresh: Fresh | None = None) -> None:
    """Wake the sockets of a conversation."""
    tell(public_id, WAKE, {"fresh": fresh} if fresh else {})


def tell(public_id: str, message: dict, within: dict | None = None) -> None:
    """From whatever thread: a page's has no event loop. What is `within` comes along within this process only."""
    layer = get_channel_layer()
    if isinstance(layer, InProcessLayer):
        layer.wake(group_of(public_id), message | (within or {}))
    else:
        async_to_sync(layer.group_send)(group_of(public_id), message)


def wake_after_commit(conversation: Conversation, fresh: Fresh | None = None) -> None:
    """Nobody is woken to read what may yet be taken back. Failing to wake loses nothing (clients also ask now and
    then), so it must not fail the request that stored it."""

    def wake_it():
        wake(conversation.public_id, fresh)

    transaction.on_commit(wake_it, robust=True)


def tell_read_after_commit(public_id: str, side: Sender, seq: int) -> None:
    """The sockets of the other side hear that this one has read up to `seq`. There is nothing for them to look up."""
    message = {"type": "chat.read", "side": side.value, "seq": seq}
    transaction.on_commit(lambda: tell(public_id, message), robust=True)


def wake_queue_after_commit() -> None:
    """Everyone who waits for an answer may now stand elsewhere in the queue."""

    def wake_them():
        for public_id in Conversation.objects.waiting().values_list("public_id", flat=True)[:MOST_WOKEN]:
            wake(public_id)

    transaction.on_commit(wake_them, robust=True)
