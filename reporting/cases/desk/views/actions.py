"""What can be done with a case, in the order of the work."""

from dataclasses import dataclass
from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from advice.enums import Action
from advice.models import Partner
from reporting.kinds import WHAT_TO_RECORD, Category, Kind
from reporting.post.models import Channel, Message

from ... import actions
from ...actions.planning import Step, latest_plan
from ...actions.triage import suggestion
from ...caseload import candidates, people_to_name, why_first
from ...clocks import next_contact_date
from ...enums import TRANSITIONS, CloseReason, PartyRole, Status
from ...letters import letter_name
from ...models import Case, PlanStep
from ...permissions import Do, may_ever
from ...risk import Suggestion
from .. import forms
from ..case_action import CaseAction
from ..story import contact_log, risk_in_words, risk_parts
from ..words import safe_contact


def can_become(status: Status):
    """For `possible`: whether the table of transitions lets a case go to `status` from where it stands."""
    return staticmethod(lambda case: status in TRANSITIONS[Status(case.status)])


class Acknowledge(CaseAction):
    do = Do.ACKNOWLEDGE
    title = _("Acknowledge")
    button = _("Acknowledge the report")
    intro = _("You have read the report. Its reporter is told in writing that a person has.")
    done = _("Acknowledged.")
    possible = can_become(Status.ACKNOWLEDGED)

    def perform(self, form):
        actions.acknowledge(case=self.case, by=self.request.user)


class Assess(CaseAction):
    do = Do.ASSESS
    title = _("Assess and categorise")
    button = _("Save the assessment")
    done = _("Assessed. The promises of the category have started.")
    form_class = forms.AssessForm
    template_name = "desk/assess.html"

    @staticmethod
    def possible(case):
        return case.is_open and case.status != Status.NEW

    def form_kwargs(self):
        return {"answers": self.answers, "suggestion": partial(suggestion, self.case)}

    @property
    def answers(self) -> dict:
        found = risk_parts(self.case)
        return found["answers"] if found else {}

    @cached_property
    def suggested(self) -> Suggestion | None:
        return suggestion(self.case, self.answers)

    def initial(self):
        alleged = self.case.parties.filter(role=PartyRole.ALLEGED).order_by("pk").first()
        return {
            "category": self.case.category or (self.suggested.category if self.suggested else ""),
            "needs": self.case.reporter.support_needs,
            "vulnerable": self.case.reporter.vulnerable,
            "alleged_vulnerable": alleged.vulnerable if alleged else [],
            "restricted": self.case.restricted,
        }

    def more(self):
        return {"suggested": self.suggested, "risk": risk_in_words(self.case), "reporter": self.case.reporter}

    def perform(self, form):
        asked = form.cleaned_data
        actions.assess(
            case=self.case,
            by=self.request.user,
            category=Category(asked["category"]),
            reason=asked["reason"],
            risk_answers=form.risk_answers(),
            restricted=asked["restricted"],
            needs=asked["needs"],
            why_not=asked["why_not"],
            vulnerable={
                PartyRole.REPORTER: asked["vulnerable"],
                PartyRole.ALLEGED: asked["alleged_vulnerable"],
            },
        )


class Signpost(CaseAction):
    do = Do.SIGNPOST
    title = _("Signpost to others")
    button = _("Show me the letter")
    intro = _("For what is not ours to answer. It ends the case, with a letter that says who can help.")
    done = _("Signposted. The letter is on its way.")
    letter = "signposted"
    send_button = _("Send it and end the case")
    form_class = forms.SignpostForm
    template_name = "desk/signpost.html"
    possible = can_become(Status.SIGNPOSTED)

    def more(self):
        # Only numbers that an editor has checked may go into a letter.
        return {"partners": Partner.objects.filter(verified=True).order_by("name")}

    def letter_parts(self, form):
        return form.cleaned_data

    def perform(self, form):
        actions.signpost(case=self.case, by=self.request.user, **form.cleaned_data)


class Allocate(CaseAction):
    do = Do.ALLOCATE
    title = _("Give to an officer")
    button = _("Give the case to them")
    done = _("The case has an officer.")
    form_class = forms.AllocateForm
    template_name = "desk/allocate.html"
    possible = can_become(Status.WORKING)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.candidates = candidates(self.case)

    def form_kwargs(self):
        return {
            "candidates": self.candidates,
            "earlier": self.case.officer,
            "may_overload": may_ever(self.request.user, Do.OVERLOAD),
        }

    def initial(self):
        return {"to": self.candidates[0].officer.pk} if self.candidates else {}

    def more(self):
        first = self.candidates[0] if self.candidates else None
        return {"first": first, "why_first": why_first(self.candidates) if first else ""}

    def perform(self, form):
        actions.allocate(
            case=self.case,
            to=form.officer,
            by=self.request.user,
            reason=form.cleaned_data["reason"] or self.usual_reason(form.officer),
            handover=form.cleaned_data.get("handover", ""),
        )

    def usual_reason(self, officer) -> str:
        """Why the one who was suggested was."""
        return why_first(self.candidates) if officer == self.candidates[0].officer else ""


class NamePeople(CaseAction):
    do = Do.NAME
    title = _("Who needs to know")
    button = _("Save who needs to know")
    intro = _("A restricted case opens to its officer, to duty officers, and to those you name here.")
    done = _("Saved who needs to know.")
    form_class = forms.NamePeopleForm

    @staticmethod
    def possible(case):
        return case.is_open and case.restricted

    def form_kwargs(self):
        return {"candidates": people_to_name(self.case)}

    def initial(self):
        return {"people": self.case.need_to_know.all()}

    def perform(self, form):
        asked = form.cleaned_data
        people = list(asked["people"])
        actions.name_people(case=self.case, people=people, by=self.request.user, reason=asked["reason"])


class Contact(CaseAction):
    do = Do.CONTACT
    title = _("Record a contact")
    button = _("Save the contact")
    done = _("Saved, with the day of the next contact.")
    form_class = forms.ContactForm
    template_name = "desk/contact.html"

    def initial(self):
        return {"next_contact_on": next_contact_date(self.case, timezone.localdate())}

    def more(self):
        return {
            "to_record": WHAT_TO_RECORD[Kind(self.case.kind)],
            **contact_words(self.case),
            **contact_log(self.case),
        }

    def perform(self, form):
        actions.record_contact(case=self.case, by=self.request.user, **form.cleaned_data)


def contact_words(case: Case) -> dict:
    to = case.reporter.recipient
    return {"reporter": case.reporter, "contact_warnings": safe_contact(to), "prefers": to.get_prefers_display()}


class Plan(CaseAction):
    do = Do.PLAN
    title = _("Write the plan")
    button = _("Show me the letter")
    done = _("The plan is sent.")
    letter = "plan"
    send_button = _("Send the plan")
    form_class = forms.PlanForm
    template_name = "desk/plan.html"

    @staticmethod
    def possible(case):
        return case.status == Status.WORKING

    def initial(self):
        earlier = latest_plan(self.case)
        if earlier is None:
            return {"told_us": self.case.what_happened, "review_on": forms.in_four_weeks()}
        return {"told_us": earlier.told_us, "aim": earlier.aim, "safety": earlier.safety}

    def form_kwargs(self):
        earlier = latest_plan(self.case) if self.request.method == "GET" else None
        steps = earlier.steps.filter(done_at=None).values("owner", "who", "what", "due_on") if earlier else []
        return {"first_steps": list(steps)}

    def more(self):
        return {
            "wants": self.case.wants,
            "needs": self.case.reporter.support_needs,
            "earlier": latest_plan(self.case),
        }

    def post(self, request, **kwargs):
        if "more_rows" not in request.POST:
            return super().post(request, **kwargs)
        return self.page(forms.with_more_rows(request.POST))

    def letter_parts(self, form):
        steps = [
            PlanStep(owner=step["owner"], who=step["who"], what=step["what"], due_on=step["due_on"])
            for step in form.steps.steps
        ]
        return {"plan": form.cleaned_data, "steps": sorted(steps, key=lambda step: step.due_on)}

    def perform(self, form):
        steps = [Step(**step) for step in form.steps.steps]
        actions.issue_plan(case=self.case, by=self.request.user, steps=steps, **form.cleaned_data)


class PlanAnswer(CaseAction):
    do = Do.PLAN
    title = _("Record their answer to the plan")
    button = _("Save their answer")
    intro = _("For someone who answers on the phone or in person. Read the plan out first.")
    done = _("Their answer is saved.")
    form_class = forms.PlanAnswerForm

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.plan = latest_plan(self.case)
        if self.plan is None:
            raise Http404

    @staticmethod
    def possible(case):
        return False  # offered beside the plan instead

    def initial(self):
        return {"version": self.plan.version}

    def perform(self, form):
        asked = form.cleaned_data
        if asked["answer"] == "agreed":
            actions.agree_plan(case=self.case, version=asked["version"], by=self.request.user)
        else:
            actions.question_plan(
                case=self.case, version=asked["version"], missing=asked["missing"], by=self.request.user
            )


class StepDone(CaseAction):
    do = Do.PLAN
    title = _("Step done")
    button = _("This step is done")
    intro = _("The reporter sees that it is.")
    done = _("The step is done.")

    def setup(self, request, *args, step: int, **kwargs):
        super().setup(request, *args, **kwargs)
        self.step = get_object_or_404(PlanStep, pk=step, plan__case=self.case)

    @staticmethod
    def possible(case):
        return False  # offered beside each step instead

    def more(self):
        return {"about": self.step.what}

    def perform(self, form):
        actions.finish_step(step=self.step, by=self.request.user)


class Note(CaseAction):
    do = Do.NOTE
    title = _("Write a note")
    button = _("Save the note")
    done = _("The note is saved.")
    form_class = forms.NoteForm
    template_name = "desk/note.html"

    @staticmethod
    def possible(case):
        return True

    def more(self):
        return {"to_record": WHAT_TO_RECORD[Kind(self.case.kind)]}

    def perform(self, form):
        actions.note(case=self.case, by=self.request.user, text=form.cleaned_data["text"])


class LeaveMessage(CaseAction):
    do = Do.LEAVE_MESSAGE
    title = _("Leave a message for the officer")
    button = _("Leave the message")
    done = _("The message is with the officer.")
    form_class = forms.MessageForm

    @staticmethod
    def possible(case):
        return True

    def perform(self, form):
        actions.leave_message(case=self.case, by=self.request.user, **form.cleaned_data)


class Close(CaseAction):
    do = Do.CLOSE
    title = _("Close the case")
    button = _("Show me the letter")
    intro = _("No case closes without its letter: why, what if it starts again, and how to ask for a review.")
    done = _("The case is closed. The letter is on its way.")
    letter = "closed"
    send_button = _("Send it and close the case")
    form_class = forms.CloseForm
    possible = can_become(Status.CLOSED)

    def letter_parts(self, form):
        # As they will be when it is sent; nothing is saved here.
        self.case.closed_at, self.case.close_reason = timezone.now(), form.cleaned_data["reason"]
        return {"explanation": form.cleaned_data["explanation"]}

    def perform(self, form):
        asked = form.cleaned_data
        actions.close(
            case=self.case,
            by=self.request.user,
            reason=CloseReason(asked["reason"]),
            explanation=asked["explanation"],
        )


class BreakGlass(CaseAction):
    do = Do.BREAK_GLASS
    title = _("Open a restricted case")
    button = _("Open it")
    intro = _(
        "You are not named on this case, and only those who need to know may read it. What you write here stands on its "
        "timeline with your name, and the case is open to you for twelve hours."
    )
    done = _("The case is open to you for twelve hours.")
    form_class = forms.BreakGlassForm
    template_name = "desk/break_glass.html"

    @staticmethod
    def possible(case):
        return False  # asked for where the case cannot be read

    def back_address(self):
        return reverse("desk_cases")

    def get(self, request, **kwargs):
        return self.page(self.form_class())

    def perform(self, form):
        actions.break_glass(case=self.case, by=self.request.user, reason=form.cleaned_data["reason"])


class Pause(CaseAction):
    do = Do.PAUSE
    title = _("Let promises wait")
    button = _("Let them wait")
    intro = _(
        "Speaking to the reporter, their plan and keeping in touch wait. A call that we owe, the risk and a manager’s look do "
        "not, nor does what is late already. The reporter reads that we wait, and until when."
    )
    done = _("What is promised to the reporter waits.")
    form_class = forms.PauseForm

    @staticmethod
    def possible(case):
        return case.is_open and case.waiting is None

    def perform(self, form):
        actions.pause(case=self.case, by=self.request.user, **form.cleaned_data)


class Resume(CaseAction):
    do = Do.PAUSE
    title = _("Go on now")
    button = _("Go on now")
    intro = _(
        "The promises to the reporter wait no longer. Each falls due sooner by the days that are left of the wait."
    )
    done = _("We go on.")
    form_class = forms.ResumeForm

    @staticmethod
    def possible(case):
        return case.is_open and case.waiting is not None

    def perform(self, form):
        actions.resume(case=self.case, by=self.request.user, why=form.cleaned_data["why"])


class Review(CaseAction):
    do = Do.REVIEW
    title = _("Look at it as a manager")
    button = _("Save what I found")
    done = _("Saved, with the day by which a manager looks again.")
    form_class = forms.ReviewForm

    def perform(self, form):
        actions.review(case=self.case, by=self.request.user, text=form.cleaned_data["text"])


class LetterGiven(CaseAction):
    do = Do.CONTACT
    title = _("A letter given by hand")
    button = _("They have it")
    intro = _("For a letter that we could not send. Print it first, or read it out.")
    done = _("The letter is with them.")
    form_class = forms.LetterGivenForm

    def setup(self, request, *args, message: int, **kwargs):
        super().setup(request, *args, **kwargs)
        self.message = get_object_or_404(Message.objects.about(self.case.reference).select_related("to"), pk=message)

    def more(self):
        return {"about": letter_name(self.message.kind)}

    def perform(self, form):
        actions.give_letter(
            case=self.case,
            by=self.request.user,
            message=self.message,
            channel=Channel(form.cleaned_data["channel"]),
        )


class SuggestStory(CaseAction):
    do = Do.SUGGEST_STORY
    title = _("Suggest a success story")
    button = _("Suggest it")
    intro = _(
        "The editors get a draft to write, with the type, the category and what helped. Nothing else of the case goes with it: "
        "no reference, no name, no word of it. They will ask you whether telling it is safe, and the people in it to agree."
    )
    done = _("The editors have a draft to write.")
    form_class = forms.StoryForm

    @staticmethod
    def possible(case):
        return case.status == Status.CLOSED

    def perform(self, form):
        actions.suggest_story(case=self.case, by=self.request.user, action=Action(form.cleaned_data["action"]))


ACTIONS: dict[str, type[CaseAction]] = {
    "acknowledge": Acknowledge,
    "assess": Assess,
    "allocate": Allocate,
    "need_to_know": NamePeople,
    "contact": Contact,
    "plan": Plan,
    "plan_answer": PlanAnswer,
    "break_glass": BreakGlass,
    "note": Note,
    "message": LeaveMessage,
    "pause": Pause,
    "resume": Resume,
    "manager_review": Review,
    "signpost": Signpost,
    "close": Close,
    "story": SuggestStory,
}


@dataclass(frozen=True)
class Offer:
    """An action that can be chosen on the page of a case."""

    name: str
    title: str
    url: str


# What most cases need next.
NEXT = {
    Status.NEW: "acknowledge",
    Status.ACKNOWLEDGED: "assess",
    Status.ASSESSED: "allocate",
    Status.WORKING: "contact",
}


def offered(may: frozenset[Do], case: Case) -> list[Offer]:
    """What the reader may do with the case, and can as it stands; what it most needs comes first."""
    names = [name for name, action in ACTIONS.items() if action.do in may and action.possible(case)]
    names.sort(key=lambda name: name != NEXT.get(Status(case.status)))
    return [Offer(name, ACTIONS[name].title, reverse(f"desk_{name}", args=[case.reference])) for name in names]
