"""What keeps an abusive visitor from writing: a warning, then a pause, and a block for a while."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from home.language import in_our_language
from reporting.cases.lifecycle import NotPossible
from reporting.cases.permissions import Do, require
from reporting.codes import new_code
from reporting.staff.models import User
from reporting.worktime import ENGLAND

from ..enums import Line, Outcome, Sender, Settled, Status
from ..models import Block, Conversation, OwedAnswer
from ..store import Entry, lock, store_all
from ..wake import wake_queue_after_commit
from .parts import announce, attach, need_answering

# Minutes.
SHORTEST_PAUSE, LONGEST_PAUSE = 1, 10
# Waiting chats from one place that a block ends at once; nobody has more.
MOST_ENDED = 2000


@transaction.atomic
@in_our_language
def warn(*, conversation: Conversation, by: User) -> None:
    """Ask for calm, before anything is done about it."""
    require(by, Do.CHAT)
    need_answering(lock(conversation), by)
    conversation.warned_at = timezone.now()
    conversation.save(update_fields=["warned_at"])
    announce(conversation, Line.WARNED)


@transaction.atomic
@in_our_language
def pause(*, conversation: Conversation, by: User, minutes: int) -> None:
    """For so long the visitor cannot send. What they type stays in their box. Only after a warning."""
    require(by, Do.CHAT)
    need_answering(lock(conversation), by)
    if conversation.warned_at is None:
        raise NotPossible(_("Warn them first, and see if that helps."))
    conversation.paused_until = timezone.now() + timedelta(minutes=minutes)
    conversation.save(update_fields=["paused_until"])
    announce(conversation, Line.PAUSED, time=clock_time(conversation.paused_until))


@transaction.atomic
@in_our_language
def go_on(*, conversation: Conversation, by: User) -> None:
    """The pause ends sooner."""
    require(by, Do.CHAT)
    need_answering(lock(conversation), by)
    if conversation.is_paused:
        conversation.paused_until = None
        conversation.save(update_fields=["paused_until"])
        announce(conversation, Line.GOES_ON)


@transaction.atomic
@in_our_language
def block(*, conversation: Conversation, by: User, lasts: timedelta, reason: str, wide: bool = False) -> Block:
    """The chat ends, and until then its browser can neither start nor write in one; with `wide`, nobody from where it came can.

    What waits from there ends too. A chat that a colleague is answering goes on: they judge for themselves.
    """
    require(by, Do.BLOCK_CHAT)
    lock(conversation)
    if wide and not conversation.network:
        raise NotPossible(_("We no longer know where this chat came from. Block the browser only."))
    if not wide and not conversation.owner:
        raise NotPossible(_("They have left, so there is no browser to block."))
    made = Block.objects.create(
        conversation=conversation,
        owner=conversation.owner,
        network=conversation.network if wide else "",
        wide=wide,
        reason=reason,
        by=by,
        until=timezone.now() + lasts,
    )
    _end_blocked([conversation], by)
    if wide:
        waiting = Conversation.objects.waiting().filter(network=conversation.network).select_for_update(of=("self",))
        _end_blocked(list(waiting[:MOST_ENDED]), by)
        _settle_unreachable(conversation.network, by, reason)
    wake_queue_after_commit()
    return made


@transaction.atomic
def lift(*, block: Block, by: User) -> None:
    """It ends now. Whoever lifted it stands beside who made it."""
    require(by, Do.BLOCK_CHAT)
    running = Block.objects.running().filter(pk=block.pk)
    running.update(lifted_at=timezone.now(), lifted_by=by, owner="", network="")


def clock_time(moment) -> str:
    """As a clock in England shows it, in whatever language it is read."""
    return f"{moment.astimezone(ENGLAND):%H:%M}"


def _end_blocked(chats: list[Conversation], by: User) -> None:
    """Several at once, with as many statements as for one."""
    live = [chat for chat in chats if chat.is_live]
    text, now = str(Line.BLOCKED.label), timezone.now()
    for chat in live:
        chat.status, chat.ended_at, chat.ended_as, chat.held_at = Status.ENDED, now, Line.BLOCKED, None
        chat.outcome = chat.outcome or Outcome.ABUSE
    more = {"line": Line.BLOCKED}
    store_all([Entry(chat, f"system-{new_code(20)}", Sender.SYSTEM, text, more=more) for chat in live])
    Conversation.objects.filter(pk__in=[chat.pk for chat in live]).update(
        status=Status.ENDED, ended_at=now, ended_as=Line.BLOCKED, held_at=None, paused_until=None
    )
    Conversation.objects.filter(pk__in=[chat.pk for chat in live], outcome="").update(outcome=Outcome.ABUSE)
    owed = OwedAnswer.objects.filter(conversation__in=live, settled_at=None)
    owed.update(settled_at=now, settled_by=by, settled=Settled.NOTHING)
    for chat in live:
        attach(chat, by)


def _settle_unreachable(network: str, by: User, reason: str) -> None:
    """What was begun and left again from there, with no way to reach anyone, would fill the list of what we owe."""
    left = OwedAnswer.objects.filter(conversation__network=network, recipient=None, settled_at=None)
    left = left.filter(conversation__status=Status.ENDED)
    left.update(settled_at=timezone.now(), settled_by=by, settled=Settled.NOTHING, note=reason)
