from django import template
from django.conf import settings

from home.models import CategoryPromise
from home.promises import promises
from home.said import working_days
from reporting.staff.qr import qr_data_uri

register = template.Library()


@register.simple_tag
def category_promises() -> list[CategoryPromise]:
    """What each category gets."""
    return promises()


register.filter("working_days", working_days)


@register.simple_tag
def full_address(path: str) -> str:
    """The address of a page of ours as one types it elsewhere, or reads it on paper."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


@register.filter
def without_scheme(address: str) -> str:
    """As short as it may be typed: larkfield.example/report."""
    return address.partition("://")[2].rstrip("/")


@register.filter
def qr(address: str) -> str:
    """A QR code that opens `address`, as the source of a picture."""
    return qr_data_uri(address)
