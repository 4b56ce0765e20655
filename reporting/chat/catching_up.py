"""What was said at another process, read once for all sockets of this one that were woken by it, and for several conversations
at a time. What is asked for while it reads makes the next lot; nobody waits for a lot to be full.
"""

import asyncio
from collections import defaultdict
from dataclasses import dataclass

from channels.db import database_sync_to_async
from django.db.models import Q

from .frames import BATCH
from .loops import one_for_each_loop
from .models import ChatMessage, Conversation
from .wake import Fresh

AT_ONCE = 50  # conversations


@dataclass(frozen=True)
class Question:
    """What follows `after`?"""

    after: int
    answer: asyncio.Future


class Reader:
    """One for each event loop."""

    def __init__(self):
        self.questions: defaultdict[str, list[Question]] = defaultdict(list)
        self.reading: asyncio.Task | None = None

    async def what_follows(self, public_id: str, after: int) -> Fresh | None:
        """The conversation, and of what was said in it `BATCH` after the number `after` or before it, as others asked for; None
        when there is no such conversation. Whether one may read it is asked by whoever passes it on."""
        loop = asyncio.get_running_loop()
        question = Question(after, loop.create_future())
        self.questions[public_id].append(question)
        if self.reading is None:
            self.reading = loop.create_task(self.read())
        return await question.answer

    async def read(self) -> None:
        try:
            while self.questions:
                lot = {public_id: self.questions.pop(public_id) for public_id in list(self.questions)[:AT_ONCE]}
                await self.answer(lot)
        finally:
            self.reading = None

    async def answer(self, lot: dict[str, list[Question]]) -> None:
        lowest = {public_id: min(each.after for each in questions) for public_id, questions in lot.items()}
        found, problem = {}, None
        try:
            found = await database_sync_to_async(read_after)(lowest)
        except Exception as raised:  # each socket that asked is told
            problem = raised
        for public_id, questions in lot.items():
            for waits in (question.answer for question in questions if not question.answer.done()):
                if problem:
                    waits.set_exception(problem)
                else:
                    waits.set_result(found.get(public_id))


def read_after(afters: dict[str, int]) -> dict[str, Fresh]:
    """For each public id what follows the number, at most `BATCH` of it."""
    found = Conversation.objects.filter(public_id__in=afters).select_related("case", "taken_by")
    fresh = {chat.pk: Fresh(chat) for chat in found}
    wanted = Q(pk__in=[])
    for pk, each in fresh.items():
        after, last = afters[each.conversation.public_id], each.conversation.last_seq
        # What is newer than the conversation as we have it wakes its readers by itself.
        wanted |= Q(conversation=pk, seq__gt=after, seq__lte=min(after + BATCH, last))
    for message in ChatMessage.objects.filter(wanted).with_files().order_by("seq"):
        message.conversation = fresh[message.conversation_id].conversation
        fresh[message.conversation_id].messages.append(message)
    return {each.conversation.public_id: each for each in fresh.values()}


reader = one_for_each_loop(Reader)
