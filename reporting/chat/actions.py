"""Everything that can be done with a conversation. Staff actions ask the permission table first."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from home.language import in_our_language
from reporting.cases.actions import attach_transcript, open_case
from reporting.cases.lifecycle import NotPossible
from reporting.cases.models import Case
from reporting.cases.permissions import Do, require
from reporting.cases.report import Report
from reporting.codes import new_code, tidy
from reporting.sealing import keyed_hash, seal_json
from reporting.staff.models import User

from .enums import Sender, Status
from .models import ChatMessage, Conversation
from .store import lock, store
from .transcript import transcript_after
from .wake import wake_after_commit

RESUME_LENGTH = 16  # 80 bits


def start(*, owner: str, client_id: str, text: str, name: str = "") -> Conversation:
    """Open a conversation with its first words. A browser has one at a time: the second click comes to the first's."""
    try:
        with transaction.atomic():
            conversation = Conversation.objects.create(owner=owner, name=name)
            store(conversation, client_id, Sender.VISITOR, text)
            return conversation
    except IntegrityError:
        conversation = Conversation.objects.live().filter(owner=owner).first()
        if conversation is None:
            raise
        say(conversation=conversation, client_id=client_id, text=text)
        return conversation


@transaction.atomic
@in_our_language
def take(*, conversation: Conversation, by: User, instead_of: int | None = None) -> None:
    """Answer a conversation that waits, or take it over from `instead_of` (the id of the colleague who has it)."""
    require(by, Do.CHAT)
    _need_live(lock(conversation))
    if conversation.taken_by_id == by.pk:
        return
    if conversation.taken_by_id != instead_of:
        raise NotPossible(_("Someone else is already answering this chat."))
    conversation.taken_by, conversation.status = by, Status.OPEN
    conversation.answered_at = conversation.answered_at or timezone.now()
    conversation.save(update_fields=["taken_by", "status", "answered_at"])
    _announce(conversation, _("%(who)s is here and will answer you.") % {"who": public_name(by)})


@transaction.atomic
def say(*, conversation: Conversation, client_id: str, text: str, by: User | None = None) -> ChatMessage:
    """What the visitor says, or the member of staff `by`, whose first answer takes a conversation that waits.

    What was stored before is acknowledged again, also when the conversation has ended meanwhile.
    """
    if by is not None:
        require(by, Do.CHAT)
    lock(conversation)
    if not conversation.messages.filter(client_id=client_id).exists():
        _need_live(conversation)
        if by is not None:
            take(conversation=conversation, by=by)
    return store(conversation, client_id, Sender.STAFF if by else Sender.VISITOR, text, by)


@transaction.atomic
@in_our_language
def end(*, conversation: Conversation, by: User | None = None) -> None:
    """Either side ends it. What was said after it became a case goes on the case's timeline now."""
    if by is not None:
        require(by, Do.CHAT)
    if not lock(conversation).is_live:
        return
    words = _("%(who)s ended the chat.") % {"who": public_name(by)} if by else _("The visitor ended the chat.")
    _end(conversation, words, by)


@transaction.atomic
@in_our_language
def end_for_silence(*, conversation: Conversation) -> None:
    """Neither side ended it, and nobody is there any more."""
    if lock(conversation).is_live:
        _end(conversation, _("The chat ended because nothing more was said."), None)


@transaction.atomic
def leave(*, owner: str) -> None:
    """The visitor left at once: their conversations end, and belong to no browser any more."""
    for conversation in Conversation.objects.filter(owner=owner):
        end(conversation=conversation)
        conversation.owner = ""
        conversation.save(update_fields=["owner"])
        wake_after_commit(conversation)


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
    _announce(
        conversation,
        _(
            "Your chat is now a case. Its reference is %(reference)s. Look below the chat for your secret code. "
            "Only you can see it."
        )
        % {"reference": opened.case.reference},
    )
    _attach(conversation, by)
    return opened.case


@transaction.atomic
def forget_secret(*, conversation: Conversation) -> None:
    """The visitor has kept the secret of their case. From now on nobody has it but them."""
    lock(conversation)
    conversation.sealed_secret = b""
    conversation.save(update_fields=["sealed_secret"])
    wake_after_commit(conversation)


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


def public_name(user: User) -> str:
    """What a visitor is told of a member of staff: the first name, as on the phone."""
    return user.first_name or _("Our team")


def _resume_hash(code: str) -> str:
    return keyed_hash("chat-resume", code)


def _need_live(conversation: Conversation) -> None:
    if not conversation.is_live:
        raise NotPossible(_("This chat has ended."))


def _announce(conversation: Conversation, text: str) -> None:
    store(conversation, f"system-{new_code(20)}", Sender.SYSTEM, text)


def _end(conversation: Conversation, words: str, by: User | None) -> None:
    _announce(conversation, words)
    conversation.status, conversation.ended_at = Status.ENDED, timezone.now()
    conversation.save(update_fields=["status", "ended_at"])
    _attach(conversation, by)


def _attach(conversation: Conversation, by: User | None) -> None:
    if conversation.case and conversation.last_seq > conversation.attached_seq:
        words = transcript_after(conversation, conversation.attached_seq)
        attach_transcript(case=conversation.case, transcript=words, by=by)
        conversation.attached_seq = conversation.last_seq
        conversation.save(update_fields=["attached_seq"])
