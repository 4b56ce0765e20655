"""Going on with a conversation in another browser."""

from django.db import transaction
from django.utils.translation import gettext as _

from reporting.cases.lifecycle import NotPossible
from reporting.codes import new_code, tidy
from reporting.sealing import keyed_hash

from ..models import Conversation
from ..store import lock
from ..wake import wake_after_commit

RESUME_LENGTH = 16  # 80 bits


@transaction.atomic
def new_resume_code(*, conversation: Conversation) -> str:
    """A code with which the visitor can go on in another browser. An earlier one no longer works."""
    lock(conversation)
    code = new_code(RESUME_LENGTH)
    conversation.resume_hash = _resume_hash(code)
    conversation.save(update_fields=["resume_hash"])
    return code


@transaction.atomic
def resume(*, code: str, owner: str) -> Conversation | None:
    """Move the conversation that `code` opens to another browser. The code is then used up."""
    conversation = Conversation.objects.filter(resume_hash=_resume_hash(tidy(code))).first()
    if conversation is None or lock(conversation).resume_hash != _resume_hash(tidy(code)):
        return None
    others = Conversation.objects.live().filter(owner=owner).exclude(pk=conversation.pk)
    if conversation.is_live and others.exists():
        raise NotPossible(_("Another chat is open in this browser. End that one first, then use your code."))
    conversation.owner, conversation.resume_hash = owner, ""
    conversation.save(update_fields=["owner", "resume_hash"])
    wake_after_commit(conversation)
    return conversation


def _resume_hash(code: str) -> str:
    return keyed_hash("chat-resume", code)
