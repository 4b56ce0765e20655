from django import forms
from django.utils.translation import gettext_lazy as _

from home.rendering import PublicForm
from home.said import said_time
from reporting.worktime import ENGLAND

from .models import Case
from .signing_in import Locked, sign_in

WRONG = _(
    "We could not open a case with that reference and code. Check both and try again. If you do not have them any more,"
    " ask for a link or call us."
)
TOO_OFTEN = _(
    "There were too many wrong tries, so we have stopped them for now to keep cases safe. Try again after"
    " %(time)s, or call us."
)


class SecretForm(PublicForm):
    """The reference and the code of a case, wherever its reporter shows that it is theirs."""

    sensitive = True

    reference = forms.CharField(
        label=_("Your reference"),
        max_length=40,
        help_text=_("It begins with FS. Small letters, spaces and dashes make no difference."),
        error_messages={"required": _("Type your reference, like FS-7K3M-9Q2P")},
    )
    secret = forms.CharField(
        label=_("Your code"),
        max_length=60,
        help_text=_("The 16 letters and numbers that you were shown once, when you made your report."),
        error_messages={"required": _("Type your code")},
    )

    def open_case(self, address: str) -> Case | None:
        """The case; if there is none, the form says so, in the same words whatever was wrong."""
        given = self.cleaned_data
        try:
            case = sign_in(reference=given["reference"], secret=given["secret"], address=address)
        except Locked as locked:
            self.add_error(None, TOO_OFTEN % {"time": said_time(locked.until.astimezone(ENGLAND))})
            return None
        if case is None:
            self.add_error(None, WRONG)
        return case
