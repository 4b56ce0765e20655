"""Small forms beside the report: coming back to it, and having the code sent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from home.rendering import PublicForm


class ComeBackForm(PublicForm):
    sensitive = True
    summary_elsewhere = True

    code = forms.CharField(
        label=_("Your code"),
        max_length=60,
        help_text=_("16 letters and numbers. Small or capital letters, spaces and dashes make no difference."),
        error_messages={"required": _("Type the code that you were given when you saved your report")},
    )


class SendCodeForm(PublicForm):
    sensitive = True

    safe = forms.BooleanField(
        label=_("This address is safe: nobody else can read what is sent there"),
        error_messages={
            "required": _(
                "Tick the box to say that the address is safe. If you are not sure, write the code down instead."
            )
        },
    )
