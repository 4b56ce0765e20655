"""Opening a case with its reference and secret, as often as is safe."""

from datetime import datetime

from .access import find_case, tidy_reference
from .models import Case
from .throttle import SIGN_IN_ADDRESS, SIGN_IN_CASE


class Locked(Exception):
    """Too many wrong tries; `until` says when the next may be made. The same whether there is such a case or not."""

    def __init__(self, until: datetime):
        self.until = until


def sign_in(*, reference: str, secret: str, address: str) -> Case | None:
    """The case, or none when the reference or the secret is wrong. Raises `Locked`."""
    who = tidy_reference(reference)
    shut = [SIGN_IN_CASE.shut_until(who), SIGN_IN_ADDRESS.shut_until(address)]
    if any(shut):
        raise Locked(max(filter(None, shut)))
    # Counted before it is looked at, so that many tries at once count too.
    SIGN_IN_CASE.count(who)
    this_try = SIGN_IN_ADDRESS.count(address)
    case = find_case(reference, secret)
    if case:
        # The address keeps its other tries: whoever guesses may have a case of their own to sign in to.
        SIGN_IN_CASE.forget(who)
        this_try.delete()
    return case
