"""Default deny, checked at start: a page of ours in the desk that does not say what it is for is an error."""

from collections.abc import Iterator

from django.core import checks
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from reporting.staff.doors import DOORS

# Views of these packages are ours; Wagtail's own ask Wagtail's permissions.
OURS = ("advice", "config", "home", "reporting")


@checks.register(checks.Tags.security)
def every_desk_page_declares_what_it_is_for(app_configs=None, **kwargs) -> list[checks.Error]:
    return [
        checks.Error(
            f"The desk's address “{route}” does not declare what it is for.",
            hint="Put @desk_view(Do.…) of reporting.cases.desk.access above its view, or, where it is about what the"
            " public reads, @for_editors of reporting.staff.editors.",
            id="cases.E001",
        )
        for route, pattern in undeclared(get_resolver(), reverse("wagtailadmin_home").lstrip("/"))
    ]


def undeclared(resolver: URLResolver, under: str) -> Iterator[tuple[str, URLPattern]]:
    """The patterns of ours below the address `under` that declare nothing, each with its whole route."""
    for route, pattern in _patterns(resolver, ""):
        if route.startswith(under) and is_ours(pattern) and not declares(pattern.callback):
            yield route, pattern


def declares(view) -> bool:
    return hasattr(view, "desk_do") or hasattr(view, "for_editors")


def is_ours(pattern: URLPattern) -> bool:
    if pattern.name in DOORS:  # about signing in, not about cases
        return False
    view_class = getattr(pattern.callback, "view_class", pattern.callback)
    return view_class.__module__.split(".")[0] in OURS


def _patterns(resolver: URLResolver, before: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, route)
        else:
            yield route, pattern
