"""The one way to write to a person.

`send` puts a message in the outbox, inside the caller's transaction. It goes out after the commit; should the
process die in between, `send_waiting` (run by `tick`) takes it up. What is safe is asked at the moment of sending.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from home.language import in_our_language
from reporting.sealing import open_bytes, seal_bytes

from .carriers import NotCarried, carrier_for
from .models import Channel, Message, Recipient

log = logging.getLogger("fairstreet.post")

MOST_ATTEMPTS = 5
# Stands in every text that we keep for what only its reader may know.
HIDDEN = "····-····-····-····"
# A message taken up by a process that then died is free again after this long.
TAKEN_FOR = timedelta(minutes=5)
CHOSEN = {
    Channel.NONE: gettext_lazy("They chose to read everything on Your case."),
    Channel.PHONE: gettext_lazy("They chose to be called, not written to."),
}


def send(
    *,
    to: Recipient,
    kind: str,
    about: str,
    key: str,
    context: dict,
    secret: str = "",
    discreet: str = "discreet",
) -> Message:
    """Write a message of `kind` to `to`, about the case with reference `about`, exactly once for each `key`.

    The words come from `templates/post/<kind>.txt` and, for someone whose messages others may see,
    `templates/post/<discreet>.txt`. Where those have `HIDDEN`, what goes out has `secret`, which is then forgotten.
    """
    message, made = Message.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "kind": kind,
            "about": about,
            "full_text": _words(f"post/{kind}.txt", context),
            "discreet_text": _words(f"post/{discreet}.txt", context),
            "sealed_secret": seal_bytes(secret.encode()) if secret else b"",
        },
    )
    if made:
        transaction.on_commit(lambda: deliver_later.enqueue(message.pk))
    return message


def _words(template: str, context: dict) -> str:
    return render_to_string(template, context).strip() + "\n"


@task()
def deliver_later(message_id: int) -> None:
    deliver(message_id)


def send_waiting() -> int:
    """Send every message that waits, such as those a crash left behind. Gives how many were tried."""
    waiting = list(Message.objects.waiting().values_list("pk", flat=True))
    for message_id in waiting:
        deliver(message_id)
    return len(waiting)


@in_our_language
def deliver(message_id: int) -> None:
    """Send one waiting message, if its reader can safely be written to. Twice at once sends it once."""
    if not _take(message_id):
        return
    message = Message.objects.select_related("to").get(pk=message_id)
    why_not, channel = choose_channel(message.to)
    if why_not:
        _settle(message, _held_or_kept(message.to), why_not=why_not)
        return
    text = message.discreet_text if message.to.shared else message.full_text
    try:
        carrier_for(channel).carry(message.to.address_for(channel), _with_secret(message, text))
    except NotCarried as problem:
        log.warning("message %s was not carried: %s", message.pk, problem)
        _try_again_later(message)
        return
    _settle(message, Message.Status.SENT, channel=channel, sent_text=text, sent_at=timezone.now())


def _with_secret(message: Message, text: str) -> str:
    return text.replace(HIDDEN, open_bytes(message.sealed_secret).decode()) if message.sealed_secret else text


def given_by_hand(message: Message, channel: str) -> bool:
    """What could not be sent, staff gave themselves: by `channel`, a letter or a phone call. Only the words that are safe
    count as given in a letter. Gives whether it was so: not for what went another way, or may not go at all."""
    to = message.to
    text = message.discreet_text if to.shared and channel == Channel.LETTER else message.full_text
    stuck = Message.objects.filter(pk=message.pk, status__in=Message.STUCK)
    given = {"status": Message.Status.SENT, "channel": channel, "sent_text": text, "sent_at": timezone.now()}
    return not to.stopped and bool(stuck.update(**given))


def choose_channel(to: Recipient) -> tuple[str, str]:
    """Why nothing may be sent (or nothing), and the channel to send by."""
    if to.stopped:
        return _("They asked us to send nothing."), ""
    if to.reads_online:
        return str(CHOSEN[to.prefers]), ""
    if not to.address_for(to.prefers):
        return _("No address for: %(channel)s.") % {"channel": to.get_prefers_display()}, ""
    if carrier_for(to.prefers) is None:
        return _("Not set up here: %(channel)s.") % {"channel": to.get_prefers_display()}, ""
    return "", to.prefers


def _held_or_kept(to: Recipient) -> str:
    """What they chose is nothing for staff to put right; what has no safe way is."""
    return Message.Status.KEPT if to.reads_online and not to.stopped else Message.Status.HELD


def _take(message_id: int) -> bool:
    """Claim the message for this process, so that no other sends it too."""
    now = timezone.now()
    free = Message.objects.waiting().exclude(taken_at__gt=now - TAKEN_FOR)
    return bool(free.filter(pk=message_id).update(taken_at=now, attempts=F("attempts") + 1))


def _settle(message: Message, status: str, **changes) -> None:
    if status != Message.Status.WAITING:
        changes["sealed_secret"] = b""
    Message.objects.filter(pk=message.pk).update(status=status, taken_at=None, **changes)


def _try_again_later(message: Message) -> None:
    done = message.attempts >= MOST_ATTEMPTS
    status = Message.Status.FAILED if done else Message.Status.WAITING
    _settle(message, status, why_not=_("The mail, text or letter service did not take it."))
