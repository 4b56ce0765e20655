"""How often one address may send a form that nobody has to sign in for."""

from django.core.cache import cache

from reporting.sealing import keyed_hash

HOUR = 60 * 60


def too_often(request, door: str, *, most: int, seconds: int = HOUR) -> bool:
    """Count this request, and say whether `most` came through `door` from its address in the last `seconds`.

    Only a keyed hash of the address is kept, and only as long as it counts. Where processes share no cache each counts
    for itself, which is enough to keep a robot from filling a list.
    """
    who = keyed_hash(f"throttle:{door}", request.META.get("REMOTE_ADDR", ""))
    key = f"throttle:{who}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # forgotten between the two
        return False
