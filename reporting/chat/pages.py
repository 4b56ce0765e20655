"""What the pages of both sides share: the visitor's and the desk's."""

from django import forms
from django.http import HttpResponse, JsonResponse

from . import actions, frames
from .enums import Sender
from .forms import SayForm
from .gate import Seat


class AfterForm(forms.Form):
    after = forms.IntegerField(min_value=0, max_value=frames.HIGHEST_SEQ)
    # Waited for in front of the pages (`waiting`); where there is nothing in front, the answer comes at once.
    wait = forms.IntegerField(min_value=0, max_value=9999, required=False)


def messages_as_json(request, seat: Seat) -> JsonResponse:
    form = AfterForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"v": frames.VERSION, "type": "malformed"}, status=400)
    return JsonResponse(frames.what_follows(seat, form.cleaned_data["after"]))


class ReadForm(forms.Form):
    seq = forms.IntegerField(min_value=0, max_value=frames.HIGHEST_SEQ)


def read_by_form(request, seat: Seat) -> HttpResponse:
    """What a client without a socket says that was read."""
    form = ReadForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"v": frames.VERSION, "type": "malformed"}, status=400)
    actions.read(conversation=seat.conversation, seq=form.cleaned_data["seq"], by=seat.user)
    return HttpResponse(status=204)


def wants_json(request) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def everything_said(seat: Seat) -> list[dict]:
    said = seat.conversation.messages.with_files().order_by("seq")
    return [frames.line(message, seat) for message in said]


def read_by_looking(seat: Seat, lines: list[dict]) -> None:
    """Whoever opens the page, or looks for new messages without a script, has read what the other side said."""
    actions.read(conversation=seat.conversation, seq=last_of(lines, own=False), by=seat.user)


def last_of(lines: list[dict], *, own: bool) -> int:
    """The number of the last thing that one said oneself, or that others did; 0 when there is none."""
    return max((each["seq"] for each in lines if each["own"] is own and each["sender"] != Sender.SYSTEM), default=0)


def read_state(seat: Seat, lines: list[dict]) -> dict:
    """What stands below the words about one's own last ones: whether there are any, and whether the other side has read
    them."""
    read, own = seat.conversation.read_up_to(seat.other_side), last_of(lines, own=True)
    return {"other_read": read, "has_own": own > 0, "is_read": 0 < own <= read}


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
