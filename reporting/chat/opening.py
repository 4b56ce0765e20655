from django.conf import settings

from home.service import current_service


def is_open() -> bool:
    """Whether a chat can be started now: while the contact centre is there, and in a demonstration at any hour."""
    return settings.CHAT_ALWAYS_OPEN or current_service().centre_hours.is_open()
