from functools import wraps

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reporting.cases import actions, session
from reporting.cases.actions.planning import latest_plan
from reporting.cases.lifecycle import NotPossible
from reporting.cases.models import Case
from reporting.cases.throttle import address_of

from . import kept, links, story
from .forms import AgreeForm, CallForm, FilesForm, IncidentForm, InformationForm, LinkForm, QuestionForm, SignInForm
from .once import SentBefore, once
from .taking import take_files

get_or_post = require_http_methods(["GET", "HEAD", "POST"])

DONE = {
    "information": _("Thank you. We have added it to your case."),
    "incident": _("Thank you. We have added what happened to your case."),
    "files": _("Thank you. We have your files. Only the staff who work on your case can open them."),
    "agree": _("Thank you. You have agreed the plan."),
    "question": _("Thank you. Your officer will read what you said is missing, and answer you."),
    "call": _("We will call you back. See below by when."),
}
AWAY = {
    "left": _("You have signed out."),
    "idle": _("You were signed out, because nothing happened for 30 minutes. Please sign in again."),
}


def page(request, template: str, context: dict, status: int = 200) -> HttpResponse:
    """Every page here is of a sensitive flow."""
    return render(
        request, f"tracking/{template}.html", context | {"sensitive": True, "section": "case"}, status=status
    )


def of_the_case(view):
    """Gives the view the case that is open in this browser; without one, it asks for signing in."""

    @wraps(view)
    @never_cache
    def opened(request, *args, **kwargs):
        was_open = session.KEY in request.session
        case = session.current(request)
        if case is None:
            return away(request, was_open)
        return view(request, case, *args, **kwargs)

    return opened


def away(request, was_open: bool) -> HttpResponse:
    typed = kept.seal(request) if request.method == "POST" else ""
    if typed:
        return page(request, "sign_in", {"form": SignInForm(initial={"kept": typed}), "is_kept": True})
    return redirect(reverse("case:sign_in") + ("?away=idle" if was_open else ""))


# --- Signing in and out ---------------------------------------------------------------------------


@sensitive_post_parameters()
@never_cache
@get_or_post
def sign_in_page(request) -> HttpResponse:
    if request.method != "POST":
        if session.current(request):
            return redirect("case:detail")
        return page(request, "sign_in", {"form": SignInForm(), "away": AWAY.get(request.GET.get("away"))})
    form = SignInForm(request.POST)
    if form.is_valid() and (case := form.open_case(address_of(request))):
        session.begin(request, case)
        return redirect(f"case:{kept.carry(request, form.cleaned_data['kept']) or 'detail'}")
    return page(request, "sign_in", {"form": form, "is_kept": bool(request.POST.get("kept"))})


@require_POST
@never_cache
def sign_out(request) -> HttpResponse:
    session.end(request)
    return redirect(reverse("case:sign_in") + "?away=left")


@sensitive_post_parameters()
@never_cache
@get_or_post
def ask_for_link(request) -> HttpResponse:
    form = LinkForm(request.POST or None)
    if not form.is_valid():
        return page(request, "link", {"form": form})
    links.ask(**form.cleaned_data, address=address_of(request))
    return redirect("case:link_asked")


@require_safe
@never_cache
def link_asked(request) -> HttpResponse:
    return page(request, "link_asked", {})


@never_cache
@get_or_post
def open_link(request, token: str) -> HttpResponse:
    """Mail scanners look at every link, so looking uses nothing up; only pressing the button does."""
    if request.method != "POST":
        return page(request, "open", {"works": links.works(token)})
    case = links.use(token)
    if case is None:
        return page(request, "open", {"works": False})
    session.begin(request, case)
    return redirect("case:detail")


# --- The case -------------------------------------------------------------------------------------


@require_safe
@of_the_case
def detail(request, case: Case) -> HttpResponse:
    return case_page(request, case, done=DONE.get(request.GET.get("done")))


def case_page(request, case: Case, **said) -> HttpResponse:
    plan = latest_plan(case)
    letters = story.letters(case)
    return page(
        request,
        "detail",
        {
            "case": case,
            "plan": plan,
            "steps": plan.steps.all() if plan else [],
            "agree_form": AgreeForm(initial={"version": plan.version}) if plan else None,
            "promises": story.promises(case),
            "next_contact_is_late": story.next_contact_is_late(case),
            "call_is_promised": story.call_is_promised(case),
            "letters": letters,
            "ending": next((letter for letter in letters if letter["is_ending"]), None),
            "recent": story.recent(case),
            **said,
        },
    )


@require_safe
@of_the_case
def history(request, case: Case) -> HttpResponse:
    return page(request, "history", {"case": case, "page": story.history(case, request.GET.get("page"))})


def act(form, case: Case, action, **values) -> bool:
    """Do `action` with the case, once for each time the form was shown. What cannot be done, the form says."""
    try:
        with once(case, form.cleaned_data["token"]):
            action(case=case, **values)
    except SentBefore:
        return True
    except NotPossible as problem:
        form.add_error(None, str(problem))
        return False
    return True


def done(what: str) -> HttpResponse:
    return redirect(reverse("case:detail") + f"?done={what}")


@require_POST
@of_the_case
def agree(request, case: Case) -> HttpResponse:
    form = AgreeForm(request.POST)
    if form.is_valid() and act(form, case, actions.agree_plan, version=form.cleaned_data["version"]):
        return done("agree")
    problem = next(iter(form.non_field_errors()), _("That did not work. Please read the plan and try again."))
    return case_page(request, case, problem=problem)


@get_or_post
@of_the_case
def question(request, case: Case) -> HttpResponse:
    plan = latest_plan(case)
    if plan is None:
        return redirect("case:detail")
    initial = {"version": plan.version, **kept.take(request, "question")}
    form = QuestionForm(request.POST or None, initial=initial)
    if form.is_valid():
        answers = form.cleaned_data
        if act(form, case, actions.question_plan, version=answers["version"], missing=answers["missing"]):
            return done("question")
        # The plan that they now see above what they wrote.
        form.renew(version=plan.version)
    return page(request, "question", {"form": form, "plan": plan, "steps": plan.steps.all()})


@get_or_post
@of_the_case
def information(request, case: Case) -> HttpResponse:
    form = InformationForm(request.POST or None, initial=kept.take(request, "information"))
    if form.is_valid() and act(form, case, actions.add_information, text=form.cleaned_data["text"]):
        return done("information")
    return page(request, "information", {"form": form})


@get_or_post
@of_the_case
def incident(request, case: Case) -> HttpResponse:
    form = IncidentForm(request.POST or None, initial=kept.take(request, "incident"))
    if form.is_valid():
        answers = {name: form.cleaned_data[name] for name in ("when", "what", "effect")}
        if act(form, case, actions.add_incident, **answers):
            return done("incident")
    return page(request, "incident", {"form": form, "what_to_record": story.what_to_record(case)})


@get_or_post
@of_the_case
def call(request, case: Case) -> HttpResponse:
    if not case.is_open or story.call_is_promised(case):
        return redirect("case:detail")
    form = CallForm(
        request.POST or None,
        initial=kept.take(request, "call"),
        has_number=bool(case.reporter.recipient.phone),
    )
    if form.is_valid():
        answers = form.cleaned_data
        if act(form, case, actions.ask_for_call, number=answers["number"], when=answers["when"]):
            return done("call")
    return page(request, "call", {"form": form})


@get_or_post
@of_the_case
def files(request, case: Case) -> HttpResponse:
    form = FilesForm(request.POST or None, request.FILES or None)
    if form.is_valid() and take_files(form, case):
        return done("files")
    return page(request, "files", {"form": form})
