"""What every page of the report has in common, and the two that say that it cannot go on."""

from django.http import HttpResponse
from django.shortcuts import render


def keep_private(response: HttpResponse) -> HttpResponse:
    """Kept by no cache. What is sent to other sites as "where from" is the base template's and middleware's matter."""
    response["Cache-Control"] = "no-store"
    return response


class Page:
    """Mix into a view of the report, before Django's own."""

    def dispatch(self, request, *args, **kwargs):
        return keep_private(super().dispatch(request, *args, **kwargs))

    def show(self, template: str, context: dict | None = None, status: int = 200) -> HttpResponse:
        return keep_private(render(self.request, template, self.frame_context() | (context or {}), status=status))


def gone(view) -> HttpResponse:
    """For a draft that has expired, was ended, never was, or is another browser's: all the same."""
    return view.show("intake/gone.html", status=404)


def already_sent(view, reference: str) -> HttpResponse:
    return view.show("intake/already_sent.html", {"reference": reference}, status=409)
