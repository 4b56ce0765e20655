"""Making a finished draft into a case, exactly once."""

import json

from home.language import in_our_language
from reporting.cases.actions import Opened, open_case
from reporting.cases.enums import Source
from reporting.cases.report import Person, Report, SafeContact
from reporting.cases.risk import BY_NAME
from reporting.kinds import Kind
from reporting.places.models import Home

from . import said
from .forms.place_and_time import NONE_OF_THESE
from .models import Draft


@in_our_language
def send(draft: Draft, forms: dict, *, by=None) -> Opened:
    """Open the case of `draft` from its valid `forms`. Sending it again gives the same receipt.

    The draft is emptied in the transaction that opens the case, so a crash leaves either both done or neither.
    Raises `BodyChanged` when it was sent before with other answers.
    """
    report = make_report(forms, evidence_ids=draft.evidence_ids, on_phone=by is not None)

    def empty_draft(opened: Opened) -> None:
        draft.finish(opened.case.reference, opened.secret)

    opened = open_case(report=report, key=draft.key, body=body(report), by=by, also=empty_draft)
    if opened.again:
        # The first sending emptied it too, unless its draft came from an older copy of the database.
        empty_draft(opened)
    return opened


def body(report: Report) -> str:
    """What was answered, as one text that is the same for the same answers."""
    return json.dumps([report.answers, sorted(report.evidence_ids)], sort_keys=True)


def make_report(forms: dict, *, evidence_ids: list[int], on_phone: bool) -> Report:
    answers = {step: form.cleaned_data for step, form in forms.items()}
    kind = Kind(answers["what"]["kind"])
    return Report(
        kind=kind,
        what_happened=answers["details"]["what_happened"] or str(kind.label),
        source=Source.PHONE if on_phone else Source.WEB,
        relation=answers["who"]["relation"],
        name=answers["who"]["name"],
        contact=contact(forms),
        home=home(answers),
        place=place(answers["where"]),
        wants=answers["wish"]["wants"],
        support_needs=forms["needs"].support_needs(),
        interpreter=answers["needs"]["interpreter"],
        risk=risk_answers(answers),
        people=people(forms),
        answers=sections(forms),
        evidence_ids=tuple(evidence_ids),
        wants_call=answers["contact"]["wants_call"],
    )


def contact(forms: dict) -> SafeContact:
    prefers = forms["contact"].cleaned_data["prefers"]
    language = forms["needs"].cleaned_data["language"]
    return forms["reach"].contact(prefers, language) if "reach" in forms else SafeContact(language=language)


def people(forms: dict) -> tuple[Person, ...]:
    helped = [forms["helped"].person()] if "helped" in forms else []
    return tuple(filter(None, [*helped, *forms["people"].people()]))


def home(answers: dict) -> Home | None:
    chosen = answers.get("home", {}).get("home", NONE_OF_THESE)
    return None if chosen == NONE_OF_THESE else Home.objects.select_related("area").get(pk=chosen)


def place(where: dict) -> str:
    return ", ".join(part for part in (where["place"].strip(), where["postcode"]) if part)


def risk_answers(answers: dict) -> dict[str, str]:
    return {
        name: value for cleaned in answers.values() for name, value in cleaned.items() if name in BY_NAME and value
    }


def sections(forms: dict) -> list[dict]:
    found = [{"title": str(form.section), "rows": said.rows(form)} for form in forms.values() if form.section]
    return [section for section in found if section["rows"]]
