from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from reporting.cases.actions import send_code
from reporting.cases.enums import ClockKind
from reporting.cases.models import Case
from reporting.cases.standards import what_happens_next
from reporting.codes import in_groups
from reporting.kinds import Kind

from . import drafts
from .forms.aside import ComeBackForm, SendCodeForm
from .forms.base import STORY_LENGTH
from .pages import Page, gone
from .ways import OwnReport, PhoneReport

UNKNOWN_CODE = _(
    "This code does not open a report. Look at it again, letter by letter. Codes stop working after 14 days,"
    " when the report has been sent, or when you were given a newer one."
)


class Start(OwnReport, Page, View):
    """What to expect; a report begins only with a press of the button, so that no robot fills the database."""

    def get(self, request):
        return self.show("intake/start.html", {"kind": known_kind(request.GET.get("kind", ""))})

    def post(self, request):
        token = drafts.token_of(request)
        kind, words = (request.POST.get(name, "") for name in ("kind", "words"))
        # Words come from a chat that nobody answered.
        draft = drafts.start(token=token, kind=known_kind(kind), words=tidy_words(words))
        return drafts.remember(redirect(self.url("step", draft.public_id, "danger")), token)


class StartForSomeone(PhoneReport, Page, View):
    def get(self, request):
        unfinished = self.my_drafts().unsent().order_by("-updated_at")
        return self.show("intake/start_for_someone.html", {"unfinished": unfinished})

    def post(self, request):
        # Words come from the notes of the call.
        draft = drafts.start(taken_by=request.user, words=tidy_words(request.POST.get("words", "")))
        return redirect(self.url("step", draft.public_id, "danger"))


def known_kind(name: str) -> str:
    return name if name in Kind.values else ""


def tidy_words(text: str) -> str:
    """What fits the question that it is put in."""
    return text.replace("\0", "")[:STORY_LENGTH]


class ComeBack(OwnReport, Page, View):
    def get(self, request):
        return self.show("intake/come_back.html", {"form": ComeBackForm()})

    def post(self, request):
        form = ComeBackForm(request.POST)
        token = drafts.token_of(request)
        if form.is_valid():
            draft = drafts.come_back(form.cleaned_data["code"], token)
            if draft:
                return drafts.remember(redirect(self.url("draft", draft.public_id)), token)
            form.add_error("code", UNKNOWN_CODE)
        return self.show("intake/come_back.html", {"form": form})


class Receipt(OwnReport, Page, View):
    def dispatch(self, request, *args, draft, **kwargs):
        self.request = request
        self.draft = drafts.pick(self.my_drafts(), draft)
        if self.draft is None:
            return gone(self)
        if not self.draft.sent_at:
            return redirect(self.url("draft", self.draft.public_id))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self.receipt(SendCodeForm())

    def post(self, request):
        """Have the code sent; only while it may be shown, and only where nobody else reads it."""
        form = SendCodeForm(request.POST)
        secret = self.draft.secret_to_show
        if secret and self.safe_channel() and form.is_valid():
            send_code(case=self.case, secret=in_groups(secret))
            return redirect(self.url("receipt", self.draft.public_id) + "?sent=1")
        return self.receipt(form)

    @cached_property
    def case(self) -> Case:
        return Case.objects.get(reference=self.draft.reference)

    def safe_channel(self) -> str:
        """How the code could be sent, if nobody else reads what is sent there."""
        recipient = self.case.reporter.recipient
        return "" if recipient.shared or not recipient.address_for(recipient.prefers) else recipient.prefers

    def receipt(self, form) -> HttpResponse:
        secret = self.draft.secret_to_show
        channel = self.safe_channel() if secret else ""
        call = self.case.clocks.filter(kind=ClockKind.RETURN_CALL).first()
        return self.show(
            "intake/receipt.html",
            {
                "form": form,
                "reference": self.draft.reference,
                "secret": in_groups(secret),
                "next_steps": what_happens_next(self.case),
                "call_by": call.due_at if call else None,
                "channel": channel,
                "sent_code": "sent" in self.request.GET,
            },
        )


class ReceiptForSomeone(PhoneReport, Receipt):
    pass
