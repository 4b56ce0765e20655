"""What of a chat goes, and what stays for the figures."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Site

from home.models import ServiceSettings
from reporting.cases.models import Case
from reporting.cases.tests.factories import a_report
from reporting.chat import actions
from reporting.chat.enums import Status
from reporting.chat.models import ChatMessage, Conversation
from reporting.chat.retention import end_silent, forget_chats

from .factories import a_chat, a_taken_chat, an_agent, an_id

pytestmark = pytest.mark.django_db


def in_days(number: float):
    return time_machine.travel(timezone.now() + timedelta(days=number))


def test_the_words_of_a_chat_that_became_no_case_go_after_ninety_days():
    agent = an_agent()
    conversation = a_taken_chat(by=agent, text="Loud music", name="Robin")
    actions.new_resume_code(conversation=conversation)
    actions.end(conversation=conversation, by=agent)
    with in_days(89):
        assert forget_chats() == 0
    with in_days(91):
        assert forget_chats() == 1
        assert forget_chats() == 0
        assert not Conversation.objects.seen_by(agent).exists()
    kept = Conversation.objects.get()
    assert not kept.messages.exists()
    assert (kept.name, kept.owner, kept.resume_hash) == ("", "", "")
    assert kept.taken_by == agent
    assert kept.started_at <= kept.answered_at <= kept.ended_at


def test_how_long_is_a_setting(site_settings):
    site_settings(chat_kept_days=7)
    conversation = a_chat()
    actions.end(conversation=conversation)
    with in_days(8):
        assert forget_chats() == 1


def test_a_chat_that_is_a_case_or_goes_on_is_kept():
    agent = an_agent()
    conversation = a_taken_chat(by=agent)
    actions.make_case(conversation=conversation, by=agent, report=a_report())
    actions.end(conversation=conversation, by=agent)
    a_chat()
    with in_days(400):
        assert forget_chats() == 0
    assert Case.objects.get().events.filter(text__contains="Loud music").exists()
    assert ChatMessage.objects.count() > 2


def test_one_in_which_nothing_is_said_for_half_a_day_ends():
    waiting, answered, busy = a_chat(), a_taken_chat(), a_chat()
    with in_days(0.4):
        actions.say(conversation=busy, client_id=an_id(), text="Still here")
        assert end_silent() == 0
    with in_days(0.6):
        assert end_silent() == 2
        assert end_silent() == 0
    assert {c.pk for c in Conversation.objects.filter(status=Status.ENDED)} == {waiting.pk, answered.pk}
    assert waiting in Conversation.objects.owed()
    assert "nothing more was said" in answered.messages.last().text


def test_the_first_answer_counts_not_a_later_one():
    conversation, first = a_chat(), an_agent()
    actions.take(conversation=conversation, by=first)
    then = Conversation.objects.get().answered_at
    with in_days(0.1):
        actions.take(conversation=conversation, by=an_agent(), instead_of=first.pk)
    assert Conversation.objects.get().answered_at == then


def test_it_is_done_every_few_minutes(capsys):
    a_chat()
    with in_days(1):
        call_command("tick")
    with in_days(92):
        call_command("tick")
    assert "1 silent chats ended" in capsys.readouterr().out
    assert not ChatMessage.objects.exists()


@pytest.fixture
def site_settings(django_capture_on_commit_callbacks):

    def change(**values):
        with django_capture_on_commit_callbacks(execute=True):
            ServiceSettings.objects.update_or_create(site=Site.objects.get(), defaults=values)

    return change
