from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button


@hooks.register("register_account_menu_item")
def second_factor_item(request):
    return {
        "url": reverse("staff_set_up"),
        "label": _("Phone and backup codes"),
        "help_text": _("Set up another phone to sign in with, or make new backup codes."),
    }


@hooks.register("register_user_listing_buttons")
def forget_phone_button(user, request_user):
    yield Button(_("Lost phone"), reverse("staff_forget_phone", args=[user.pk]), icon_name="mobile-alt", priority=50)
