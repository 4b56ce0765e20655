"""Whose draft it is: a browser's, by a cookie that says nothing; or a member of staff's."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from reporting.cases.evidence import remove
from reporting.cases.models import EvidenceFile
from reporting.codes import new_code, tidy
from reporting.sealing import keyed_hash

from .models import LIFE, PUBLIC_ID_LENGTH, SECRET_SHOWN_FOR, Draft

RESUME_LENGTH = 16  # 80 bits
TOKEN_BYTES = 24  # 192 bits
LONGEST_TOKEN = 64


def cookie_name() -> str:
    return "__Host-report" if settings.REPORTER_COOKIES_SECURE else "report"


def token_of(request: HttpRequest) -> str:
    """What the browser's cookie holds, or a new one to be given with `remember`."""
    token = request.COOKIES.get(cookie_name(), "")
    return token if 0 < len(token) <= LONGEST_TOKEN else secrets.token_urlsafe(TOKEN_BYTES)


def remember(response: HttpResponse, token: str) -> HttpResponse:
    # No max_age: the browser forgets it when it is closed.
    response.set_cookie(
        cookie_name(), token, httponly=True, samesite="Lax", secure=settings.REPORTER_COOKIES_SECURE, path="/"
    )
    return response


def owner_hash(token: str) -> str:
    return keyed_hash("report owner", token)


def of_browser(request: HttpRequest):
    """The living drafts of this browser."""
    token = request.COOKIES.get(cookie_name(), "")
    if not 0 < len(token) <= LONGEST_TOKEN:
        return Draft.objects.none()
    return Draft.objects.living().filter(owner=owner_hash(token))


def of_staff(user):
    return Draft.objects.living().filter(taken_by=user)


def pick(drafts, public_id: str) -> Draft | None:
    """The one of `drafts` with this address; an address that cannot be one is not even looked for."""
    if len(public_id) != PUBLIC_ID_LENGTH or tidy(public_id) != public_id:
        return None
    return drafts.filter(public_id=public_id).first()


def start(*, token: str = "", taken_by=None, kind: str = "", words: str = "") -> Draft:
    """With the `kind` and the `words` that someone came with, for them to change."""
    draft = Draft(owner=owner_hash(token) if token else "", taken_by=taken_by)
    draft.save()
    if kind or words:
        draft.keep({"kind": kind, "words": words})
    return draft


# --- Coming back ----------------------------------------------------------------------------------


def new_resume_code(draft: Draft) -> str:
    """A code with which to come back to `draft`, to be shown once. An earlier one stops working."""
    code = new_code(RESUME_LENGTH)
    Draft.objects.filter(pk=draft.pk).update(resume_code=_resume_hash(code))
    return code


def come_back(typed: str, token: str) -> Draft | None:
    """The draft that was saved with this code, now of this browser; none when the code opens nothing."""
    code = tidy(typed)
    if len(code) != RESUME_LENGTH:
        return None
    draft = Draft.objects.living().unsent().filter(resume_code=_resume_hash(code)).first()
    if draft:
        draft.owner = owner_hash(token)
        draft.save(update_fields=["owner"])
    return draft


def _resume_hash(code: str) -> str:
    return keyed_hash("report resume", code)


# --- Forgetting -----------------------------------------------------------------------------------


def end_all(request: HttpRequest, response: HttpResponse) -> None:
    """Nothing of a report is left for whoever uses this browser next.

    What was saved with a code waits for its code, as the person was told; everything else is gone.
    """
    mine = of_browser(request)
    mine.unsent().exclude(resume_code=None).update(owner="")
    forget(list(mine))
    response.delete_cookie(cookie_name(), path="/", samesite="Lax")


def forget(drafts: list[Draft]) -> int:
    """Delete `drafts` and the files that belong to no case yet."""
    _remove_files(EvidenceFile.objects.filter(pk__in=[pk for draft in drafts for pk in draft.evidence_ids]))
    Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    return len(drafts)


def forget_old_drafts() -> int:
    """What `tick` does: expired drafts with their files, secrets past their hour, files that nobody holds."""
    now = timezone.now()
    Draft.objects.sent().filter(sent_at__lte=now - SECRET_SHOWN_FOR).exclude(secret=b"").update(secret=b"")
    forgotten = forget(list(Draft.objects.expired()))
    # A file whose sender's connection ended before the draft, or the chat, knew of it.
    _remove_files(EvidenceFile.objects.loose().filter(received_at__lte=now - LIFE - timedelta(days=1)))
    return forgotten


def _remove_files(files) -> None:
    for evidence in files.filter(case=None):
        remove(evidence)
