"""What all steps of the report have in common."""

from django import forms
from django.utils.translation import gettext_lazy as _

from home.rendering import PublicForm
from reporting.cases import risk
from reporting.intake.asking import Asking

STORY_LENGTH = 5000
NOTE_LENGTH = 1000
LINE_LENGTH = 200


class StepForm(PublicForm):
    """A step of the report. `title` heads its page, `reason` says why it is asked, `section` heads its answers.

    `on_phone` holds the words to use instead when someone on the phone is asked by staff: for `title`, `lead`,
    `reason`, or the label of the field of that name.
    """

    title = ""
    section = ""
    reason = ""
    lead = ""
    on_phone: dict = {}
    not_said: frozenset[str] = frozenset()
    sensitive = True
    summary_elsewhere = True

    def __init__(self, *args, asking: Asking, **kwargs):
        self.asking = asking
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        self.fit()
        if self.asking.on_phone:
            self.use_phone_words()

    def fit(self) -> None:
        """Change fields and words to suit `asking`."""

    def use_phone_words(self) -> None:
        for name, words in self.on_phone.items():
            if name in self.fields:
                self.fields[name].label = words
            else:
                setattr(self, name, words)


def story(label, **kwargs) -> forms.CharField:
    """A long answer in one's own words."""
    return forms.CharField(label=label, max_length=STORY_LENGTH, widget=forms.Textarea(attrs={"rows": 8}), **kwargs)


def note(label, **kwargs) -> forms.CharField:
    """A few sentences, never required."""
    return forms.CharField(
        label=label, max_length=NOTE_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 4}), **kwargs
    )


def line(label, **kwargs) -> forms.CharField:
    return forms.CharField(label=label, max_length=LINE_LENGTH, required=False, **kwargs)


def one_of(label, choices, *, required=False, **kwargs) -> forms.ChoiceField:
    widget = kwargs.pop("widget", forms.RadioSelect)
    return forms.ChoiceField(label=label, choices=choices, required=required, widget=widget, **kwargs)


def any_of(label, choices, **kwargs) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **kwargs
    )


YES_NO = (("yes", _("Yes")), ("no", _("No")))
YES_NO_UNSURE = (*YES_NO, ("unsure", _("Not sure")))


def yes_no(label, *, required=False, unsure=False, **kwargs) -> forms.ChoiceField:
    return one_of(label, YES_NO_UNSURE if unsure else YES_NO, required=required, **kwargs)


def risk_question(name: str) -> forms.ChoiceField:
    """A question of the risk assessment, in the words that officers ask it in too. Never required."""
    question = risk.BY_NAME[name]
    return one_of(question.words, question.options)
