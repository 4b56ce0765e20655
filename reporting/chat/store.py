"""The one way in which anything is said in a conversation."""

from django.db import transaction

from .models import ChatMessage, Conversation
from .wake import wake_after_commit


class Clash(Exception):
    """Something else was said under this client id: a new message needs a new id."""


def lock(conversation: Conversation) -> Conversation:
    """The conversation as it stands now, held until the transaction ends, so that two writers wait for each other."""
    fresh = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
    for field in Conversation._meta.concrete_fields:
        setattr(conversation, field.attname, getattr(fresh, field.attname))
    return conversation


@transaction.atomic
def store(conversation: Conversation, client_id: str, sender: str, text: str, by=None, **more) -> ChatMessage:
    """Write `text` down under the next number, exactly once for each `client_id`, and wake whoever reads along.

    The same message again gives the one that was stored; another one under its id raises `Clash`. When this returns
    and the transaction is committed, the sender may be told that it is stored.
    """
    lock(conversation)
    if earlier := conversation.messages.filter(client_id=client_id).first():
        if (earlier.sender, earlier.by_id, earlier.text) != (sender, by and by.pk, text):
            raise Clash
        return earlier
    conversation.last_seq += 1
    conversation.save(update_fields=["last_seq"])
    wake_after_commit(conversation)
    return ChatMessage.objects.create(
        conversation=conversation,
        seq=conversation.last_seq,
        client_id=client_id,
        sender=sender,
        by=by,
        text=text,
        **more,
    )
