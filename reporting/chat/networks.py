"""Where chats come from, known only by a keyed hash and only for a day: so that many from one place hold up nobody else."""

from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.db.models import Count, Max
from django.utils import timezone

from home.throttle import address_of
from reporting.sealing import keyed_hash

from .models import Conversation

# So many that nobody has answered stand where they came: a family, a hostel, a library.
FREELY = 3
LATELY = timedelta(hours=1)
# Each further one stands so long behind the one before.
APART = timedelta(minutes=5)
PREFIX = 64  # an IPv6 line has so many bits; what follows a device makes up for itself


def network_of(request) -> str:
    """Nothing where it cannot be told: a call from this machine comes from a proxy that does not say whose it is."""
    try:
        address = ip_address(address_of(request))
    except ValueError:
        return ""
    return "" if address.is_loopback else keyed_hash("chat-network", _line(address))


def _line(address: IPv4Address | IPv6Address) -> str:
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), PREFIX), strict=False))


def queued_at(network: str, now: datetime | None = None) -> datetime:
    """From when on a chat that begins now is taken to wait."""
    now = now or timezone.now()
    if not network:
        return now
    lately = Conversation.objects.filter(network=network, answered_at=None, started_at__gt=now - LATELY)
    found = lately.aggregate(number=Count("pk"), last=Max("queued_at"))
    return now if found["number"] < FREELY else max(now, found["last"]) + APART
