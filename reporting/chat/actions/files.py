"""Files that a visitor sends, each a message among the others."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from home.language import in_our_language
from reporting.cases.evidence import said_size
from reporting.cases.lifecycle import NotPossible
from reporting.cases.models import EvidenceFile

from ..enums import Line, Sender
from ..models import MOST_FILES, ChatFile, ChatMessage, Conversation
from ..store import Clash, Entry, lock, store_all
from .parts import need_live
from .talking import NoSuchChat, come_to_chat

BY_MEDIA = {"image": Line.PICTURE, "audio": Line.SOUND, "video": Line.VIDEO}


@dataclass(frozen=True)
class SentFile:
    """A file that was received and kept sealed, and the id under which it is said."""

    client_id: str
    evidence: EvidenceFile


@transaction.atomic
def send_files(*, conversation: Conversation, files: list[SentFile]) -> list[ChatMessage]:
    """The visitor sends `files`. What was sent before under the same id is acknowledged again, also in a chat that has ended;
    the file that came with it belongs to nothing, and whoever received it removes it.

    Raises `NotPossible`, `Clash`, and `NoSuchChat` when the visitor left this browser's chats while it was under way.
    """
    owner = conversation.owner
    if lock(conversation).owner != owner:
        raise NoSuchChat
    earlier = sent_before(conversation, files)
    new = [each for each in files if each.client_id not in earlier]
    if new:
        need_live(conversation)
        need_space(conversation, len(new))
        come_to_chat(conversation)
    return [*(file.message for file in earlier.values()), *_say(conversation, new)]


def sent_before(conversation: Conversation, files: list[SentFile]) -> dict[str, ChatFile]:
    client_ids = [each.client_id for each in files]
    found = ChatFile.objects.of(conversation).filter(message__client_id__in=client_ids)
    earlier = {file.message.client_id: file for file in found}
    for each in files:
        # Phones call every picture the same: only what is in them tells whether they are.
        if each.client_id in earlier and earlier[each.client_id].evidence.sha256 != each.evidence.sha256:
            raise Clash
    return earlier


def need_space(conversation: Conversation, number: int) -> None:
    if ChatFile.objects.of(conversation).count() + number > MOST_FILES:
        words = _(
            "One chat can hold %(most)s files. Tell us in a message that you have more, and we say how to send them."
        )
        raise NotPossible(words % {"most": MOST_FILES})


def _say(conversation: Conversation, files: list[SentFile]) -> list[ChatMessage]:
    messages = store_all([_entry(conversation, each) for each in files])
    if problem := next((each for each in messages if isinstance(each, Exception)), None):
        raise problem
    # Made from the messages themselves: whoever they are passed on to needs to look nothing up.
    together = zip(messages, files, strict=True)
    ChatFile.objects.bulk_create(ChatFile(message=message, evidence=file.evidence) for message, file in together)
    return messages


@in_our_language
def _entry(conversation: Conversation, file: SentFile) -> Entry:
    line = BY_MEDIA.get(file.evidence.media_type.split("/")[0], Line.DOCUMENT)
    values = {"name": file.evidence.name, "size": said_size(file.evidence.size)}
    more = {"line": line, "values": values}
    return Entry(conversation, file.client_id, Sender.VISITOR, str(line.label) % values, more=more)
