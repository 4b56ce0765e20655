"""Requests for a case review, at the desk."""

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from reporting.cases.lifecycle import NotPossible
from reporting.cases.report import SafeContact
from reporting.post.models import Channel, Message
from reporting.reviews import actions
from reporting.reviews.enums import Status
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .factories import a_request

pytestmark = pytest.mark.django_db

DECISION = {"decision": "not_met", "reasons": "Two of your reports count.", "next_steps": "Report it again."}


@pytest.fixture
def manager():
    return UserFactory(roles=[Role.MANAGER], first_name="Max", last_name="Manager")


@pytest.fixture
def desk(client, manager):
    client.force_login(manager)
    return client


def address(review, name="desk_review"):
    return reverse(name, args=[review.reference])


def test_the_list_has_the_longest_waiting_first_and_says_what_is_late(client, manager, django_assert_max_num_queries):
    with time_machine.travel("2026-11-02 10:00", tick=False):
        old = a_request()
    with time_machine.travel("2026-11-23 10:00", tick=False):
        new = a_request()
        client.force_login(manager)
        with django_assert_max_num_queries(8):
            page = client.get(reverse("desk_reviews")).text
    assert page.index(old.reference) < page.index(new.reference)
    assert page.count(">Late<") == 1
    assert "Robin" not in page


def test_acknowledging_writes_to_them_once(desk, manager, django_capture_on_commit_callbacks):
    review = a_request()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(address(review, "desk_review_acknowledge"))
        page = desk.post(address(review, "desk_review_acknowledge"), follow=True).text
    review.refresh_from_db()
    assert (review.status, review.acknowledged_by) == (Status.ACKNOWLEDGED, manager)
    assert [letter.kind for letter in review.letters] == ["review_received", "review_acknowledged"]
    assert "Someone else has done this already" in page
    assert "passed it to the council" in mail.outbox[-1].body


def test_a_decision_is_shown_as_a_letter_before_it_goes(desk):
    review = a_request()
    page = desk.post(address(review, "desk_review_decide"), DECISION).text
    assert "Read the letter before it goes" in page
    assert "The rule for a review is not met" in page
    assert "This goes by e-mail." in page
    review.refresh_from_db()
    assert review.status == Status.NEW


def test_a_decision_goes_to_them_with_its_reasons_and_stands(desk, django_capture_on_commit_callbacks):
    review = a_request()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(address(review, "desk_review_decide"), DECISION | {"send": "1"})
    review.refresh_from_db()
    assert review.status == Status.NOT_MET
    assert "Two of your reports count." in mail.outbox[-1].body
    assert "You can ask again" in mail.outbox[-1].body
    again = desk.post(address(review, "desk_review_decide"), DECISION | {"send": "1", "decision": "met"})
    assert again["Location"] == address(review)
    review.refresh_from_db()
    assert review.status == Status.NOT_MET


def test_a_yes_says_that_there_will_be_a_review(desk):
    review = a_request()
    desk.post(address(review, "desk_review_decide"), DECISION | {"send": "1", "decision": "met"})
    letter = review.letters.last()
    assert "There will be a review." in letter.full_text
    assert "You can ask again" not in letter.full_text


def test_a_decision_without_reasons_is_asked_for_them_and_keeps_what_was_typed(desk):
    review = a_request()
    page = desk.post(address(review, "desk_review_decide"), DECISION | {"reasons": ""}).text
    assert "Answer “Why”" in page
    assert "Report it again." in page


def test_two_who_decide_at_once_decide_once(manager):
    review = a_request()
    first = {"status": Status.MET, "reasons": "All count.", "next_steps": "They meet."}
    actions.decide(review=review, by=manager, **first)
    with pytest.raises(NotPossible):
        actions.decide(review=review, by=manager, **first | {"status": Status.NOT_MET})
    assert Message.objects.filter(kind="review_decided").count() == 1


def test_who_is_to_be_called_is_told_by_voice(desk):
    review = a_request(contact=SafeContact(prefers=Channel.PHONE, phone="020 7946 0000"))
    page = desk.post(address(review, "desk_review_decide"), DECISION).text
    assert "Tell them yourself" in page


def test_the_page_shows_what_was_asked_and_what_must_be_known_first(desk, django_assert_max_num_queries):
    review = a_request(
        what="<b>Music</b> every night.", contact=SafeContact(prefers=Channel.TEXT, phone="07700 900123")
    )
    with django_assert_max_num_queries(8):
        page = desk.get(address(review)).text
    assert "&lt;b&gt;Music&lt;/b&gt; every night." in page
    assert "Someone else may see or hear messages" in page
    assert "no-store" in desk.get(address(review))["Cache-Control"]


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.DUTY_OFFICER, Role.MANAGER}])
def test_nobody_else_may_act(role):
    review, someone = a_request(), UserFactory(roles=[role])
    with pytest.raises(PermissionDenied):
        actions.acknowledge(review=review, by=someone)
    with pytest.raises(PermissionDenied):
        actions.decide(review=review, by=someone, status=Status.MET, reasons="x", next_steps="x")
