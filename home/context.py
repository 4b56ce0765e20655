from django.utils.translation import get_language

from .language import choices, is_own
from .navigation import footer_navigation, navigation
from .service import current_service


def service(request) -> dict:
    """What the base template shows on every page: nothing that differs from one reader to another."""
    return {
        "service": current_service(),
        "navigation": navigation(request),
        "footer_navigation": footer_navigation(),
        "languages": choices(request.path),
        "is_own_language": is_own(get_language()),
    }
