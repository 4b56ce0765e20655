"""Each form of *Your case* is taken once: pressing its button twice, or going back and pressing again, adds nothing."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from reporting.cases.models import Case
from reporting.sealing import keyed_hash

from .models import Sent

KEPT = timedelta(days=2)


class SentBefore(Exception):
    """This very form was taken before; what it asked was done then."""


def new_token() -> str:
    return secrets.token_urlsafe(16)


@contextmanager
def once(case: Case, token: str) -> Iterator[None]:
    """Do what is inside, and remember `token`, in one transaction. Raises `SentBefore`."""
    with transaction.atomic():
        now = timezone.now()
        Sent.objects.filter(at__lt=now - KEPT).delete()
        try:
            with transaction.atomic():
                Sent.objects.create(token_hash=_hash(case, token), at=now)
        except IntegrityError:
            raise SentBefore from None
        yield


def was_sent(case: Case, token: str) -> bool:
    return Sent.objects.filter(token_hash=_hash(case, token)).exists()


def _hash(case: Case, token: str) -> str:
    return keyed_hash("sent", f"{case.pk}:{token}")
