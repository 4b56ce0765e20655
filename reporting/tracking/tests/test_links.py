import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from reporting.cases import actions
from reporting.cases.report import SafeContact
from reporting.cases.tests.factories import a_report
from reporting.post.models import Message
from reporting.tracking.models import Link

from .pages import seen

pytestmark = pytest.mark.django_db

EMAIL = "robin@tenant.example"


@pytest.fixture
def ask(client, django_capture_on_commit_callbacks):
    def ask(case, email=EMAIL, browser=client):
        with django_capture_on_commit_callbacks(execute=True):
            return browser.post(
                reverse("case:ask_for_link"), {"reference": case.reference, "email": email}, follow=True
            )

    return ask


@pytest.fixture
def link(ask, opened):
    """The path of a link, as it came by e-mail."""
    ask(opened.case)
    return re.search(r"https?://[^/]+(/case/open/[\w-]{22}/)\s", mail.outbox[-1].body)[1]


def case_of(**contact):
    values = {"prefers": "email", "email": EMAIL, "shared": False, **contact}
    return actions.open_case(report=a_report(contact=SafeContact(**values)), key="other", body="b").case


def test_the_link_opens_the_case_once(client, opened, link):
    assert client.post(link).url == reverse("case:detail")
    assert opened.case.reference in seen(client.get(reverse("case:detail")))
    again = Client().post(link)
    assert "no longer works" in seen(again)


def test_a_mail_scanner_following_the_link_uses_nothing_up(client, link):
    scanner = Client()
    for _ in range(3):
        assert "Open my case" in seen(scanner.get(link))
        assert scanner.head(link).status_code == 200
    assert "case" not in scanner.session
    assert client.post(link).status_code == 302


def test_after_ten_minutes_the_link_is_dead(client, link):
    with time_machine.travel(timedelta(minutes=11)):
        assert "no longer works" in seen(client.get(link))
        assert "no longer works" in seen(client.post(link))


@pytest.mark.parametrize("token", ["x", "x" * 22, "%00", "é", "x" * 5000])
def test_an_invented_link_opens_nothing(client, opened, token):
    address = f"/case/open/{token}/"
    assert "no longer works" in seen(client.get(address))
    assert "no longer works" in seen(client.post(address))


def test_the_message_gives_nothing_away(opened, link):
    sent = mail.outbox[-1]
    words = (sent.subject + sent.body + sent.from_email).lower()
    assert sent.to == [EMAIL]
    for telling in (opened.case.reference.lower(), "robin", "noise", "anti-social", "asb", "landlord"):
        assert telling not in words.replace(EMAIL, "").replace(link.lower(), "")


def test_the_link_itself_is_kept_nowhere(opened, link):
    token = link.split("/")[3]
    message = Message.objects.get(kind="link")
    assert token not in message.full_text + message.discreet_text + message.sent_text + message.key
    assert bytes(message.sealed_secret) == b""
    assert token not in Link.objects.get().token_hash


def test_small_and_capital_letters_in_the_address_make_no_difference(ask, opened):
    ask(opened.case, email=" Robin@Tenant.EXAMPLE ")
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "contact",
    [{"shared": True}, {"prefers": "phone"}, {"prefers": "none", "email": ""}, {"email": "other@x.example"}],
)
def test_a_link_goes_only_where_it_is_safe_and_the_screen_says_the_same(ask, opened, contact):
    right = seen(ask(opened.case))
    mail.outbox.clear()
    assert seen(ask(case_of(**contact))) == right
    assert mail.outbox == []
    assert Link.objects.count() == 1


def test_who_asked_us_to_send_nothing_gets_no_link(ask, opened):
    recipient = opened.case.reporter.recipient
    recipient.stopped = True
    recipient.save()
    ask(opened.case)
    assert mail.outbox == []


def test_an_unknown_reference_is_answered_alike(ask, opened):
    class Unknown:
        reference = "FS-0000-0000"

    assert seen(ask(Unknown)) == seen(ask(opened.case))
    assert len(mail.outbox) == 1


def test_nobody_can_fill_a_box_with_links(ask, opened):
    answers = [seen(ask(opened.case, browser=Client(REMOTE_ADDR=f"203.0.113.{n}"))) for n in range(5)]
    assert len(mail.outbox) == 3
    assert len(set(answers)) == 1


def test_an_address_that_is_none_is_said_to_be_so(client, opened):
    answer = client.post(reverse("case:ask_for_link"), {"reference": opened.case.reference, "email": "robin"})
    assert "like name@example.com" in seen(answer)
    assert opened.case.reference in answer.content.decode()


def test_the_page_that_asks_looks_for_nothing_itself(client, opened, monkeypatch, django_assert_num_queries):
    """The time of the answer tells nothing: what is found out is found out beside it."""
    from reporting.tracking import links

    asked = []
    monkeypatch.setattr(links._beside, "submit", lambda work, *values: asked.append(values), raising=False)
    client.post(reverse("case:ask_for_link"), {"reference": opened.case.reference, "email": EMAIL})
    client.post(reverse("case:ask_for_link"), {"reference": "FS-0000-0000", "email": EMAIL})
    assert asked == [(opened.case.reference, EMAIL), ("FS-0000-0000", EMAIL)]
    assert not Link.objects.exists()
