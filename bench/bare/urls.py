from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, login
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from .models import Row


def same_bytes(request, name):
    """What the other server answered, word for word."""
    return HttpResponse((Path(settings.VAR) / f"{name}.html").read_bytes())


class FiveFields(forms.Form):
    one = forms.CharField(max_length=200)
    two = forms.CharField(max_length=200)
    three = forms.CharField(widget=forms.Textarea)
    four = forms.ChoiceField(choices=[(str(n), f"Choice {n}") for n in range(6)], widget=forms.RadioSelect)
    five = forms.MultipleChoiceField(
        choices=[(str(n), f"Choice {n}") for n in range(6)], widget=forms.CheckboxSelectMultiple
    )


def five_fields(request):
    form = FiveFields(request.POST or None, initial=request.session.get("form"))
    if request.method == "POST" and form.is_valid():
        request.session["form"] = form.cleaned_data
        return HttpResponseRedirect("/form/")
    request.session.setdefault("started", True)
    return render(request, "form.html", {"form": form})


@login_required
def fifty_rows(request):
    rows = Row.objects.filter(status__lt=40).order_by("status", "due_at", "id")[:50]
    return render(request, "rows.html", {"rows": rows})


@csrf_exempt
def sign_in(request):
    user = authenticate(request, username="bench", password="bench")  # noqa: S106
    login(request, user)
    return HttpResponse("ok")


urlpatterns = [
    path("bytes/<slug:name>/", same_bytes),
    path("form/", five_fields),
    path("rows/", fifty_rows),
    path("login/", sign_in),
]
