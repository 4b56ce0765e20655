from .base import PublicPage, RoutedPage
from .pages import CategoryPromise, HomePage, HowToReportPage, PlainPage
from .service import ServiceSettings

__all__ = [
    "CategoryPromise",
    "HomePage",
    "HowToReportPage",
    "PlainPage",
    "PublicPage",
    "RoutedPage",
    "ServiceSettings",
]
