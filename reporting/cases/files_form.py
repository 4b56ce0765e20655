"""The field with which people send files, wherever they do: what is taken, and how many, is said beside it."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from home.rendering import FilesField, FileUpload, PublicForm

from . import evidence


class FilesForm(PublicForm):
    """What is in a file is looked at when it is received (`evidence.receive_all`); here only that there are any."""

    sensitive = True

    files = FilesField(
        label=_("Choose files"),
        help_text=evidence.WORDS,
        allow_empty_file=True,
        widget=FileUpload(attrs={"accept": evidence.ACCEPT}),
        error_messages={"required": _("Choose at least one file")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["files"].widget.attrs |= {
            "data-max-bytes": settings.EVIDENCE_MAX_BYTES,
            "data-max-files": settings.EVIDENCE_MAX_FILES,
        }

    def clean_files(self):
        files = self.cleaned_data["files"]
        if len(files) > settings.EVIDENCE_MAX_FILES:
            raise forms.ValidationError(
                _("You can send %(most)s files at a time. You have chosen %(count)s."),
                params={"most": settings.EVIDENCE_MAX_FILES, "count": len(files)},
            )
        return files
