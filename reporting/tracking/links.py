"""Links that open a case without its secret: sent to the e-mail address on the case, for ten minutes, once."""

import logging
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from home.language import in_our_language
from reporting.cases.access import tidy_reference
from reporting.cases.models import Case
from reporting.post.gateway import HIDDEN, send
from reporting.post.models import Channel, Recipient
from reporting.sealing import keyed_hash

from .models import Link
from .throttle import LINK_ADDRESS, LINK_CASE

log = logging.getLogger("fairstreet.links")

LIFE = timedelta(minutes=10)
TOKEN_BYTES = 16
# Looking, and sending, go on beside the answer, so that its time says nothing of what was found.
_beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="links")


def ask(*, reference: str, email: str, address: str) -> None:
    """Send a link if `email` is the address on the case and it is safe to. The caller learns nothing of it."""
    who = tidy_reference(reference)
    if LINK_CASE.shut_until(who) or LINK_ADDRESS.shut_until(address):
        return
    LINK_CASE.count(who)
    LINK_ADDRESS.count(address)
    _beside.submit(_send_beside, who, email)


def _send_beside(reference: str, email: str) -> None:
    try:
        send_if_right(reference, email)
    except Exception:
        # Nobody waits for this thread's answer, so this is the only place that can tell.
        log.exception("a link could not be sent")
    finally:
        connection.close()


@transaction.atomic
@in_our_language
def send_if_right(reference: str, email: str) -> None:
    case = Case.objects.filter(reference=reference).first()
    if case is None or not may_be_sent(case.reporter.recipient, email):
        return
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = Link.objects.create(token_hash=_hash(token), case=case, made_at=timezone.now())
    send(
        to=case.reporter.recipient,
        kind="link",
        about=case.reference,
        key=f"link:{link.pk}",
        context={"link": HIDDEN},
        secret=settings.WAGTAILADMIN_BASE_URL + reverse("case:open", args=[token]),
    )


def may_be_sent(to: Recipient, email: str) -> bool:
    """A link lets in whoever reads it: never to a box that others read, nor where e-mail was not chosen."""
    unsafe = to.stopped or to.shared or to.prefers != Channel.EMAIL
    return not unsafe and to.email.casefold() == email.strip().casefold()


def works(token: str) -> bool:
    return _usable(token).exists()


@transaction.atomic
@in_our_language
def use(token: str) -> Case | None:
    """The case that `token` opens, and never again; none when it is unknown, too old or used."""
    if not _usable(token).update(used_at=timezone.now()):
        return None
    return Link.objects.select_related("case").get(token_hash=_hash(token)).case


def _usable(token: str):
    now = timezone.now()
    Link.objects.filter(made_at__lt=now - timedelta(days=1)).delete()
    return Link.objects.filter(token_hash=_hash(token), used_at=None, made_at__gt=now - LIFE)


def _hash(token: str) -> str:
    return keyed_hash("link", token)
