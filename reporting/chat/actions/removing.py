"""What should not have been said: taken out of view, and who may still read it."""

from django.db import transaction
from django.utils.translation import gettext as _

from home.language import in_our_language
from reporting.cases.actions import note_removal
from reporting.cases.lifecycle import NotPossible
from reporting.cases.permissions import Do, may_ever, require
from reporting.sealing import Unsealable
from reporting.staff.models import User

from ..enums import Reason, Sender
from ..models import ChatMessage, Conversation, Removal, RemovalReading
from ..store import lock
from .parts import changed_for_staff


def may_remove(user: User, conversation: Conversation) -> bool:
    """Whoever answers it, and whoever leads those who answer."""
    return conversation.taken_by_id == user.pk or may_ever(user, Do.LEAD_CHATS)


def stands_on_timeline(conversation: Conversation, seq: int) -> bool:
    return seq <= conversation.attached_seq


@transaction.atomic
@in_our_language
def remove_message(
    *, conversation: Conversation, by: User, seq: int, reason: Reason, note: str = "", knows_it_stays: bool = False
) -> None:
    """Take what was said out of view on both sides, once; its words are sealed. `knows_it_stays`: `by` was told that a
    case's timeline, on which the words stand already, keeps them."""
    require(by, Do.CHAT)
    if not may_remove(by, lock(conversation)):
        raise NotPossible(_("Only who answers this chat can remove a message. Take it over, or ask a duty officer."))
    message = conversation.messages.exclude(sender=Sender.SYSTEM).get(seq=seq)
    if message.removed:
        return
    on_timeline = stands_on_timeline(conversation, seq)
    if on_timeline and not knows_it_stays:
        raise NotPossible(_("The message is on the timeline of a case now. Read what that means, and press again."))
    _seal(message, by, reason, note)
    conversation.removed[str(seq)] = Reason(reason).value
    conversation.save(update_fields=["removed"])
    if on_timeline:
        note_removal(case=conversation.case, by=by)
    changed_for_staff(conversation)


def _seal(message: ChatMessage, by: User, reason: Reason, note: str) -> None:
    removal = Removal(message=message, by=by, reason=reason, note=note)
    removal.seal(message.text)
    removal.save()
    # What stands in set words, such as the name of a file, is in the text that was sealed.
    message.text, message.values, message.danger, message.removed = "", {}, False, reason
    message.save(update_fields=["text", "values", "danger", "removed"])


@transaction.atomic
def read_removed(*, removal: Removal, by: User) -> str:
    """What was removed; that `by` read it is written down with it."""
    require(by, Do.READ_REMOVED)
    if case := removal.message.conversation.case:
        require(by, Do.SEE_CASE, case)
    if not removal.sealed:
        raise NotPossible(_("It is not kept any more."))
    try:
        words = removal.open()
    except Unsealable:
        raise NotPossible(_("It cannot be read any more: the key that sealed it is gone.")) from None
    RemovalReading.objects.create(removal=removal, by=by)
    return words
