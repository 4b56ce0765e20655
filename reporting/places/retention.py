from datetime import timedelta

from django.utils import timezone

from .models import PackRead

# What the form for it promises.
SIGN_UPS_KEPT = timedelta(days=2 * 365)


def forget_sign_ups() -> int:
    """Delete who has read the sign-up pack, when that is long ago; gives how many there were."""
    old = PackRead.objects.filter(said_at__lt=timezone.now() - SIGN_UPS_KEPT)
    return old.delete()[0]
