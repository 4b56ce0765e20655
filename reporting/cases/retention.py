"""What is kept of a case's making, and for how long."""

from datetime import timedelta

from django.utils import timezone

from .models import Receipt

RECEIPT_OPENS_FOR = timedelta(hours=24)


def forget_receipts() -> int:
    """Empty the receipts whose secret nobody may be shown again; sending a report again then gives its reference alone."""
    old = Receipt.objects.filter(made_at__lte=timezone.now() - RECEIPT_OPENS_FOR).exclude(sealed=b"")
    return old.update(sealed=b"")
