"""The report, step by step: formtools' wizard with a URL for each step, over a `Draft`."""

from django.conf import settings
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language
from formtools.wizard.views import NamedUrlWizardView, WizardView

from home.language import is_own, said_language
from reporting.cases import evidence
from reporting.cases.actions import BodyChanged
from reporting.cases.models import EvidenceFile
from reporting.codes import in_groups
from reporting.places.models import Home
from reporting.places.postcodes import tidy_postcode

from . import drafts, said, sending
from .asking import Asking
from .models import AlreadySent, Draft
from .pages import Page, already_sent, gone
from .steps import ASKED_AGAIN
from .ways import OwnReport, PhoneReport

LAST = "check"


class ReportWizard(OwnReport, Page, NamedUrlWizardView):
    storage_name = "reporting.intake.storage.DraftStorage"
    # formtools asks for one as soon as a form has a file; ours never reach it.
    file_storage = None
    done_step_name = "receipt"

    # --- Coming in --------------------------------------------------------------------------------

    def dispatch(self, request, *args, draft, **kwargs):
        self.request, self.taken = request, []
        request.draft = drafts.pick(self.my_drafts(), draft)
        if request.draft is None:
            return gone(self)
        if request.draft.sent_at:
            return self.answer_when_sent(kwargs.get("step", ""))
        try:
            return super().dispatch(request, *args, draft=draft, **kwargs)
        except Draft.DoesNotExist:
            self.drop_taken()
            return gone(self)
        except AlreadySent:
            self.drop_taken()
            return self.answer_when_sent(kwargs.get("step", ""))

    def answer_when_sent(self, step: str):
        """Sending again shows the same receipt; changing what was sent cannot be done here."""
        if self.request.method == "POST" and step != LAST:
            return already_sent(self, self.request.draft.reference)
        return redirect(self.url("receipt", self.request.draft.public_id))

    def get(self, request, *args, step="", **kwargs):
        if not step:
            return redirect(self.get_step_url(self.left_at()))
        if not self.may_be_at(step):
            return self.to_next_step(missed=True)
        self.storage.current_step = step
        form = self.get_form(data=self.storage.current_step_data)
        if unfinished := self.storage.data["unfinished"].get(step):
            fill_in(form, unfinished)
        return self.render(form)

    def post(self, request, *args, step="", **kwargs):
        if request.POST.get(f"{self.prefix}-current_step") != step or not self.may_be_at(step):
            return self.to_next_step(missed=True)
        self.storage.current_step = step
        if "remove" in request.POST:
            return self.remove_file(request.POST["remove"])
        if "save" in request.POST:
            return self.save_for_later(step)
        return super().post(request, *args, step=step, **kwargs)

    def may_be_at(self, step: str) -> bool:
        """Steps that apply, up to the first that is not answered."""
        known = self.steps.all
        return step in known and known.index(step) <= known.index(self.first_unanswered())

    def first_unanswered(self) -> str:
        return next((step for step in self.steps.all if not self.storage.is_answered(step)), LAST)

    def left_at(self) -> str:
        """Where someone who comes back goes on: the step they were typing in, else the next."""
        return next(filter(self.may_be_at, self.storage.data["unfinished"]), self.first_unanswered())

    # --- Asking -----------------------------------------------------------------------------------

    @property
    def asking(self) -> Asking:
        answer = self.storage.answer
        return Asking(
            kind=answer("what", "kind"),
            relation=answer("who", "relation"),
            anonymous=answer("who", "named") == "anonymous",
            postcode=tidy_postcode(answer("where", "postcode")),
            prefers=answer("contact", "prefers"),
            wants_call=bool(answer("contact", "wants_call")),
            breaking_point=answer("household", "breaking_point"),
            on_phone=self.on_phone,
        )

    def get_form_kwargs(self, step=None):
        kwargs = {"asking": self.asking}
        if step == "evidence":
            kwargs |= {"take": self.take_file, "room": settings.EVIDENCE_MAX_FILES - len(self.storage.evidence_ids)}
        return kwargs

    def get_form_initial(self, step):
        if step == "what" and self.storage.data["kind"]:
            return {"kind": self.storage.data["kind"]}
        if step == "details" and self.storage.data["words"]:
            return {"what_happened": self.storage.data["words"]}
        if step == "needs" and not is_own(get_language()):
            return {"language": said_language()}
        return {}

    def get_form_step_data(self, form):
        """Only the step's own fields: no token, no button."""
        own = form.data.copy()
        for name in list(own):
            if not name.startswith(f"{form.prefix}-"):
                del own[name]
        return own

    def process_step(self, form):
        step, values = self.steps.current, self.get_form_step_data(form)
        for field, steps in ASKED_AGAIN.get(step, {}).items():
            if self.storage.answer(step, field) != values.get(f"{step}-{field}", ""):
                self.storage.ask_again(*steps)
        if step == "where":
            postcode = form.cleaned_data["postcode"]
            self.storage.set_has_homes(bool(postcode) and Home.objects.at_postcode(postcode).exists())
        if step != LAST:
            self.storage.set_said(step, said.rows(form))
        return values

    # --- Going on ---------------------------------------------------------------------------------

    def get_step_url(self, step):
        return self.url("step", self.request.draft.public_id, step)

    def to_next_step(self, *, missed: bool = False):
        address = self.get_step_url(self.first_unanswered())
        return redirect(f"{address}?missed=1" if missed else address)

    def render_next_step(self, form, **kwargs):
        """The first step that is not answered: the next one, or the check when only one answer was changed."""
        if "add" in self.request.POST:
            return redirect(self.get_step_url("evidence"))
        return self.to_next_step()

    def render_done(self, form, **kwargs):
        # Sending is the answer to a POST; formtools would send on a GET of its last address.
        return WizardView.render_done(self, form, **kwargs)

    def render_revalidation_failure(self, failed_step, form, **kwargs):
        # Nothing of the check is kept: it is to be made again.
        self.storage.reset()
        return redirect(self.get_step_url(failed_step))

    def done(self, form_list, form_dict, **kwargs):
        draft = self.request.draft
        draft.evidence_ids = self.storage.evidence_ids
        try:
            sending.send(draft, form_dict, by=self.taken_by)
        except BodyChanged as sent:
            return already_sent(self, sent.reference)
        return redirect(self.url("receipt", draft.public_id))

    # --- Saving and files -------------------------------------------------------------------------

    def save_for_later(self, step: str):
        form = self.get_form(data=self.request.POST, files=self.request.FILES)
        if step == LAST:
            pass
        elif form.is_valid():
            self.storage.set_step_data(step, self.process_step(form))
        else:
            self.storage.keep_unfinished(step, dict(self.get_form_step_data(form).lists()))
        self.storage.save()
        if self.on_phone:
            return redirect(self.url("start"))
        code = in_groups(drafts.new_resume_code(self.request.draft))
        return self.show("intake/saved.html", {"code": code, "go_on_url": self.get_step_url(step)})

    def take_file(self, upload) -> None:
        file = evidence.receive(upload, by=self.taken_by)
        self.taken.append(file)
        self.storage.add_evidence(file.pk)

    def drop_taken(self) -> None:
        """Files that came while their draft was being left, or sent: no draft knows of them."""
        for file in self.taken:
            evidence.remove(file)

    def remove_file(self, typed: str):
        pk = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0
        if pk in self.storage.evidence_ids:
            self.storage.drop_evidence(pk)
            self.storage.save()
            for file in EvidenceFile.objects.filter(pk=pk):
                evidence.remove(file)
        return redirect(self.get_step_url("evidence"))

    def files(self) -> list[EvidenceFile]:
        ids = self.storage.evidence_ids
        return list(EvidenceFile.objects.filter(pk__in=ids).only("name", "size")) if ids else []

    # --- Showing ----------------------------------------------------------------------------------

    def get_template_names(self):
        return [f"intake/steps/{self.steps.current}.html", "intake/step.html"]

    def get_context_data(self, form, **kwargs):
        step = self.steps.current
        context = self.frame_context() | {
            "form": form,
            "step": step,
            "number": self.steps.step1,
            "total": self.steps.count,
            "back_url": self.get_step_url(self.steps.prev) if self.steps.prev else self.url("start"),
            "management": f"{self.prefix}-current_step",
            "asking": self.asking,
            "missed": "missed" in self.request.GET,
            "comfort": self.asking.at_breaking_point and step in {"needs", LAST},
        }
        if step == "evidence":
            context["files"] = self.files()
        if step == LAST:
            context["sections"], context["left_out"] = self.sections()
        return context

    def sections(self) -> tuple[list[dict], list[dict]]:
        """What was answered, by step, and a row for each step that was left empty; all with the way to change them."""
        answered, left_out = [], []
        for step, form in self.get_form_list().items():
            url = self.get_step_url(step)
            rows = [{"label": label, "value": words, "url": url} for label, words in self.storage.said(step)]
            if step == "evidence" and (files := self.files()):
                rows = [{"label": form.section, "lines": [file.name for file in files], "url": url}]
            if rows:
                answered.append({"step": step, "title": form.section, "rows": rows})
            elif form.section:
                left_out.append({"label": form.section, "value": "", "url": url})
        return answered, left_out


def fill_in(form, values: dict) -> None:
    """Show what was typed before, without judging it yet."""
    data = MultiValueDict(values)
    form.initial = {
        name: field.widget.value_from_datadict(data, MultiValueDict(), form.add_prefix(name))
        for name, field in form.fields.items()
    }
    form.is_bound = False


class PhoneReportWizard(PhoneReport, ReportWizard):
    """The same report, taken by staff."""
