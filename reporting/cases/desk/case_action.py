"""Doing something with a case: each a form on a page of its own, which asks one action of `reporting.cases.actions`."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from .. import actions
from ..letters import letter_context, letter_words
from ..lifecycle import NotPossible
from ..models import Case
from ..permissions import Do, may_ever
from . import words
from .access import get_case
from .forms import DeskForm
from .once import SentBefore, new_token, once
from .story import with_story


@method_decorator(never_cache, name="dispatch")
class CaseAction(View):
    """A GET shows the form, a POST does it. What the case's state forbids is said on the page, with what was typed.

    With a `letter`, the first POST shows the letter as it would go, and a second one sends it.
    """

    do: Do
    title: str
    button: str
    send_button: str = ""
    done: str
    intro: str = ""
    letter: str = ""
    form_class: type[DeskForm] = DeskForm
    template_name = "desk/action.html"

    def setup(self, request, *args, reference: str, **kwargs):
        super().setup(request, *args, reference=reference, **kwargs)
        self.case = get_case(request.user, self.do, reference, with_story(request.user))

    @staticmethod
    def possible(case: Case) -> bool:
        """Whether it is offered with the case as it stands; the action itself has the last word."""
        return case.is_open

    def form_kwargs(self) -> dict:
        return {}

    def initial(self) -> dict:
        return {}

    def more(self) -> dict:
        """What else the page shows."""
        return {}

    def perform(self, form: DeskForm) -> None:
        raise NotImplementedError

    def letter_parts(self, form: DeskForm) -> dict:
        """What the letter says beyond what every letter does, before anything is saved."""
        return {}

    def get(self, request, **kwargs):
        if self.case.restricted:
            actions.record_reading(case=self.case, by=request.user, what=str(self.title))
        return self.page(self.form_class(initial=self.initial(), **self.form_kwargs()))

    def post(self, request, **kwargs):
        form = self.form_class(request.POST, **self.form_kwargs())
        if "again" in request.POST or not form.is_valid():
            return self.page(form)
        if self.letter and "send" not in request.POST:
            return self.preview(form)
        return self.do_once(form)

    def do_once(self, form: DeskForm):
        try:
            with once(self.request.POST.get("once", "")):
                self.perform(form)
        except NotPossible as problem:
            form.add_error(None, str(problem))
            return self.page(form)
        except SentBefore:
            return redirect(self.next_address())
        messages.success(self.request, self.done)
        return redirect(self.next_address())

    def next_address(self) -> str:
        name = "desk_case" if may_ever(self.request.user, Do.SEE_CASE) else "desk_summary"
        return reverse(name, args=[self.case.reference])

    def back_address(self) -> str:
        return self.next_address()

    def page(self, form: DeskForm):
        return self.render(self.template_name, {"form": form, **self.more()})

    def preview(self, form: DeskForm):
        context = letter_context(self.case, **self.letter_parts(form))
        asked = [(name, value) for name in self.request.POST for value in self.request.POST.getlist(name)]
        return self.render(
            "desk/preview.html",
            {
                "letter": letter_words(self.letter, context),
                "how_it_goes": words.how_it_goes(self.case.reporter.recipient),
                "asked": [(name, value) for name, value in asked if name not in {"csrfmiddlewaretoken", "once"}],
            },
        )

    def render(self, template: str, context: dict):
        shared = {
            "case": self.case,
            "action": self,
            "once": self.request.POST.get("once") or new_token(),
            "back": self.back_address(),
        }
        return render(self.request, template, {**shared, **context})
