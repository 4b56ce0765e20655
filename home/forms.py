from django import forms
from django.utils.translation import gettext_lazy as _

from .rendering import PublicForm


class SearchForm(PublicForm):
    summary_elsewhere = True
    mark_optional = False

    q = forms.CharField(label=_("Search this site"), max_length=100, required=False)
