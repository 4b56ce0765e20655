"""What was left for us when nobody answered, and how we answer it."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from home.language import in_our_language
from home.service import current_service
from reporting.cases.lifecycle import NotPossible
from reporting.cases.permissions import Do, require
from reporting.cases.report import SafeContact
from reporting.post import gateway
from reporting.post.models import Channel
from reporting.staff.models import User

from ..enums import Sender, Settled, Status
from ..models import ChatMessage, Conversation
from ..needs import NONE_TOLD, Needs
from ..store import lock, store
from ..wake import wake_queue_after_commit
from . import parts


def leave_message(
    *,
    owner: str,
    client_id: str,
    text: str,
    contact: SafeContact,
    name: str = "",
    needs: Needs = NONE_TOLD,
    pages_language: str = "",
    network: str = "",
) -> Conversation:
    """Leave `text` for us to answer, with how to reach its writer. The second click comes to the first's."""
    try:
        with transaction.atomic():
            conversation = Conversation.objects.create(
                owner=owner,
                name=name,
                status=Status.LEFT,
                left_at=timezone.now(),
                pages_language=pages_language,
                network=network,
                **vars(needs),
            )
            store(conversation, client_id, Sender.VISITOR, text)
            parts.owe_answer(conversation, contact.recipient(name))
            return conversation
    except IntegrityError:
        conversation = Conversation.objects.live().filter(owner=owner).first()
        if conversation is None:
            raise
        store(conversation, client_id, Sender.VISITOR, text)
        ask_for_answer(conversation=conversation, contact=contact)
        return conversation


@transaction.atomic
def ask_for_answer(*, conversation: Conversation, contact: SafeContact) -> None:
    """Whoever waits would rather be called, or read the answer later: they wait no more. What they wrote stays."""
    if lock(conversation).status not in {Status.WAITING, Status.LEFT} and not conversation.is_paused:
        raise NotPossible(_("Someone is answering you in this chat now."))
    conversation.status, conversation.left_at = Status.LEFT, conversation.left_at or timezone.now()
    conversation.save(update_fields=["status", "left_at"])
    parts.owe_answer(conversation, contact.recipient(conversation.name))
    wake_queue_after_commit()


@transaction.atomic
def settle(*, conversation: Conversation, by: User, how: Settled, note: str = "") -> None:
    """We called, or need not. What one does in the chat itself or with a case settles it by itself."""
    require(by, Do.CHAT)
    parts.settle(lock(conversation), by, how, note)


@in_our_language
def answer_left(conversation: Conversation, message: ChatMessage, by: User) -> None:
    """`message` answers what was left: whoever asked for an e-mail is told that there is something to read, and no more."""
    parts.settle(conversation, by, Settled.WROTE)
    recipient = conversation.owed_answer.recipient
    if recipient is not None and recipient.prefers == Channel.EMAIL:
        back = settings.WAGTAILADMIN_BASE_URL + reverse("chat:come_back")
        gateway.send(
            to=recipient,
            kind="chat_answered",
            discreet="chat_answered",
            about="",
            key=f"chat {conversation.pk}:{message.seq}",
            context={"back": back, "service": current_service()},
        )
