"""What editors fill in, beyond what Wagtail checks by itself; and where people look for their neighbourhood."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail.admin.forms import WagtailAdminPageForm

from home.rendering import PublicForm
from reporting.places.postcodes import tidy_postcode


class StoryForm(WagtailAdminPageForm):
    """A draft is saved as it is. For everything else (publish, schedule, ask for approval, approve) all must be checked."""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("picture") and not cleaned.get("picture_alt"):
            self.add_error("picture_alt", _("Say in a few words what the picture shows."))
        if (day := cleaned.get("agreed_on")) and day > timezone.localdate():
            self.add_error("agreed_on", _("This day has not come yet."))
        if not self.may_be_unchecked:
            self.need_checklist(cleaned)
        return cleaned

    @property
    def may_be_unchecked(self) -> bool:
        """Saving a draft, sending it back to its writer, or stopping its way to approval."""
        sent_back = self.data.get("workflow-action-name") == "reject"
        return self.is_deferred_validation or sent_back or "action-cancel-workflow" in self.data

    def need_checklist(self, cleaned: dict) -> None:
        for name in self._meta.model.checklist:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("A story needs this before it is published. You can save it as a draft."))


class FindForm(PublicForm):
    """Where one lives, by postcode alone. What was typed is neither kept nor written down anywhere."""

    sensitive = True
    mark_optional = False

    postcode = forms.CharField(
        label=_lazy("Your postcode"),
        max_length=20,
        widget=forms.TextInput(
            {"class": "govuk-input--width-10", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _lazy("Enter your postcode")},
    )

    def clean_postcode(self) -> str:
        postcode = tidy_postcode(self.cleaned_data["postcode"])
        if not postcode:
            raise forms.ValidationError(_("This does not look like a whole postcode. Enter one like ZZ1 1AA."))
        return postcode
