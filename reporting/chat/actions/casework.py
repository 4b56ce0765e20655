"""From a conversation to a case."""

from django.db import transaction

from home.language import in_our_language
from reporting.cases.actions import open_case
from reporting.cases.models import Case
from reporting.cases.permissions import Do, require
from reporting.cases.report import Report
from reporting.sealing import seal_json
from reporting.staff.models import User

from ..enums import Line, Settled
from ..models import Conversation
from ..store import lock
from ..wake import wake_after_commit
from .parts import announce, attach, settle


@transaction.atomic
@in_our_language
def make_case(*, conversation: Conversation, by: User, report: Report) -> Case:
    """Open a case from a conversation, once however often it is asked for: the case, the words on its timeline, and the
    telling of the visitor are one transaction.

    The case's secret is kept sealed for the visitor's own page; neither staff nor the stored messages have it.
    """
    require(by, Do.CHAT)
    if lock(conversation).case:
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
def forget_secret(*, conversation: Conversation) -> None:
    """The visitor has kept the secret of their case. From now on nobody has it but them."""
    lock(conversation)
    conversation.sealed_secret = b""
    conversation.save(update_fields=["sealed_secret"])
    wake_after_commit(conversation)
