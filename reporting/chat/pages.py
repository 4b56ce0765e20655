"""What the pages of both sides share: the visitor's and the desk's."""

from django import forms
from django.http import HttpResponse, JsonResponse

from . import frames
from .forms import SayForm
from .gate import Seat


class AfterForm(forms.Form):
    after = forms.IntegerField(min_value=0, max_value=frames.HIGHEST_SEQ)


def messages_as_json(request, seat: Seat) -> JsonResponse:
    form = AfterForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"v": frames.VERSION, "type": "malformed"}, status=400)
    return JsonResponse(frames.what_follows(seat, form.cleaned_data["after"]))


def wants_json(request) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def everything_said(seat: Seat) -> list[dict]:
    said = seat.conversation.messages.select_related("by").order_by("seq")
    return [frames.line(message, seat) for message in said]


def say_by_form(request, seat: Seat, form: SayForm, *, stored: HttpResponse, again) -> HttpResponse:
    """Store a message. A page is answered with `stored`, or with what `again(request, seat, form)` makes of what was wrong."""
    answer = frames.say(seat, form)
    if wants_json(request):
        return JsonResponse(answer)
    return stored if answer["type"] == "stored" else again(request, seat, put_right(form, answer["why"]))


def put_right(form: SayForm, why: str) -> SayForm:
    """The form with its words kept and what kept them from being stored; sent again, it is a new message."""
    again = form.with_new_id()
    if again.is_valid():
        again.add_error("text", why)
    return again
