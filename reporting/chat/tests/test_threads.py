"""Two at once, each with a connection of its own, as two requests have."""

import pytest

from reporting.cases.enums import EventKind, Source
from reporting.cases.models import Case
from reporting.cases.tests.factories import a_report
from reporting.chat import actions
from reporting.chat.models import ChatMessage, Conversation
from tests.at_once import at_once

from .factories import a_chat, a_taken_chat, an_agent, an_owner

pytestmark = pytest.mark.django_db(transaction=True)


def test_many_who_write_at_once_are_numbered_without_gap_or_loss():
    conversation = a_chat()

    def say(number):
        mine = Conversation.objects.get(pk=conversation.pk)
        # Everyone sends twice, as a client does that heard nothing.
        first = actions.say(conversation=mine, client_id=f"client-{number}", text=f"Message {number}")
        again = actions.say(conversation=mine, client_id=f"client-{number}", text=f"Message {number}")
        return first.pk == again.pk

    assert all(at_once(say, range(40)))
    stored = list(conversation.messages.order_by("seq").values_list("seq", "text"))
    assert [seq for seq, _ in stored] == list(range(1, 42))
    assert {text for _, text in stored[1:]} == {f"Message {number}" for number in range(40)}


def test_a_double_click_on_start_is_one_chat():
    owner = an_owner()

    def start(_):
        return actions.start(owner=owner, client_id="the-same-form", text="Help").pk

    assert len(set(at_once(start, range(4)))) == 1
    assert ChatMessage.objects.count() == 1


def test_a_double_click_on_make_a_case_is_one_case_with_one_transcript():
    agent = an_agent()
    conversation = a_taken_chat(by=agent)

    def make(_):
        mine = Conversation.objects.get(pk=conversation.pk)
        return actions.make_case(conversation=mine, by=agent, report=a_report(source=Source.CHAT)).pk

    assert len(set(at_once(make, range(4)))) == 1
    assert Case.objects.get().events.filter(kind=EventKind.TRANSCRIPT).count() == 1
