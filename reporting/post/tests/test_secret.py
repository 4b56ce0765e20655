import pytest
from django.core import mail

from reporting.post import gateway
from reporting.post.models import Channel, Message, Recipient

pytestmark = pytest.mark.django_db

LINK = "https://case.example/case/open/only-for-you/"


def send_link(**recipient):
    to = Recipient.objects.create(
        **{"prefers": Channel.EMAIL, "email": "robin@tenant.example", "shared": False, **recipient}
    )
    return gateway.send(
        to=to, kind="link", about="FS-0000-0000", key="k", context={"link": gateway.HIDDEN}, secret=LINK
    )


def kept(message) -> str:
    message.refresh_from_db()
    return message.full_text + message.discreet_text + message.sent_text


def test_what_only_the_reader_may_see_goes_out_and_is_not_kept(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = send_link()
    assert LINK in mail.outbox[0].body
    assert gateway.HIDDEN in kept(message)
    assert LINK not in kept(message)
    assert bytes(message.sealed_secret) == b""


def test_it_is_kept_sealed_while_the_message_waits():
    message = send_link()
    assert message.status == Message.Status.WAITING
    assert LINK not in kept(message)
    assert message.sealed_secret
    assert LINK.encode() not in bytes(message.sealed_secret)


def test_it_is_forgotten_when_there_is_no_safe_way_to_send(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = send_link(stopped=True)
    assert mail.outbox == []
    assert LINK not in kept(message)
    assert bytes(message.sealed_secret) == b""
