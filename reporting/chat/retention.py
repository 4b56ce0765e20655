from datetime import timedelta

from django.utils import timezone

from .models import Conversation

SECRET_KEPT_FOR = timedelta(hours=24)


def forget_secrets() -> int:
    """Empty the secrets that no visitor came back for. Gives how many there were."""
    unclaimed = Conversation.objects.filter(case__opened_at__lt=timezone.now() - SECRET_KEPT_FOR)
    return unclaimed.exclude(sealed_secret=b"").update(sealed_secret=b"")
