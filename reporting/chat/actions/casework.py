"""From a conversation to a case, its own or one that was there before."""

from django.db import transaction
from django.utils.translation import gettext as _

from home.language import in_our_language
from reporting.cases.actions import announce_chat, open_case
from reporting.cases.lifecycle import NotPossible
from reporting.cases.models import Case
from reporting.cases.permissions import Do, require
from reporting.cases.report import Report
from reporting.post.models import Recipient
from reporting.sealing import seal_json
from reporting.staff.models import User

from ..enums import Line, Outcome, Settled
from ..models import Conversation, OwedAnswer
from ..store import lock
from ..wake import wake_after_commit
from .parts import announce, attach, changed_for_staff, need_live, reached_by, settle


@transaction.atomic
@in_our_language
def make_case(*, conversation: Conversation, by: User, report: Report) -> Case:
    """Open a case from a conversation, once however often it is asked for: the case, the words on its timeline, and the
    telling of the visitor are one transaction.

    The case's secret is kept sealed for the visitor's own page; neither staff nor the stored messages have it.
    """
    require(by, Do.CHAT)
    if lock(conversation).case_added:
        raise NotPossible(_("This chat is already part of a case."))
    if conversation.case:
        return conversation.case
    opened = open_case(
        report=report, key=f"chat {conversation.public_id}", body=f"chat {conversation.public_id}", by=by
    )
    conversation.case, conversation.sealed_secret = opened.case, seal_json(opened.secret)
    conversation.save(update_fields=["case", "sealed_secret"])
    settle(conversation, by, Settled.CASE)
    announce(conversation, Line.CASE, reference=opened.case.reference)
    attach(conversation, by)
    return opened.case


@transaction.atomic
def show_case(*, conversation: Conversation, case: Case) -> None:
    """The visitor, who has given the secret of `case`, shows it to whoever answers. What each of them then sees of it is
    what the permission table gives them anyway."""
    need_live(lock(conversation))
    if conversation.case_id:
        raise NotPossible(_("This chat is already part of a case."))
    _set_shown(conversation, case)


@transaction.atomic
def take_back_case(*, conversation: Conversation) -> None:
    """The visitor does not want it to be seen any more. A chat that was added to it stays there."""
    if lock(conversation).case_id != conversation.shown_case_id:
        _set_shown(conversation, None)


def _set_shown(conversation: Conversation, case: Case | None) -> None:
    conversation.shown_case = case
    conversation.save(update_fields=["shown_case"])
    changed_for_staff(conversation)


@transaction.atomic
@in_our_language
def add_to_case(*, conversation: Conversation, by: User, case: Case) -> None:
    """Put a chat on a case that is there already, once however often it is asked for.

    It takes the right to leave its officer a message: whoever has it passes on what a reporter said, and need not be able
    to read the case. The visitor hears of the case only if they showed its secret, and never gets one by this.
    """
    require(by, Do.CHAT)
    if lock(conversation).case_id == case.pk:
        return
    if conversation.case_id:
        raise NotPossible(_("This chat is already part of a case."))
    conversation.case, conversation.case_added = case, True
    announce_chat(
        case=case,
        by=by,
        is_reporters=conversation.is_reporters,
        needs=conversation.needs_told(),
        call=_call_to_pass_on(conversation),
    )
    conversation.outcome = Outcome.ADDED
    conversation.save(update_fields=["case", "case_added", "outcome"])
    if conversation.is_reporters or not _owes_call(conversation):
        settle(conversation, by, Settled.ADDED)
    announce(conversation, Line.ADDED if conversation.is_reporters else Line.PASSED_ON)
    attach(conversation, by)


def _owes_call(conversation: Conversation) -> bool:
    owed = OwedAnswer.objects.to(conversation)
    return owed is not None and owed.settled_at is None and owed.wants_call


def _call_to_pass_on(conversation: Conversation) -> Recipient | None:
    """The call that was promised to the case's reporter becomes a promise of the case, which they see on their page of it.
    For anyone else that would tell of them: such a call stays owed by whoever answers chats."""
    return reached_by(conversation) if conversation.is_reporters and _owes_call(conversation) else None


@transaction.atomic
def forget_secret(*, conversation: Conversation) -> None:
    """The visitor has kept the secret of their case. From now on nobody has it but them."""
    lock(conversation)
    conversation.sealed_secret = b""
    conversation.save(update_fields=["sealed_secret"])
    wake_after_commit(conversation)
