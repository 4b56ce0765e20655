from pathlib import Path

import pytest
from django.core import mail

from reporting.post import gateway
from reporting.post.carriers import NotCarried
from reporting.post.models import Channel, Message, Recipient

pytestmark = pytest.mark.django_db(transaction=False)

CONTEXT = {"your_case": "https://site.example/case/", "service": {"phone": "03069 990100", "name": "A landlord"}}


class BrokenCarrier:
    def carry(self, to, text):
        raise NotCarried("refused")


@pytest.fixture
def case():
    class Case:
        reference = "FS-0000-0000"

    return Case()


def a_recipient(**changes):
    values = {"prefers": Channel.EMAIL, "email": "robin@tenant.example", "shared": False}
    return Recipient.objects.create(**{**values, **changes})


def write(to, case, key="k"):
    context = {**CONTEXT, "case": case, "next_steps": []}
    return gateway.send(to=to, kind="received", about=case.reference, key=key, context=context)


def settle(message):
    gateway.deliver(message.pk)
    message.refresh_from_db()
    return message


def test_a_message_goes_after_the_commit(case, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write(a_recipient(), case)
        assert mail.outbox == []
    assert [sent.to for sent in mail.outbox] == [["robin@tenant.example"]]


def test_subject_and_sender_give_nothing_away(case):
    settle(write(a_recipient(), case))
    sent = mail.outbox[0]
    assert sent.subject == "A message for you"
    assert "asb" not in (sent.subject + sent.from_email).lower()


def test_someone_whose_messages_others_see_is_told_only_that_there_is_something(case):
    message = settle(write(a_recipient(shared=True), case))
    assert "FS-0000-0000" not in mail.outbox[0].body
    assert message.sent_text == message.discreet_text


@pytest.mark.parametrize("changes", [{"stopped": True}, {"stopped": True, "prefers": Channel.NONE}, {"email": ""}])
def test_what_cannot_safely_be_sent_is_held_with_its_reason(case, changes):
    message = settle(write(a_recipient(**changes), case))
    assert message.status == Message.Status.HELD
    assert message.why_not
    assert mail.outbox == []


@pytest.mark.parametrize("changes", [{"prefers": Channel.NONE}, {"prefers": Channel.PHONE, "phone": "03069990123"}])
def test_what_its_reader_chose_to_read_on_your_case_is_kept_there(case, changes):
    message = settle(write(a_recipient(**changes), case))
    assert message.status == Message.Status.KEPT
    assert "They chose" in message.why_not
    assert mail.outbox == []


def test_what_is_safe_is_asked_when_it_goes_not_when_it_was_written(case):
    to = a_recipient()
    message = write(to, case)
    Recipient.objects.filter(pk=to.pk).update(stopped=True)
    assert settle(message).status == Message.Status.HELD


def test_the_same_key_is_one_message_and_goes_once(case):
    to = a_recipient()
    assert write(to, case) == write(to, case)
    gateway.send_waiting()
    gateway.send_waiting()
    assert len(mail.outbox) == 1


def test_a_message_is_taken_up_by_one_process_only(case):
    message = write(a_recipient(), case)
    assert gateway._take(message.pk)
    gateway.deliver(message.pk)
    assert mail.outbox == []


def test_a_service_that_refuses_is_tried_again_and_then_given_up(case, settings):
    settings.POST_CARRIERS = {"email": f"{__name__}.BrokenCarrier"}
    message = write(a_recipient(), case)
    for _ in range(gateway.MOST_ATTEMPTS - 1):
        assert settle(message).status == Message.Status.WAITING
    assert settle(message).status == Message.Status.FAILED
    assert message.attempts == gateway.MOST_ATTEMPTS


def test_a_channel_that_is_not_set_up_holds_the_message(case, settings):
    settings.POST_CARRIERS = {}
    assert settle(write(a_recipient(), case)).status == Message.Status.HELD


def test_a_letter_becomes_a_file(case, settings, tmp_path):
    settings.POST_FILE_PATH = tmp_path / "letters"
    settle(write(a_recipient(prefers=Channel.LETTER, address="12 Imaginary Row"), case))
    (letter,) = Path(settings.POST_FILE_PATH).iterdir()
    assert "12 Imaginary Row" in letter.read_text()
