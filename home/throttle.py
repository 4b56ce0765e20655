"""How often one address may send a form that nobody has to sign in for."""

from django.core.cache import cache

from reporting.sealing import keyed_hash

HOUR = 60 * 60


def address_of(request) -> str:
    """Whoever asks, as our own edge or our proxy tells it (`config.security.ClientAddressMiddleware`)."""
    return request.META.get("REMOTE_ADDR", "")


def too_often(request, door: str, *, most: int, seconds: int = HOUR) -> bool:
    """Count this request, and say whether more than `most` came through `door` from its address in the last `seconds`."""
    return too_often_by(address_of(request), door, most=most, seconds=seconds)


def too_often_by(who: str, door: str, *, most: int, seconds: int = HOUR) -> bool:
    """`too_often` for something else than an address.

    Only a keyed hash of `who` is kept, and only as long as it counts. Where processes share no cache each counts
    for itself, which is enough to keep a robot from filling a list.
    """
    key = f"throttle:{keyed_hash(f'throttle:{door}', who)}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # forgotten between the two
        return False
