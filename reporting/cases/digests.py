"""The e-mail that tells a member of staff which promises they were told of at the desk: references and times, nobody's name."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from home.language import in_our_language
from home.service import current_service
from reporting.post.gateway import send
from reporting.post.models import Channel, Recipient
from reporting.staff.models import User

from .alerts import told_to
from .enums import Point
from .models import Alert, DigestTo

EVERY = timedelta(hours=3)
MOST_NAMED = 30


def send_digests() -> int:
    """Write to everyone who was told of something since their last digest: while we are open, and every three hours at most.
    Gives how many were written to."""
    now = timezone.now()
    if not current_service().centre_hours.is_open(now):
        return 0
    new = Alert.objects.filter(to=OuterRef("pk"), mailed_at=None)
    lately = DigestTo.objects.filter(user=OuterRef("pk"), last_at__gt=now - EVERY)
    due = User.objects.filter(Exists(new), ~Exists(lately), is_active=True).exclude(email="")
    return sum(_send_to(someone, now) for someone in due)


@transaction.atomic
@in_our_language
def _send_to(someone: User, now: datetime) -> bool:
    """Whether there was anything to write of. What was kept meanwhile is not told of any more."""
    # Another process that ticks now waits here, and then finds that it has been done.
    User.objects.select_for_update().get(pk=someone.pk)
    if DigestTo.objects.filter(user=someone, last_at__gt=now - EVERY).exists():
        return False
    # What was to fall due soon in the night, and was missed by now, is told of as missed.
    of_now = Q(point=Point.MISSED) | Q(due_at__gt=now)
    standing = list(
        told_to(someone)
        .standing()
        .filter(of_now, mailed_at=None)
        .select_related("clock__case")
        .order_by("due_at", "pk")
    )
    someone.alerts.filter(mailed_at=None).update(mailed_at=now)
    if not standing:
        return False
    where = _where(someone)
    where.last_at = now
    where.save(update_fields=["last_at"])
    send(
        to=where.recipient,
        kind="digest",
        about="",
        key=f"digest:{someone.pk}:{now.isoformat()}",
        context=_words(standing),
        discreet="digest",
    )
    return True


def _words(alerts: list[Alert]) -> dict:
    named = alerts[:MOST_NAMED]
    return {
        "missed": [alert for alert in named if alert.point == Point.MISSED],
        "soon": [alert for alert in named if alert.point == Point.BEFORE],
        "more": len(alerts) - len(named),
        "desk": settings.WAGTAILADMIN_BASE_URL + reverse("desk_alerts"),
        "service": current_service(),
    }


def _where(someone: User) -> DigestTo:
    """Their address as it is now, in the form that the gateway writes to."""
    found = DigestTo.objects.filter(user=someone).select_related("recipient").first()
    if found is None:
        to = Recipient.objects.create(prefers=Channel.EMAIL, email=someone.email, shared=False)
        return DigestTo.objects.create(user=someone, recipient=to)
    if found.recipient.email != someone.email:
        found.recipient.email = someone.email
        found.recipient.save(update_fields=["email"])
    return found
