"""What of the notes of calls goes, and when. Each is safe to call again; each gives how many it was done to."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from home.service import current_service

from .models import SECRET_SHOWN_FOR, Agent, CallNote

AT_ONCE = 200


def forget_call_secrets() -> int:
    """Empty the secrets that may not be shown any more."""
    over = CallNote.objects.filter(ended_at__lt=timezone.now() - SECRET_SHOWN_FOR)
    return over.exclude(sealed_secret=b"").update(sealed_secret=b"")


def forget_calls() -> int:
    """Empty the notes that became no case, `chat_kept_days` after their end, or after the last word where nobody ended them.

    When it was, who answered and what came of it stays: figures are made of it.
    """
    before = timezone.now() - timedelta(days=current_service().chat_kept_days)
    old = Q(ended_at__lt=before) | Q(ended_at=None, saved_at__lt=before)
    found = CallNote.objects.filter(old, case=None, forgotten_at=None).values_list("pk", flat=True)[:AT_ONCE]
    return sum(_forget(number) for number in list(found))


@transaction.atomic
def _forget(number: int) -> bool:
    note = CallNote.objects.select_for_update(of=("self",)).get(pk=number)
    if note.case_id or note.forgotten_at:
        return False
    note.forget()
    note.forgotten_at = timezone.now()
    note.ended_at = note.ended_at or note.saved_at
    note.save()
    Agent.objects.filter(in_call=note).update(in_call=None)
    return True
