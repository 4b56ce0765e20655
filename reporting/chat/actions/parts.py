"""What several actions do."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from home.language import in_our_language
from reporting.cases.actions import add_evidence, attach_transcript
from reporting.cases.lifecycle import NotPossible
from reporting.cases.models import StandardsVersion
from reporting.cases.standards import due
from reporting.codes import new_code
from reporting.post.models import Channel, Recipient
from reporting.staff.models import User
from reporting.worktime import ENGLAND

from ..enums import Line, Outcome, Sender, Settled, Status
from ..models import ChatFile, Conversation, OwedAnswer
from ..store import store
from ..transcript import transcript_after
from ..wake import wake_after_commit

# Working days, as the reply promise says.
ANSWER_WITHIN = 1


def public_name(user: User) -> str:
    """What a visitor is told of a member of staff: the first name, as on the phone."""
    return user.first_name or _("Our team")


def need_answering(conversation: Conversation, by: User) -> None:
    if conversation.status != Status.OPEN or conversation.taken_by_id != by.pk:
        raise NotPossible(_("You are not answering this chat any more."))


def need_live(conversation: Conversation) -> None:
    if over := if_over(conversation):
        raise over


def if_over(conversation: Conversation) -> NotPossible | None:
    """What keeps anything more from being said in it."""
    return None if conversation.is_live else NotPossible(_("This chat has ended."))


def if_shut(conversation: Conversation) -> NotPossible | None:
    """What keeps its visitor from saying anything more in it, now or for good."""
    if not conversation.is_paused:
        return if_over(conversation)
    local = conversation.paused_until.astimezone(ENGLAND)
    return NotPossible(
        _("The chat is paused. You can send this again at %(time)s. In danger? Call 999 now.")
        % {"time": f"{local:%H:%M}"}
    )


def owe_answer(conversation: Conversation, recipient: Recipient | None = None) -> OwedAnswer:
    """Promise a call within a day to who asked for one, and an answer by the end of the next working day to the others."""
    now = timezone.now()
    by_phone = recipient is not None and recipient.prefers == Channel.PHONE
    if by_phone:
        due_at = now + timedelta(hours=StandardsVersion.objects.current().figure("return_call"))
    else:
        due_at = due(now, ANSWER_WITHIN)
    owed, _made = OwedAnswer.objects.update_or_create(
        conversation=conversation,
        defaults={"recipient": recipient, "asked_at": now, "due_at": due_at, "settled_at": None, "settled": ""},
    )
    return owed


def reached_by(conversation: Conversation) -> Recipient | None:
    """How they said that we can reach them, if they left a message before."""
    owed = OwedAnswer.objects.to(conversation)
    return owed and owed.recipient


def settle(conversation: Conversation, by: User, how: Settled, note: str = "") -> None:
    """The answer that we owe, if we owe one, is given. Whoever gave it may still make a case of it."""
    owed = OwedAnswer.objects.filter(conversation=conversation, settled_at=None)
    if owed.update(settled_at=timezone.now(), settled_by=by, settled=how, note=note) and not conversation.taken_by_id:
        conversation.taken_by = by
        conversation.save(update_fields=["taken_by"])


def settle_outcome(conversation: Conversation, outcome: str, topic: str) -> None:
    """What was written down, or what the chat itself tells."""
    conversation.outcome = outcome or conversation.outcome or (Outcome.CASE if conversation.case_id else "")
    conversation.topic = topic or conversation.topic
    conversation.save(update_fields=["outcome", "topic"])


def changed_for_staff(conversation: Conversation) -> None:
    """Something changed that staff alone see beside the chat."""
    Conversation.objects.filter(pk=conversation.pk).update(staff_seq=F("staff_seq") + 1)
    wake_after_commit(conversation)


@in_our_language
def announce(conversation: Conversation, line: Line, **values: str) -> None:
    text = str(line.label) % values
    store(conversation, f"system-{new_code(20)}", Sender.SYSTEM, text, line=line, values=values)


def attach(conversation: Conversation, by: User | None) -> None:
    if conversation.case and conversation.last_seq > conversation.attached_seq:
        words = transcript_after(conversation, conversation.attached_seq)
        attach_transcript(case=conversation.case, transcript=words, by=by, is_reporters=conversation.is_reporters)
        give_files(conversation, by)
        conversation.attached_seq = conversation.last_seq
        conversation.save(update_fields=["attached_seq"])


def give_files(conversation: Conversation, by: User | None) -> None:
    """The files become evidence of the case that the chat is, each once. The caller holds the chat locked."""
    for file in ChatFile.objects.of(conversation).in_view().filter(evidence__case=None).order_by("message__seq"):
        add_evidence(case=conversation.case, evidence=file.evidence, by=by)
