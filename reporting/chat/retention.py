"""What of a chat goes, and when. Each is safe to call again; each gives how many it was done to."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from home.service import current_service
from reporting.cases.evidence import remove_loose
from reporting.post.models import Recipient

from . import actions
from .enums import Status
from .models import (
    Block,
    ChatFile,
    ChatMessage,
    ChatRating,
    Conversation,
    OwedAnswer,
    Removal,
    TranscriptLink,
)
from .needs import NONE_TOLD
from .store import lock

SECRET_KEPT_FOR = NETWORK_KEPT_FOR = timedelta(hours=24)
# Nobody has said anything for so long: nobody is there any more.
SILENT_FOR = timedelta(hours=12)
READ_WITHIN = timedelta(days=14)
AT_ONCE = 200


def forget_secrets() -> int:
    """Empty the secrets that no visitor came back for."""
    unclaimed = Conversation.objects.filter(case__opened_at__lt=timezone.now() - SECRET_KEPT_FOR)
    return unclaimed.exclude(sealed_secret=b"").update(sealed_secret=b"")


def forget_networks() -> int:
    """Where a chat came from tells nothing any more after a day."""
    known = Conversation.objects.filter(started_at__lt=timezone.now() - NETWORK_KEPT_FOR).exclude(network="")
    return known.update(network="")


def forget_blocks() -> int:
    """Of a block that is over nothing stays that tells whom it was for; after as long as chats are kept, nothing at all."""
    now = timezone.now()
    over = Block.objects.filter(until__lt=now)
    over.filter(until__lt=now - timedelta(days=current_service().chat_kept_days)).delete()
    return over.exclude(owner="", network="").update(owner="", network="")


def end_silent() -> int:
    """End the conversations that were left open and in which nothing was said for half a day."""
    last_said = ChatMessage.objects.filter(conversation=OuterRef("pk")).order_by("-seq").values("at")[:1]
    silent = Conversation.objects.live().exclude(status=Status.LEFT).annotate(last_said=Subquery(last_said))
    silent = silent.filter(last_said__lt=timezone.now() - SILENT_FOR)[:AT_ONCE]
    for conversation in silent:
        actions.end_for_silence(conversation=conversation)
    return len(silent)


def end_answered() -> int:
    """End the messages that were left for us two weeks after we answered them, which is time to come back and read it;
    and those that nobody answered for as long as chats are kept."""
    now = timezone.now()
    answered = Q(owed_answer__settled_at__lt=now - READ_WITHIN)
    too_late = Q(started_at__lt=now - timedelta(days=current_service().chat_kept_days))
    found = list(Conversation.objects.filter(answered | too_late, status=Status.LEFT)[:AT_ONCE])
    for conversation in found:
        actions.end_for_silence(conversation=conversation)
    return len(found)


def forget_chats() -> int:
    """Remove the words, the files, the name, the browser, what the visitor needs and how to reach them, of chats that
    became no case, `chat_kept_days` after they ended.

    When it began, was answered and ended, who answered, and whether it helped, stays: figures are made of it.
    """
    before = timezone.now() - timedelta(days=current_service().chat_kept_days)
    old = Conversation.objects.filter(case=None, ended_at__lt=before, forgotten_at=None)[:AT_ONCE]
    return sum(_forget(conversation) for conversation in old)


def forget_comments() -> int:
    """Empty what was written about a chat that became a case, as long after as with any other: it is no part of the case."""
    before = timezone.now() - timedelta(days=current_service().chat_kept_days)
    return ChatRating.objects.filter(at__lt=before).exclude(comment="").update(comment="")


def forget_transcript_links() -> int:
    """Delete links that no longer open, with the addresses that they went to and what was sent there."""
    over = list(
        TranscriptLink.objects.filter(until__lte=timezone.now()).values_list("recipient", flat=True)[:AT_ONCE]
    )
    Recipient.objects.filter(pk__in=over).delete()
    return len(over)


def _forget(conversation: Conversation) -> bool:
    files = [file.evidence_id for file in ChatFile.objects.of(conversation)]
    forgotten = _forget_words(conversation)
    # After its rows: should this be cut off here, the files belong to nothing and go with the next look for such.
    remove_loose(files)
    return forgotten


@transaction.atomic
def _forget_words(conversation: Conversation) -> bool:
    if lock(conversation).case_id or conversation.forgotten_at:
        return False
    conversation.messages.all().delete()
    conversation.whispers.all().delete()
    links = TranscriptLink.objects.filter(conversation=conversation)
    Recipient.objects.filter(pk__in=links.values("recipient")).delete()
    Recipient.objects.filter(pk__in=OwedAnswer.objects.filter(conversation=conversation).values("recipient")).delete()
    OwedAnswer.objects.filter(conversation=conversation).update(note="")
    ChatRating.objects.filter(conversation=conversation).update(comment="")
    Conversation.objects.filter(pk=conversation.pk).update(
        name="",
        owner="",
        network="",
        resume_hash="",
        shown_case=None,
        pages_language="",
        forgotten_at=timezone.now(),
        **vars(NONE_TOLD),
    )
    return True


def forget_removed() -> int:
    """Empty what was removed from chats, and delete the files among it, as long after its removal as chats are kept. That it
    was, by whom and why, stays as long as its chat does."""
    before = timezone.now() - timedelta(days=current_service().chat_kept_days)
    _forget_removed_files(before)
    return Removal.objects.filter(at__lt=before).exclude(sealed=b"").update(sealed=b"")


def _forget_removed_files(before: datetime) -> None:
    # One that was on a case before it was removed from the chat is the case's.
    old = ChatFile.objects.filter(message__removal__at__lt=before, evidence__case=None)
    files = list(old.values_list("evidence", flat=True)[:AT_ONCE])
    ChatFile.objects.filter(evidence__in=files).delete()
    remove_loose(files)
