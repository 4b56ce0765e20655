from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from reporting.cases.access import find_case
from reporting.cases.enums import EventKind, Source
from reporting.cases.lifecycle import NotPossible
from reporting.cases.models import Case
from reporting.cases.tests.factories import a_report
from reporting.chat import actions, frames
from reporting.chat.enums import Sender, Settled, Status
from reporting.chat.gate import Seat
from reporting.chat.models import ChatMessage, Conversation
from reporting.chat.retention import forget_secrets
from reporting.chat.store import Clash, store
from reporting.kinds import Kind
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .factories import a_chat, a_taken_chat, an_agent, an_id, an_owner

pytestmark = pytest.mark.django_db


def said(conversation) -> list[tuple]:
    return list(conversation.messages.order_by("seq").values_list("seq", "sender", "text"))


def a_chat_report(**changes):
    return a_report(source=Source.CHAT, **changes)


def test_the_same_message_sent_again_is_stored_once():
    conversation = a_chat()
    first = store(conversation, "the-same-id", Sender.VISITOR, "Hello")
    again = store(conversation, "the-same-id", Sender.VISITOR, "Hello")
    assert (again.pk, again.seq) == (first.pk, first.seq)
    assert [text for _, _, text in said(conversation)] == ["Loud music every night.", "Hello"]


@pytest.mark.parametrize(("sender", "text"), [(Sender.VISITOR, "Other words"), (Sender.SYSTEM, "Hello")])
def test_other_words_or_another_sender_under_a_used_id_are_refused(sender, text):
    conversation = a_chat()
    store(conversation, "the-same-id", Sender.VISITOR, "Hello")
    with pytest.raises(Clash):
        store(conversation, "the-same-id", sender, text)
    assert conversation.messages.count() == 2


def test_numbers_go_up_without_a_gap():
    conversation = a_taken_chat()
    for number in range(5):
        actions.say(conversation=conversation, client_id=an_id(), text=str(number))
    assert [seq for seq, _, _ in said(conversation)] == list(range(1, 8))
    assert Conversation.objects.get(pk=conversation.pk).last_seq == 7


def test_starting_twice_in_one_browser_is_one_chat():
    owner, client_id = an_owner(), an_id()
    first = actions.start(owner=owner, client_id=client_id, text="Help")
    again = actions.start(owner=owner, client_id=client_id, text="Help")
    assert first.pk == again.pk
    assert ChatMessage.objects.count() == 1


def test_what_is_said_at_a_second_start_is_not_lost():
    owner = an_owner()
    first = actions.start(owner=owner, client_id=an_id(), text="Help")
    actions.start(owner=owner, client_id=an_id(), text="And another thing")
    assert [text for _, _, text in said(first)] == ["Help", "And another thing"]


def test_staff_who_answer_first_have_the_chat():
    conversation, connie = a_chat(), an_agent(first_name="Connie")
    actions.say(conversation=conversation, client_id=an_id(), text="Good morning", by=connie)
    assert (conversation.status, conversation.taken_by) == (Status.OPEN, connie)
    assert said(conversation)[1:] == [
        (2, Sender.SYSTEM, "Connie is here and will answer you."),
        (3, Sender.STAFF, "Good morning"),
    ]


def test_two_who_take_a_chat_at_once_do_not_both_have_it():
    conversation, connie, max_ = a_chat(), an_agent(), an_agent()
    actions.take(conversation=conversation, by=connie)
    with pytest.raises(NotPossible):
        actions.take(conversation=conversation, by=max_)
    with pytest.raises(NotPossible):
        actions.say(conversation=conversation, client_id=an_id(), text="Hello", by=max_)
    actions.take(conversation=conversation, by=max_, instead_of=connie.pk)
    assert conversation.taken_by == max_


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CONTACT_CENTRE, Role.DUTY_OFFICER, Role.MANAGER}))
def test_only_those_who_answer_chats_can_do_anything_with_one(role):
    conversation, other = a_chat(), UserFactory(roles=[role])
    for attempt in (
        lambda: actions.take(conversation=conversation, by=other),
        lambda: actions.say(conversation=conversation, client_id=an_id(), text="Hello", by=other),
        lambda: actions.end(conversation=conversation, by=other),
        lambda: actions.make_case(conversation=conversation, by=other, report=a_chat_report()),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert (conversation.messages.count(), Case.objects.count()) == (1, 0)
    assert not Conversation.objects.seen_by(other).exists()


def test_nothing_more_is_said_in_a_chat_that_has_ended_but_what_was_stored_is_acknowledged():
    conversation = a_taken_chat()
    message = actions.say(conversation=conversation, client_id="just-in-time", text="One last thing")
    actions.end(conversation=conversation)
    actions.end(conversation=conversation)
    assert actions.say(conversation=conversation, client_id="just-in-time", text="One last thing") == message
    with pytest.raises(NotPossible):
        actions.say(conversation=conversation, client_id=an_id(), text="Hello?")
    assert said(conversation)[-1][2] == "The visitor ended the chat."


def test_a_chat_becomes_one_case_however_often_it_is_asked_for():
    agent = an_agent()
    conversation = a_taken_chat(by=agent)
    first = actions.make_case(conversation=conversation, by=agent, report=a_chat_report())
    stale = Conversation.objects.get(pk=conversation.pk)
    again = actions.make_case(conversation=stale, by=agent, report=a_chat_report(what_happened="Edited since"))
    assert first == again
    assert Case.objects.count() == 1
    assert first.events.filter(kind=EventKind.TRANSCRIPT).count() == 1


def test_the_words_of_the_chat_stand_on_the_timeline_of_its_case():
    agent = an_agent(first_name="Connie", last_name="Contact")
    conversation = a_taken_chat(by=agent, text="He shouts <b>every</b> night.\nI am afraid.")
    actions.say(conversation=conversation, client_id=an_id(), text="We can help.", by=agent)
    case = actions.make_case(conversation=conversation, by=agent, report=a_chat_report())
    transcript = case.events.get(kind=EventKind.TRANSCRIPT)
    assert "Visitor:\nHe shouts <b>every</b> night.\nI am afraid." in transcript.text
    assert "Connie Contact:\nWe can help." in transcript.text
    assert transcript.by == agent
    assert "afraid" not in transcript.reporter_text


def test_what_is_said_after_the_case_was_made_is_added_to_it_at_the_end_and_nothing_twice():
    agent = an_agent()
    conversation = a_taken_chat(by=agent)
    case = actions.make_case(conversation=conversation, by=agent, report=a_chat_report())
    actions.say(conversation=conversation, client_id=an_id(), text="His name is on the bell.")
    actions.end(conversation=conversation, by=agent)
    first, second = case.events.filter(kind=EventKind.TRANSCRIPT).values_list("text", flat=True)
    assert "on the bell" in second
    assert "on the bell" not in first
    assert "Loud music" not in second


def test_a_case_that_cannot_be_made_leaves_nothing_behind(monkeypatch):
    agent = an_agent()
    conversation = a_taken_chat(by=agent)

    def break_down(**values):
        raise RuntimeError

    monkeypatch.setattr("reporting.chat.actions.parts.attach_transcript", break_down)
    with pytest.raises(RuntimeError):
        actions.make_case(conversation=conversation, by=agent, report=a_chat_report())
    assert Case.objects.count() == 0
    kept = Conversation.objects.get(pk=conversation.pk)
    assert (kept.case, kept.last_seq, bytes(kept.sealed_secret)) == (None, 2, b"")


def test_only_the_visitor_is_shown_the_secret_and_it_stands_nowhere_in_clear():
    agent = an_agent()
    conversation = a_taken_chat(by=agent)
    case = actions.make_case(conversation=conversation, by=agent, report=a_chat_report())
    shown = frames.messages_after(Seat(conversation), 0)["case"]
    assert shown["reference"] == case.reference
    assert find_case(case.reference, shown["secret"]) == case
    assert "case" not in frames.messages_after(Seat(conversation, agent), 0)
    bare = shown["secret"].replace("-", "")
    assert bare not in everything_in_the_database()
    assert shown["secret"] not in everything_in_the_database()
    actions.forget_secret(conversation=conversation)
    assert "case" not in frames.messages_after(Seat(conversation), 0)


def everything_in_the_database() -> str:
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name != "sqlite_sequence"]
        found = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 — the names are the database's own
            found += [repr(row) for row in cursor.fetchall()]
    whole = "\n".join(found)
    assert "Loud music every night." in whole
    return whole


def test_a_secret_that_nobody_came_for_is_forgotten_after_a_day():
    agent = an_agent()
    conversation = a_taken_chat(by=agent)
    actions.make_case(conversation=conversation, by=agent, report=a_chat_report())
    assert forget_secrets() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert forget_secrets() == 1
        assert forget_secrets() == 0
    assert not Conversation.objects.get(pk=conversation.pk).sealed_secret


def test_a_code_moves_the_chat_to_another_browser_once():
    conversation = a_chat(token="at home")
    code = actions.new_resume_code(conversation=conversation)
    typed = f" {code[:4].lower()}-{code[4:8]} {code[8:]}"
    assert actions.resume(code=typed, owner=an_owner("library")) == conversation
    conversation.refresh_from_db()
    assert conversation.owner == an_owner("library")
    assert actions.resume(code=code, owner=an_owner("someone else")) is None
    assert code not in everything_in_the_database()


def test_no_code_opens_a_chat_that_never_had_one():
    a_chat()
    assert actions.resume(code="", owner=an_owner()) is None


def test_a_code_does_not_push_out_another_chat_of_the_same_browser():
    code = actions.new_resume_code(conversation=a_chat(token="at home"))
    a_chat(token="library")
    with pytest.raises(NotPossible):
        actions.resume(code=code, owner=an_owner("library"))
    assert actions.resume(code=code, owner=an_owner("friend")) is not None


def test_leaving_ends_the_chat_and_no_browser_has_it_any_more():
    ours, theirs = a_chat(token="mine"), a_chat(token="theirs")
    actions.leave(owner=an_owner("mine"))
    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.status, ours.owner) == (Status.ENDED, "")
    assert (theirs.status, theirs.owner) == (Status.WAITING, an_owner("theirs"))


def test_after_it_ended_only_those_who_need_a_chat_can_read_it():
    agent, colleague, duty = an_agent(), an_agent(), UserFactory(roles=[Role.DUTY_OFFICER])
    conversation = a_taken_chat(by=agent)

    def readers():
        return [user for user in (agent, colleague, duty) if Conversation.objects.seen_by(user).exists()]

    assert readers() == [agent, colleague, duty]
    actions.end(conversation=conversation, by=agent)
    assert readers() == [agent]
    actions.make_case(conversation=conversation, by=agent, report=a_chat_report(kind=Kind.DOMESTIC_ABUSE))
    assert readers() == [duty]


def test_what_someone_wrote_who_left_unanswered_can_be_read_until_it_is_dealt_with():
    conversation, agent = a_chat(text="He is at the door"), an_agent()
    actions.end(conversation=conversation)
    assert conversation in Conversation.objects.seen_by(agent)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert conversation in Conversation.objects.seen_by(agent)
        actions.settle(conversation=conversation, by=agent, how=Settled.NOTHING, note="Said he found the number.")
    assert conversation in Conversation.objects.seen_by(agent)
    assert conversation not in Conversation.objects.seen_by(an_agent())
