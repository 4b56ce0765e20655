"""Every address that the project answers to, Wagtail's too, with real values for what stands in angle brackets."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import get_resolver
from django.urls.resolvers import RoutePattern, URLPattern, URLResolver
from django.utils.regex_helper import normalize

OURS = ("advice", "config", "home", "reporting")
CONVERTER = re.compile(r"<(?:[^>:]+:)?([^>]+)>")
PLACE = re.compile(r"%\((\w+)\)s")


class NoValue(LookupError):
    """The table of values has none for a part of an address. Add one: an address nobody can reach is not swept."""


@dataclass(frozen=True)
class Address:
    template: str  # /desk/cases/%(reference)s/
    name: str  # with its namespace, such as report:step; empty when it has none
    view: Callable

    @property
    def parts(self) -> list[str]:
        return PLACE.findall(self.template)

    @property
    def is_ours(self) -> bool:
        view = getattr(self.view, "view_class", self.view)
        return view.__module__.split(".")[0] in OURS

    @property
    def is_desk(self) -> bool:
        return self.template.startswith("/desk/")

    @property
    def desk_do(self):
        return getattr(self.view, "desk_do", None)

    def path(self, value_of: Callable[["Address", str], object]) -> str:
        return self.template % {part: value_of(self, part) for part in self.parts}

    def __str__(self):
        return self.name or self.template


def addresses(urlconf=None) -> list[Address]:
    return list(_walk(get_resolver(urlconf), "/", ()))


def _walk(resolver: URLResolver, before: str, namespaces: tuple[str, ...]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        template = before + _template(pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, template, (*namespaces, *filter(None, [pattern.namespace])))
        else:
            yield Address(template, _name(pattern, namespaces), pattern.callback)


def _name(pattern: URLPattern, namespaces: tuple[str, ...]) -> str:
    return ":".join((*namespaces, pattern.name)) if pattern.name else ""


def _template(pattern) -> str:
    pattern = pattern.pattern
    if isinstance(pattern, RoutePattern):
        return CONVERTER.sub(r"%(\1)s", str(pattern).replace("%", "%%"))
    regex = str(pattern)
    # `normalize` knows no alternatives; a named group is filled from the table whatever it allows.
    regex = re.sub(r"\(\?P<(\w+)>[^()]*(?:\([^()]*\)[^()]*)*\)", r"(?P<\1>x)", regex)
    return normalize(regex)[0][0]
