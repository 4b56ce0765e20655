"""One report is one case, however often and in whatever way it is sent."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from reporting.cases import actions
from reporting.cases.models import Case, Receipt
from reporting.intake import sending
from reporting.intake.models import Draft
from reporting.post.models import Message

from .files import a_picture
from .walking import EMAIL, NOT_CONTACTED, TRUE, Walker

pytestmark = pytest.mark.django_db


def counts():
    return Case.objects.count(), Receipt.objects.count(), Message.objects.filter(kind="received").count()


def test_sent_twice_is_one_case_with_the_same_receipt(client):
    walker = Walker(client).walk()
    first = walker.page.context["secret"]
    walker.give("check", TRUE)
    assert walker.page.context["secret"] == first
    walker.give("check", TRUE)
    assert counts() == (1, 1, 1)


@pytest.fixture
def two_requests(client, monkeypatch):
    """Two presses of the same button, that both read the draft before either had sent it."""
    walker = Walker(client).walk(until="check")
    seen = []
    monkeypatch.setattr(
        "reporting.intake.wizard.sending.send", lambda draft, forms, by=None: seen.append((draft, forms))
    )
    for _press in range(2):
        walker.post("check", TRUE)
    monkeypatch.undo()
    return seen


def test_two_presses_at_once_are_one_case_with_the_same_receipt(two_requests):
    (draft, forms), (other, other_forms) = two_requests
    first, second = sending.send(draft, forms), sending.send(other, other_forms)
    assert (first.case, first.secret) == (second.case, second.secret)
    assert counts() == (1, 1, 1)


def test_other_answers_under_the_same_draft_are_not_taken(client, two_requests, monkeypatch):
    (draft, forms), (other, other_forms) = two_requests
    sending.send(draft, forms)
    other_forms["wish"].cleaned_data["wants"] = "Something else"
    with pytest.raises(actions.BodyChanged):
        sending.send(other, other_forms)
    assert counts() == (1, 1, 1)


def test_someone_whose_other_tab_was_quicker_is_told_what_was_not_taken(client, monkeypatch):
    walker = Walker(client).walk(until="check")

    def too_late(*args, **kwargs):
        raise actions.BodyChanged("FS-0000-0000")

    monkeypatch.setattr("reporting.intake.wizard.sending.send", too_late)
    walker.give("check", TRUE)
    assert walker.page.status_code == 409
    assert "FS-0000-0000" in walker.page.text
    assert "Add to your case" in walker.page.text


def test_an_answer_given_after_sending_is_not_taken_and_says_so(client):
    walker = Walker(client).walk()
    case = Case.objects.get()
    walker.give("wish", {"wants": "Something else"})
    assert walker.page.status_code == 409
    assert "This report was already sent" in walker.page.text
    assert case.reference in walker.page.text
    case.refresh_from_db()
    assert case.wants == ""


def test_looking_back_after_sending_shows_the_receipt_and_no_answer(client):
    walker = Walker(client).walk()
    for step in ("danger", "who", "check"):
        walker.look(step)
        assert walker.step == "receipt"
        assert "Robin" not in walker.page.text


def test_a_crash_while_sending_leaves_nothing_and_the_next_press_sends_it(client, monkeypatch):
    walker = Walker(client).walk(until="check")
    monkeypatch.setattr(Draft, "finish", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        walker.post("check", TRUE)
    assert counts() == (0, 0, 0)
    assert Draft.objects.get().sent_at is None
    monkeypatch.undo()
    walker.give("check", TRUE)
    assert walker.step == "receipt"
    assert counts() == (1, 1, 1)


def test_an_answer_lost_on_its_way_back_is_given_again(client):
    """The case was opened, but the reporter's browser never heard of it, and asks again."""
    walker = Walker(client).walk(until="check")
    walker.post("check", TRUE)
    walker.give("check", TRUE)
    assert walker.step == "receipt"
    assert walker.page.context["secret"]
    assert counts() == (1, 1, 1)


def test_sending_leaves_no_answer_in_the_draft(client):
    walker = Walker(client).walk(until="evidence")
    walker.give("evidence", {"files": a_picture()})
    walker.walk({"wish": {}, "contact": NOT_CONTACTED["contact"], "check": TRUE})
    draft = Draft.objects.get()
    assert bytes(draft.sealed) == b""
    assert draft.evidence_ids == []
    assert Case.objects.get().evidence.count() == 1


# --- The receipt ----------------------------------------------------------------------------------


def test_the_receipt_says_what_happens_next_with_dates(client):
    with time_machine.travel("2026-11-23 10:00 +0000", tick=False):
        walker = Walker(client).walk()
    assert "Tuesday 24 November at 6pm" in walker.page.text
    assert "You get your plan in writing" in walker.page.text


def test_the_code_is_shown_for_an_hour_and_then_only_the_reference(client):
    walker = Walker(client).walk()
    secret = walker.page.context["secret"]
    receipt = walker.url("receipt", walker.draft)
    assert client.get(receipt).context["secret"] == secret
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        later = client.get(receipt)
    assert later.context["secret"] == ""
    assert secret not in later.text
    assert Case.objects.get().reference in later.text


def test_another_browser_sees_no_receipt(client):
    walker = Walker(client).walk()
    assert Client().get(walker.url("receipt", walker.draft)).status_code == 404


def test_before_sending_there_is_no_receipt(client):
    walker = Walker(client).walk(until="what")
    walker.page = client.get(walker.url("receipt", walker.draft), follow=True)
    assert walker.step == "what"


def send_code(walker, **data):
    walker.page = walker.client.post(walker.url("receipt", walker.draft), data, follow=True)


def test_the_code_goes_to_an_address_that_its_reader_says_is_safe(client, django_capture_on_commit_callbacks):
    walker = Walker(client).walk()
    secret = walker.page.context["secret"]
    with django_capture_on_commit_callbacks(execute=True):
        send_code(walker, safe="on")
    assert "We have sent the reference and the code" in walker.page.text
    [letter] = mail.outbox
    assert secret in letter.body
    assert letter.subject == "A message for you"
    assert "noise" not in letter.body.lower()
    send_code(walker, safe="on")
    assert Message.objects.filter(kind="reference").count() == 1


def test_it_does_not_go_without_that_word(client):
    walker = Walker(client).walk()
    send_code(walker)
    assert walker.errors()["safe"]
    assert not Message.objects.filter(kind="reference").exists()


@pytest.mark.parametrize("changes", [{"reach": {**EMAIL, "shared": "yes"}}, NOT_CONTACTED])
def test_it_is_not_offered_where_someone_else_may_read_it_or_nothing_is_sent(client, changes):
    walker = Walker(client).walk(**changes)
    assert not walker.page.context["channel"]
    send_code(walker, safe="on")
    assert not Message.objects.filter(kind="reference").exists()
