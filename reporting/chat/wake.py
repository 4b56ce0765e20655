"""Telling the sockets of a conversation that there is something to read. What there is, they read for themselves."""

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from .layer import InProcessLayer
from .models import Conversation

WAKE = {"type": "chat.wake"}
# Of a longer queue the end is told when it next asks.
MOST_WOKEN = 50


def group_of(public_id: str) -> str:
    return f"chat.{public_id}"


def wake(public_id: str) -> None:
    """Wake the sockets of a conversation, from whatever thread: a page's has no event loop."""
    layer = get_channel_layer()
    if isinstance(layer, InProcessLayer):
        layer.wake(group_of(public_id), WAKE)
    else:
        async_to_sync(layer.group_send)(group_of(public_id), WAKE)


def wake_after_commit(conversation) -> None:
    """Nobody is woken to read what may yet be taken back. Failing to wake loses nothing (clients also ask now and
    then), so it must not fail the request that stored it."""

    def wake_it():
        wake(conversation.public_id)

    transaction.on_commit(wake_it, robust=True)


def wake_queue_after_commit() -> None:
    """Everyone who waits for an answer may now stand elsewhere in the queue."""

    def wake_them():
        for public_id in Conversation.objects.waiting().values_list("public_id", flat=True)[:MOST_WOKEN]:
            wake(public_id)

    transaction.on_commit(wake_them, robust=True)
