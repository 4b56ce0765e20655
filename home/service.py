"""The landlord's settings, as every page and every promise needs them: read often, changed hardly ever."""

from django.core.cache import cache

from .models import ServiceSettings

KEY = "home.service"
SECONDS = 60


def current_service() -> ServiceSettings:
    """The settings of the default site, kept for a minute. Changing them drops what is kept."""
    service = cache.get(KEY)
    if service is None:
        service = ServiceSettings.objects.filter(site__is_default_site=True).first() or ServiceSettings()
        cache.set(KEY, service, SECONDS)
    return service


def forget_service() -> None:
    cache.delete(KEY)
