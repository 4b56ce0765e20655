"""Telling the sockets of a conversation that there is something to read. What there is, they read for themselves.

Within one process the words that were just stored come along, which spares a socket that lacks nothing else the reading.
To other processes only their number goes: no words pass through Redis.
"""

import asyncio
from collections.abc import Iterable
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

    @property
    def seq(self) -> int:
        """Whoever has read up to here has nothing to learn from it."""
        return self.messages[-1].seq

    def after(self, seq: int) -> list[ChatMessage]:
        """Of it what follows `seq`; nothing when something is missing between."""
        found = [message for message in self.messages if message.seq > seq]
        return found if found and found[0].seq == seq + 1 else []


def group_of(public_id: str) -> str:
    return f"chat.{public_id}"


def wake(public_ids: Iterable[str]) -> None:
    """Wake the sockets of these conversations."""
    tell(dict.fromkeys(public_ids, WAKE))


def tell(messages: dict[str, dict]) -> None:
    """To the sockets of each conversation its message. From whatever thread: a page's has no event loop."""
    layer = get_channel_layer()
    if isinstance(layer, InProcessLayer):
        for public_id, message in messages.items():
            layer.wake(group_of(public_id), message)
    else:
        async_to_sync(_send_all)(layer, messages)


async def _send_all(layer, messages: dict[str, dict]) -> None:
    await asyncio.gather(
        *(layer.group_send(group_of(public_id), for_others(message)) for public_id, message in messages.items())
    )


def for_others(message: dict) -> dict:
    """What of it goes to other processes."""
    return {key: value for key, value in message.items() if key != "fresh"}


def wake_after_commit(conversation: Conversation) -> None:
    """Nobody is woken to read what may yet be taken back. Failing to wake loses nothing (clients also ask now and
    then), so it must not fail the request that stored it."""
    transaction.on_commit(lambda: wake([conversation.public_id]), robust=True)


def wake_with_after_commit(stored: list[Fresh]) -> None:
    """`wake_after_commit` for conversations in which something was said."""

    def wake_them():
        tell({each.conversation.public_id: WAKE | {"seq": each.seq, "fresh": each} for each in stored})

    transaction.on_commit(wake_them, robust=True)


def tell_read_after_commit(public_id: str, side: Sender, seq: int) -> None:
    """The sockets of the other side hear that this one has read up to `seq`. There is nothing for them to look up."""
    message = {"type": "chat.read", "side": side.value, "seq": seq}
    transaction.on_commit(lambda: tell({public_id: message}), robust=True)


def wake_queue_after_commit() -> None:
    """Everyone who waits for an answer may now stand elsewhere in the queue."""

    def wake_them():
        wake(Conversation.objects.waiting().values_list("public_id", flat=True)[:MOST_WOKEN])

    transaction.on_commit(wake_them, robust=True)
