"""A link to what was said, for another device than the one that may not be safe."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home.language import address_in, in_our_language
from home.said import said_moment
from home.service import current_service
from reporting.cases.lifecycle import NotPossible
from reporting.post import gateway
from reporting.post.models import Channel, Recipient
from reporting.sealing import keyed_hash

from ..models import READABLE_FOR, Conversation, TranscriptLink
from ..store import lock

TOKEN_BYTES = 16
MOST_A_DAY = 3
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Sent:
    """What the page shows once: the code, and until when the link works."""

    code: str
    link: TranscriptLink

    @property
    def shown_code(self) -> str:
        """In two halves, to be kept in mind."""
        return f"{self.code[:3]} {self.code[3:]}"


@transaction.atomic
def send_transcript(*, conversation: Conversation, email: str, shared: bool) -> Sent:
    """E-mail a link to what was said up to now. The words never go by e-mail, nor does the code. Earlier links shut.

    `shared`: others may read that mailbox. The link's page is in the language of the page that asked for it.
    """
    need_not_too_many(lock(conversation), email)
    stop_transcripts(conversation=conversation)
    token, code, now = secrets.token_urlsafe(TOKEN_BYTES), f"{secrets.randbelow(10**6):06}", timezone.now()
    link = TranscriptLink.objects.create(
        conversation=conversation,
        recipient=Recipient.objects.create(prefers=Channel.EMAIL, email=email, shared=shared),
        token_hash=_token_hash(token),
        code_hash=_code_hash(token, code),
        last_seq=conversation.last_seq,
        made_at=now,
        until=now + READABLE_FOR,
    )
    _write(link, address_in(get_language(), reverse("chat:read", args=[token])))
    return Sent(code, link)


@in_our_language
def _write(link: TranscriptLink, path: str) -> None:
    gateway.send(
        to=link.recipient,
        kind="chat_transcript",
        discreet="chat_transcript_discreet",
        about="",
        key=f"chat transcript {link.pk}",
        context={"link": gateway.HIDDEN, "until": said_moment(link.until), "service": current_service()},
        secret=settings.WAGTAILADMIN_BASE_URL + path,
    )


def need_not_too_many(conversation: Conversation, email: str) -> None:
    """Nobody's mailbox is filled by us, from one chat or from many."""
    today = TranscriptLink.objects.filter(made_at__gt=timezone.now() - DAY)
    if today.filter(conversation=conversation).count() >= MOST_A_DAY:
        raise NotPossible(_("We have sent this chat as often as we may in one day. Try again tomorrow."))
    if today.filter(recipient__email__iexact=email).count() >= MOST_A_DAY:
        raise NotPossible(_("We have sent to this address as often as we may in one day. Try again tomorrow."))


@transaction.atomic
def stop_transcripts(*, conversation: Conversation) -> None:
    """No link to this chat works any more."""
    TranscriptLink.objects.filter(conversation=conversation, shut=False).update(shut=True)


def transcript_link(token: str) -> TranscriptLink | None:
    """The link of this token, if a code can still open it."""
    return TranscriptLink.objects.usable().filter(token_hash=_token_hash(token)).first()


@transaction.atomic
def open_transcript(*, token: str, code: str) -> TranscriptLink | None:
    """The link, if `code` opens it. A wrong code counts against it."""
    usable = TranscriptLink.objects.usable().select_for_update(of=("self",))
    link = usable.select_related("conversation").filter(token_hash=_token_hash(token)).first()
    if link is None or hmac.compare_digest(link.code_hash, _code_hash(token, code)):
        return link
    link.wrong_tries += 1
    link.save(update_fields=["wrong_tries"])
    return None


def _token_hash(token: str) -> str:
    return keyed_hash("chat-transcript", token)


def _code_hash(token: str, code: str) -> str:
    return keyed_hash("chat-transcript-code", f"{token} {code}")
