"""No case ends without its letter, and it is owed until it has reached them (P26)."""

from datetime import date, timedelta

import pytest

from reporting.cases import actions
from reporting.cases.enums import ClockKind, CloseReason, EventKind
from reporting.cases.lifecycle import NotPossible
from reporting.cases.models import Case
from reporting.cases.report import SafeContact
from reporting.post.gateway import send_waiting
from reporting.post.models import Channel, Message

from .factories import NOW, a_worked_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

BY_POST = SafeContact(prefers="letter", address="12 Imaginary Row\nFairstow\nZZ1 1AA", shared=False)


def closed(**changes) -> Case:
    case = a_worked_case(**changes)
    actions.close(case=case, by=case.officer, reason=CloseReason.RESOLVED, explanation="It has stopped.")
    return case


def letter(case: Case) -> Message:
    return Message.objects.get(about=case.reference, kind="closed")


def owed(case: Case):
    return case.clocks.running().filter(kind=ClockKind.CLOSING_LETTER).first()


def test_it_is_owed_until_it_has_gone_out(clock):
    case = closed()
    assert [each.kind for each in case.clocks.running()] == [ClockKind.CLOSING_LETTER]
    assert owed(case).due_at.date() == date(2026, 11, 26)
    assert actions.note_last_letters() == 0
    clock.shift(timedelta(minutes=1))
    send_waiting()
    clock.shift(timedelta(minutes=4))
    assert actions.note_last_letters() == 1
    assert case.clocks.get(kind=ClockKind.CLOSING_LETTER).met_at == NOW + timedelta(minutes=1)
    case.refresh_from_db()
    assert case.next_due_at is None
    assert actions.note_last_letters() == 0


def test_for_someone_who_reads_on_your_case_it_is_there():
    case = closed(contact=SafeContact(prefers="none"))
    send_waiting()
    actions.note_last_letters()
    assert owed(case) is None


def test_one_that_we_cannot_send_is_owed_until_it_was_given_by_hand(settings):
    settings.POST_CARRIERS = {}
    case = closed(contact=BY_POST)
    send_waiting()
    actions.note_last_letters()
    assert letter(case).status == Message.Status.HELD
    assert owed(case)
    actions.give_letter(case=case, by=case.officer, message=letter(case), channel=Channel.LETTER)
    sent = letter(case)
    assert (sent.status, sent.channel, sent.sent_at) == (Message.Status.SENT, Channel.LETTER, NOW)
    assert sent.sent_text == sent.full_text
    assert owed(case) is None
    assert case.events.get(kind=EventKind.GIVEN).reporter_text == "We gave you the letter."


def test_what_counts_as_given_in_an_envelope_that_others_open_is_what_was_safe(settings):
    settings.POST_CARRIERS = {}
    case = closed(contact=SafeContact(prefers="letter", address=BY_POST.address, shared=True))
    send_waiting()
    actions.give_letter(case=case, by=case.officer, message=letter(case), channel=Channel.LETTER)
    assert letter(case).sent_text == letter(case).discreet_text


def test_what_has_gone_out_cannot_be_given_once_more():
    case = closed()
    send_waiting()
    with pytest.raises(NotPossible, match="cannot be given"):
        actions.give_letter(case=case, by=case.officer, message=letter(case), channel=Channel.LETTER)
    assert not case.events.filter(kind=EventKind.GIVEN).exists()


def test_nothing_is_owed_to_someone_to_whom_nothing_may_go(settings):
    case = a_worked_case()
    case.reporter.recipient.stopped = True
    case.reporter.recipient.save()
    actions.close(case=case, by=case.officer, reason=CloseReason.RESOLVED, explanation="It has stopped.")
    assert owed(case) is None
    send_waiting()
    with pytest.raises(NotPossible, match="cannot be given"):
        actions.give_letter(case=case, by=case.officer, message=letter(case), channel=Channel.PHONE)


def test_to_someone_who_then_says_that_nothing_may_be_sent_nothing_is_owed(settings):
    settings.POST_CARRIERS = {}
    case = closed(contact=BY_POST)
    send_waiting()
    case.reporter.recipient.stopped = True
    case.reporter.recipient.save()
    actions.note_last_letters()
    assert owed(case) is None
    case.refresh_from_db()
    assert case.next_due_at is None
