"""What staff fill in at the desk. A form checks and tidies; what is then done is an action's affair."""

from collections.abc import Callable
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.renderers import DjangoTemplates
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advice.enums import Action
from home.rendering import PublicForm
from reporting.kinds import Category
from reporting.post.models import Channel
from reporting.staff.models import User

from .. import risk
from ..caseload import Candidate
from ..enums import CloseReason, ContactChannel, ContactOutcome, Owner, PauseReason, Vulnerability

LONG = 5000
BLANK_STEPS = 3
MOST_STEPS = 40


class DeskRenderer(DjangoTemplates):
    form_template_name = "desk/forms/form.html"
    field_template_name = "desk/forms/field.html"
    formset_template_name = "desk/forms/form.html"

    def get_template(self, template_name: str):
        # Ours are among the project's templates; the widgets are Django's own.
        ours = template_name.startswith("desk/")
        return get_template(template_name) if ours else super().get_template(template_name)


class DeskForm(PublicForm):
    """The words and the checks of the public forms, in the look of the desk."""

    # One for all forms, for each renderer reads and keeps every template anew.
    default_renderer = DeskRenderer()
    sensitive = True


class Day(forms.DateField):
    """A day in the calendar of the browser; typed as people write it where it has none."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%Y-%m-%d", "%d %m %Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"], **kwargs)


def long_text(rows: int = 4, **kwargs) -> forms.CharField:
    return forms.CharField(max_length=LONG, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def not_in_the_past(day) -> None:
    if day < timezone.localdate():
        raise ValidationError(_("Choose today or a later day."))


class NoteForm(DeskForm):
    text = long_text(label=_("Note"), help_text=_("Only staff see it. It cannot be changed afterwards."))


class MessageForm(DeskForm):
    text = long_text(3, label=_("Message for the officer"))
    call_back = forms.BooleanField(label=_("They would like the officer to call them back"), required=False)


class ContactForm(DeskForm):
    channel = forms.ChoiceField(label=_("How"), choices=ContactChannel.choices, initial=ContactChannel.PHONE)
    outcome = forms.ChoiceField(label=_("What happened"), choices=ContactOutcome.choices, widget=forms.RadioSelect)
    text = long_text(label=_("What was said"), help_text=_("Only staff see it."))
    next_contact_on = Day(
        label=_("They hear from us again by"),
        help_text=_("The reporter sees this day."),
        validators=[not_in_the_past],
    )


class SignpostForm(DeskForm):
    to = forms.CharField(
        label=_("Who can help"),
        max_length=160,
        help_text=_("Their name, as it stands in the letter."),
        widget=forms.TextInput(attrs={"list": "partners"}),
    )
    explanation = long_text(
        label=_("Why they, why not we, and how to reach them"),
        help_text=_("The reporter reads this in the letter. Use plain words."),
    )


def vulnerability_field(label: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=Vulnerability.choices, widget=forms.CheckboxSelectMultiple, required=False
    )


class AssessForm(DeskForm):
    mark_optional = False

    category = forms.ChoiceField(label=_("Category"), choices=Category.choices, widget=forms.RadioSelect)
    reason = long_text(3, label=_("Why this category"), help_text=_("Only staff see it."))
    why_not = long_text(
        3,
        label=_("Why it is not the category that the answers suggest"),
        help_text=_("Needed when you choose another one."),
        required=False,
    )
    needs = long_text(
        3, label=_("Support and language needs"), help_text=_("What the plan must allow for."), required=False
    )
    vulnerable = vulnerability_field(_("What makes the reporter vulnerable"))
    alleged_vulnerable = vulnerability_field(_("What makes the person complained about vulnerable"))
    restricted = forms.BooleanField(label=_("Restricted: only those who need to know may open it"), required=False)

    def __init__(self, *args, suggestion: Callable[[dict], risk.Suggestion | None], answers: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.suggestion = suggestion
        for question in risk.QUESTIONS:
            self.fields[f"risk_{question.name}"] = forms.ChoiceField(
                label=question.words,
                choices=[("", _("Not answered")), *question.options],
                required=False,
                initial=answers.get(question.name, ""),
            )

    @property
    def decision_fields(self):
        return [field for field in self if not field.name.startswith("risk_")]

    @property
    def risk_fields(self):
        return [field for field in self if field.name.startswith("risk_")]

    def clean(self):
        cleaned = super().clean()
        suggested = self.suggestion(self.risk_answers())
        chosen = cleaned.get("category")
        if chosen and suggested and chosen != suggested.category and not cleaned.get("why_not"):
            words = _("These answers suggest %(suggested)s Choose that, or say why not.")
            self.add_error("why_not", ValidationError(words % {"suggested": suggested.words}))
        return cleaned

    def risk_answers(self) -> dict[str, str]:
        answered = {question.name: self.cleaned_data.get(f"risk_{question.name}") for question in risk.QUESTIONS}
        return {name: answer for name, answer in answered.items() if answer}


class AllocateForm(DeskForm):
    to = forms.ChoiceField(label=_("Officer"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why this officer"),
        max_length=300,
        required=False,
        help_text=_("Needed when you choose someone who has no room, which only a manager can."),
    )
    handover = long_text(
        label=_("What the next officer must know first"),
        help_text=_(
            "Where things stand, what was promised, how this person likes to be dealt with. Only staff see it."
        ),
    )

    def __init__(self, *args, candidates: list[Candidate], earlier: User | None, may_overload: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.earlier, self.may_overload = earlier, may_overload
        if earlier is None:
            del self.fields["handover"]
        self.candidates = {str(candidate.officer.pk): candidate for candidate in candidates}
        self.fields["to"].choices = [
            (pk, f"{candidate.officer.display_name}: {candidate.words}") for pk, candidate in self.candidates.items()
        ]

    def clean(self):
        cleaned = super().clean()
        chosen = self.candidates.get(cleaned.get("to", ""))
        if chosen is None or chosen.has_room or chosen.officer == self.earlier:
            return cleaned
        if not self.may_overload:
            self.add_error("to", _("This officer has no room. Only a manager gives them more."))
        elif not cleaned.get("reason"):
            self.add_error("reason", _("This officer has no room. Say why it has to be them."))
        return cleaned

    @property
    def officer(self):
        return self.candidates[self.cleaned_data["to"]].officer


class AwayForm(DeskForm):
    who = forms.ModelChoiceField(User.objects.none(), label=_("Who"))
    until = Day(
        label=_("Away until"),
        help_text=_("The first day they are back. Leave it empty for someone who is in."),
        required=False,
        validators=[not_in_the_past],
    )

    def __init__(self, *args, people: QuerySet[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].queryset = people
        self.fields["who"].label_from_instance = lambda someone: someone.display_name


class NamePeopleForm(DeskForm):
    people = forms.ModelMultipleChoiceField(
        label=_("Who else needs to know"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("They may read and work this case from now on. Take away the tick, and they no longer may."),
    )
    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("Only staff see it."))

    def __init__(self, *args, candidates: QuerySet[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = candidates
        self.fields["people"].label_from_instance = lambda someone: someone.display_name


class StepForm(DeskForm):
    mark_optional = False
    summary_elsewhere = True

    owner = forms.ChoiceField(label=_("Who"), choices=Owner.choices, initial=Owner.LANDLORD)
    who = forms.CharField(label=_("Name or agency"), max_length=120, required=False)
    what = forms.CharField(label=_("What"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    due_on = Day(label=_("By when"), validators=[not_in_the_past])

    def has_changed(self) -> bool:
        """A row with nothing but who is a blank one, for a list to choose from always has something chosen."""
        return any(name != "owner" for name in self.changed_data)


class StepFormSet(forms.BaseFormSet):
    """Rows for the steps; a row left blank is not there, also one that came filled in from the plan before."""

    def initial_form_count(self) -> int:
        return 0

    @property
    def steps(self) -> list[dict]:
        return [form.cleaned_data for form in self.forms if form.has_changed()]

    def clean(self):
        if not any(self.errors) and not self.steps:
            raise ValidationError(_("A plan needs at least one step."))


class PlanForm(DeskForm):
    """The plan and, in `steps`, its rows. Both are right or neither is."""

    told_us = long_text(label=_("What you told us"), help_text=_("The reporter's own story, short."))
    aim = long_text(3, label=_("What we want to achieve together"))
    safety = long_text(3, label=_("Staying safe until then"), required=False)
    review_on = Day(label=_("We look at the plan again on"), validators=[not_in_the_past])

    def __init__(self, data=None, *args, first_steps: list[dict] | None = None, **kwargs):
        super().__init__(data, *args, **kwargs)
        first = first_steps or []
        formset = forms.formset_factory(
            StepForm, StepFormSet, extra=len(first) + BLANK_STEPS, max_num=MOST_STEPS, absolute_max=MOST_STEPS
        )
        self.steps = formset(data, initial=first if data is None else None, prefix="steps")

    def is_valid(self) -> bool:
        rows_right = self.steps.is_valid()
        return super().is_valid() and rows_right


def with_more_rows(data) -> PlanForm:
    """The plan as typed so far with more blank rows, for someone whose plan has more steps than the page had rows."""
    rows = [{name: data.get(f"steps-{row}-{name}", "") for name in StepForm.base_fields} for row in range(MOST_STEPS)]
    typed = [row for row in rows if row["who"] or row["what"] or row["due_on"]]
    return PlanForm(initial={name: data.get(name, "") for name in PlanForm.base_fields}, first_steps=typed)


class PlanAnswerForm(DeskForm):
    answer = forms.ChoiceField(
        label=_("What did they say?"),
        choices=[("agreed", _("They agree with the plan")), ("missing", _("Something is missing or wrong"))],
        widget=forms.RadioSelect,
    )
    missing = long_text(3, label=_("What is missing or wrong, in their words"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10_000)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") == "missing" and not cleaned.get("missing"):
            self.add_error("missing", _("Write down what is missing or wrong."))
        return cleaned


class CloseForm(DeskForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=CloseReason.choices, widget=forms.RadioSelect)
    explanation = long_text(
        label=_("Why, in words for the reporter"),
        help_text=_("It follows the reason in the letter. Say what was done and what came of it."),
    )


class BreakGlassForm(DeskForm):
    reason = forms.CharField(label=_("Why you need to read it"), max_length=300)


class PauseForm(DeskForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=PauseReason.choices, widget=forms.RadioSelect)
    why = long_text(3, label=_("Who said so, and when"), help_text=_("Only staff see it."))
    until = Day(
        label=_("We go on from"),
        help_text=_("Four weeks from today at most. The reporter sees this day."),
        validators=[not_in_the_past],
    )


class ResumeForm(DeskForm):
    why = long_text(3, label=_("Why we go on now"), help_text=_("Only staff see it."))


class ReviewForm(DeskForm):
    text = long_text(
        label=_("What you found, and what is to happen"),
        help_text=_("Only staff see it. The reporter is told that a manager has looked."),
    )


class LetterGivenForm(DeskForm):
    channel = forms.ChoiceField(
        label=_("How did they get it?"),
        choices=[
            (Channel.LETTER, _("I have posted it, or put it into their hands")),
            (Channel.PHONE, _("I have read it out to them on the phone")),
        ],
        widget=forms.RadioSelect,
    )


class StoryForm(DeskForm):
    action = forms.ChoiceField(label=_("What helped most?"), choices=Action.choices, widget=forms.RadioSelect)


def in_four_weeks():
    return timezone.localdate() + timedelta(weeks=4)
