"""A new tenant says that they have read the sign-up pack (P28). On pages of its own: the pack itself is kept whole."""

from django import forms
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from reporting.places.models import PackRead

from .page_cache import private
from .rendering import DateBoxes, PublicForm
from .throttle import too_often

# Several households may sign up at one desk.
MOST_AN_HOUR = 30


class SignUpForm(PublicForm):
    sensitive = True
    why = {"home": gettext_lazy("So that we put it with the right tenancy.")}

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=160)
    home = forms.CharField(
        label=gettext_lazy("Your new address, or your tenancy reference"),
        help_text=gettext_lazy("The reference is on your tenancy agreement."),
        max_length=200,
    )
    read_on = forms.DateField(
        label=gettext_lazy("The day on which you read the pack"),
        help_text=gettext_lazy("For example 5 11 2026"),
        widget=DateBoxes,
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("I have read the pack, or someone read it to me"),
        error_messages={"required": gettext_lazy("Tick this once you have read the pack")},
    )

    def clean_read_on(self):
        day = self.cleaned_data["read_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Enter the day on which you read it."))
        return day


@private
@require_http_methods(["GET", "POST"])
def sign_up(request):
    form = SignUpForm(request.POST or None, initial={"read_on": timezone.localdate()})
    if form.is_valid():
        if not too_often(request, "sign-up", most=MOST_AN_HOUR):
            given = form.cleaned_data
            PackRead.objects.get_or_create(name=given["name"], home=given["home"], read_on=given["read_on"])
            return redirect("home:signed_up")
        form.add_error(None, _("We have had many of these from here in the last hour. Please try again later."))
    return render(request, "home/sign_up.html", {"form": form, "sensitive": True})


@private
@require_safe
def signed_up(request):
    return render(request, "home/signed_up.html", {"sensitive": True})
