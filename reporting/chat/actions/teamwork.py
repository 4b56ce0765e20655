"""What staff do with a chat among themselves: on hold, a word to a colleague, handing over, what came of it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from home.language import in_our_language
from reporting.cases.lifecycle import NotPossible
from reporting.cases.permissions import Do, may_ever, require
from reporting.staff.models import User

from .. import presence
from ..enums import Line, Outcome
from ..models import Conversation, Whisper
from ..store import lock
from .parts import announce, changed_for_staff, need_answering, public_name, settle_outcome


@transaction.atomic
@in_our_language
def hold(*, conversation: Conversation, by: User) -> None:
    """The visitor is told that an answer will come. It ends with the next words of whoever answers."""
    require(by, Do.CHAT)
    need_answering(lock(conversation), by)
    if conversation.held_at:
        return
    conversation.held_at = timezone.now()
    conversation.save(update_fields=["held_at"])
    announce(conversation, Line.HOLD, who=public_name(by))


@transaction.atomic
def whisper(*, conversation: Conversation, by: User, client_id: str, text: str, to: User | None = None) -> Whisper:
    """A word for colleagues, once for each `client_id`; with `to`, that colleague is asked in."""
    require(by, Do.CHAT)
    lock(conversation)
    if earlier := conversation.whispers.filter(client_id=client_id).first():
        return earlier
    if to is not None and not may_ever(to, Do.CHAT):
        raise NotPossible(_("They do not answer chats."))
    changed_for_staff(conversation)
    return Whisper.objects.create(conversation=conversation, by=by, to=to, client_id=client_id, text=text)


@transaction.atomic
def read_whispers(*, conversation: Conversation, by: User) -> None:
    """`by` opened the chat that they were asked into."""
    Whisper.objects.filter(conversation=conversation, to=by, read_at=None).update(read_at=timezone.now())


@transaction.atomic
@in_our_language
def hand_over(*, conversation: Conversation, by: User, to: User, client_id: str, note: str) -> None:
    """`to` answers from now on, and finds `note`. Only to someone who is there and has room."""
    require(by, Do.CHAT)
    need_answering(lock(conversation), by)
    if to not in {agent.user for agent in presence.agents_there()}:
        raise NotPossible(_("%(who)s is not taking chats at the moment.") % {"who": to.display_name})
    presence.need_room(to, for_other=True)
    conversation.taken_by, conversation.held_at = to, None
    conversation.save(update_fields=["taken_by", "held_at"])
    whisper(conversation=conversation, by=by, to=to, client_id=client_id, text=note)
    announce(conversation, Line.HANDED, who=public_name(to))


@transaction.atomic
def write_outcome(*, conversation: Conversation, by: User, outcome: Outcome, topic: str = "") -> None:
    """What came of a chat that ended already."""
    require(by, Do.CHAT)
    settle_outcome(lock(conversation), outcome, topic)
