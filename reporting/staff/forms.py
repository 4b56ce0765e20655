from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from . import second_factor
from .models import User
from .roles import Role


class CodeForm(forms.Form):
    """One box for a code. What a right code is, `find` says; it is put on `device`."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        error_messages={"required": _("Enter the code.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )
    device = None

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def find(self, code: str):
        raise NotImplementedError

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        try:
            self.device = self.find(code)
        except second_factor.WaitABit:
            raise forms.ValidationError(_("Too many wrong codes. Wait a minute, then try a new one.")) from None
        if self.device is None:
            raise forms.ValidationError(_("That code is not right, or has run out. Try the one your app shows now."))
        return code


class VerifyForm(CodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The page asks for nothing else; where a phone is set up, there is something to read first.
        self.fields["code"].widget.attrs["autofocus"] = True

    def find(self, code: str):
        return second_factor.check(self.user, code)


class ConfirmPhoneForm(CodeForm):
    def find(self, code: str):
        return second_factor.confirm_phone(self.user, code)


class AccountFields:
    """Our own fields on Wagtail's forms for accounts, and roles by the names people use for them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["groups"].label_from_instance = role_label


def role_label(group) -> str:
    return str(Role(group.name).label) if group.name in Role.values else group.name


class StaffCreationForm(AccountFields, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        model = User
        fields = UserCreationForm.Meta.fields | {"areas"}
        widgets = UserCreationForm.Meta.widgets | {"areas": forms.CheckboxSelectMultiple}


class StaffEditForm(AccountFields, UserEditForm):
    class Meta(UserEditForm.Meta):
        model = User
        fields = UserEditForm.Meta.fields | {"areas"}
        widgets = UserEditForm.Meta.widgets | {"areas": forms.CheckboxSelectMultiple}
