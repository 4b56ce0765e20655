"""The doors of the desk that come after the password."""

import django_otp
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from . import second_factor
from .forms import ConfirmPhoneForm, VerifyForm
from .models import User
from .qr import qr_data_uri
from .second_factor import is_verified


def safe_next(request) -> str:
    """Where they were going, if it is on this site; else the start of the desk."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if here else reverse("wagtailadmin_home")


@never_cache
@sensitive_post_parameters("code")
@login_required
def verify(request):
    if is_verified(request.user):
        return redirect(safe_next(request))
    if not second_factor.has_phone(request.user):
        return redirect("staff_set_up")
    form = VerifyForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        django_otp.login(request, form.device)
        warn_of_few_codes(request)
        return redirect(safe_next(request))
    return render(request, "staff/verify.html", {"form": form, "next": safe_next(request)})


def warn_of_few_codes(request) -> None:
    left = second_factor.backup_codes_left(request.user)
    if left <= 2:
        messages.warning(request, _("You have %(left)s backup codes left. Make new ones.") % {"left": left})


@never_cache
@sensitive_post_parameters("code")
@login_required
def set_up(request):
    """Setting up a phone: the first one, or, for someone who showed the one they have, another in its place."""
    if second_factor.has_phone(request.user) and not is_verified(request.user):
        return redirect("staff_verify")
    form = ConfirmPhoneForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        django_otp.login(request, form.device)
        return show_new_codes(request)
    return render(request, "staff/set_up.html", set_up_context(request, form))


def set_up_context(request, form) -> dict:
    phone = second_factor.phone_in_making(request.user)
    return {
        "form": form,
        "qr": qr_data_uri(phone.config_url),
        "key": second_factor.key_to_type(phone),
        "replaces": second_factor.has_phone(request.user),
        "codes_left": second_factor.backup_codes_left(request.user),
        "required": settings.STAFF_TWO_FACTOR,
        "next": safe_next(request),
    }


@never_cache
@require_POST
@login_required
def backup_codes(request):
    """Ten new codes, for someone who used theirs up or lost the paper."""
    if not is_verified(request.user):
        return redirect("staff_verify")
    return show_new_codes(request)


def show_new_codes(request):
    """Shown in the answer itself and never again: nothing keeps them in a form that could be shown."""
    codes = second_factor.new_backup_codes(request.user)
    return render(request, "staff/backup_codes.html", {"codes": codes, "next": safe_next(request)})


@never_cache
@login_required
def forget_phone(request, pk: int):
    """An administrator lets someone who lost their phone set up another."""
    if not request.user.is_superuser:
        raise Http404
    user = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        second_factor.forget(user)
        messages.success(request, _("%(name)s sets up a phone when they next sign in.") % {"name": user.display_name})
        return redirect("wagtailusers_users:edit", user.pk)
    return render(request, "staff/forget_phone.html", {"subject": user})
