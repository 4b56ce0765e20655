"""Putting files that were just sent on the case: the good ones at once, and for the others a reason beside the box."""

from django.utils.translation import gettext as _

from reporting.cases import actions, evidence
from reporting.cases.models import Case, EvidenceFile

from .forms import FilesForm
from .once import SentBefore, once, was_sent

MOST_FOR_A_CASE = 200


def take_files(form: FilesForm, case: Case) -> bool:
    """Whether all is done. If not, the form says what was refused, and its `taken` what was not."""
    token, uploads = form.cleaned_data["token"], form.cleaned_data["files"]
    if was_sent(case, token):
        return True
    if case.evidence.count() + len(uploads) > MOST_FOR_A_CASE:
        form.add_error("files", _("Your case has as many files as it can hold. Please call us about the others."))
        return False
    results = evidence.receive_all(uploads)
    received = [each for each in results if isinstance(each, EvidenceFile)]
    refused = [each for each in results if isinstance(each, evidence.Refused)]
    if received:
        add_all(case, token, received)
    if refused:
        form.add_error("files", refused)
        form.taken = [each.name for each in received]
        form.renew()
    return not refused


def add_all(case: Case, token: str, received: list[EvidenceFile]) -> None:
    try:
        with once(case, token):
            for each in received:
                actions.add_evidence(case=case, evidence=each)
    except SentBefore:
        # The other press of the button was quicker and has put the same files on the case.
        return
    finally:
        evidence.remove_loose(each.pk for each in received)
