"""Putting what is at hand into an answer."""

from dataclasses import asdict

from django import forms
from django.http import JsonResponse
from django.views.decorators.http import require_POST

from ..forms import readable
from ..gate import Seat
from ..insertable import LONGEST_QUERY, At, find, pick
from ..models import TEXT_LENGTH
from ..pages import wants_json
from .forms import AnswerForm
from .seats import seated
from .views import conversation_page


class FindForm(forms.Form):
    find = forms.CharField(max_length=LONGEST_QUERY, required=False, validators=[readable])


@seated
@require_POST
def insert(request, seat: Seat):
    """What there is to put in; to the script as data, without it on the page, where a button puts it in.

    A POST although it changes nothing: what is typed so far comes along and is kept, and must stand in no address.
    """
    at = At(seat.conversation, request.user)
    form = FindForm(request.POST)
    query = form.cleaned_data["find"] if form.is_valid() else ""
    if wants_json(request):
        return JsonResponse({"found": [asdict(each) for each in find(at, query)]})
    typed = request.POST.get("text", "")
    if chosen := pick(at, request.POST.get("put", "")):
        return conversation_page(request, seat, with_words(after(typed, chosen.text)))
    return conversation_page(request, seat, with_words(typed), found=find(at, query), looked_for=query)


def with_words(text: str) -> AnswerForm:
    return AnswerForm(initial={"text": text[:TEXT_LENGTH]})


def after(typed: str, text: str) -> str:
    """Without a script nobody knows where the caret was: it goes to the end."""
    return f"{typed.rstrip()} {text}" if typed.strip() else text
