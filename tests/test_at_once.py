"""What two requests do at the same moment is done as if they had come one after the other.

SQLite lets one write at a time; PostgreSQL lets many, so there a lock, a condition or a constraint must do it.
"""

import pytest
from django.core import mail

from reporting.cases import actions, timeline
from reporting.cases.enums import ClockKind, EventKind
from reporting.cases.lifecycle import NotPossible
from reporting.cases.models import Case, Receipt
from reporting.cases.tests.factories import a_report, a_worked_case, open_a_case
from reporting.chat.tests.factories import an_owner
from reporting.intake.models import Draft
from reporting.post import gateway
from reporting.post.models import Message
from reporting.staff import second_factor
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory
from reporting.tracking import links, once

from .at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

MANY = range(6)


def test_one_report_sent_by_many_at_once_is_one_case_with_the_same_receipt():
    sent = at_once(lambda _: actions.open_case(report=a_report(), key="the same", body="body"), MANY)
    assert len({(opened.case.pk, opened.secret) for opened in sent}) == 1
    assert (Case.objects.count(), Receipt.objects.count()) == (1, 1)
    assert Message.objects.filter(kind="received").count() == 1


def test_reports_sent_at_once_are_a_case_each():
    at_once(lambda number: actions.open_case(report=a_report(), key=f"key {number}", body="body"), MANY)
    assert Case.objects.count() == len(MANY)
    assert all(timeline.verify(case) is None for case in Case.objects.all())


def test_notes_written_at_once_stand_in_one_unbroken_chain():
    case = a_worked_case()

    def note(number):
        actions.note(case=Case.objects.get(pk=case.pk), by=case.officer, text=f"Note {number}")

    at_once(note, MANY)
    case.refresh_from_db()
    assert timeline.verify(case) is None
    assert case.events.filter(kind=EventKind.NOTE).count() == len(MANY)


def test_a_case_is_acknowledged_once_whoever_is_quicker():
    case, duty = open_a_case(), UserFactory(roles=[Role.DUTY_OFFICER])

    def acknowledge(_):
        try:
            actions.acknowledge(case=Case.objects.get(pk=case.pk), by=duty)
        except NotPossible:
            return "too late"
        return "done"

    assert sorted(at_once(acknowledge, MANY)) == ["done"] + ["too late"] * (len(MANY) - 1)
    assert case.events.filter(kind=EventKind.ACKNOWLEDGED).count() == 1


def test_a_message_that_many_take_up_at_once_goes_once():
    open_a_case()
    Message.objects.update(status=Message.Status.WAITING)
    mail.outbox.clear()
    at_once(lambda _: gateway.send_waiting(), MANY)
    assert len(mail.outbox) == Message.objects.count() == 1


def test_a_link_that_is_pressed_at_once_opens_once():
    case = open_a_case()
    mail.outbox.clear()
    links.send_if_right(case.reference, case.reporter.recipient.email)
    token = mail.outbox[0].body.split("/case/open/")[1].split("/")[0]
    opened = at_once(lambda _: links.use(token), MANY)
    assert [found for found in opened if found] == [case]


def test_a_form_of_your_case_is_taken_once():
    case, token = open_a_case(), once.new_token()

    def press(_):
        try:
            with once.once(case, token):
                actions.add_information(case=Case.objects.get(pk=case.pk), text="It happened again.")
        except once.SentBefore:
            return "before"
        return "taken"

    assert sorted(at_once(press, MANY)) == ["before"] * (len(MANY) - 1) + ["taken"]
    assert case.events.filter(kind=EventKind.INFORMATION).count() == 1


def test_a_backup_code_opens_the_desk_once():
    user = UserFactory(roles=[Role.DUTY_OFFICER])
    code = second_factor.new_backup_codes(user)[0]

    def sign_in(_):
        try:
            return bool(second_factor.check(user, code))
        except second_factor.WaitABit:
            return False

    assert at_once(sign_in, MANY).count(True) == 1


def test_of_two_pages_that_save_a_draft_neither_is_lost_unseen():
    draft = Draft.objects.create(owner=an_owner())
    kept = at_once(lambda number: Draft.objects.get(pk=draft.pk).keep({"who": str(number)}), MANY)
    draft.refresh_from_db()
    assert draft.version == kept.count(True)
    assert draft.answers["who"] in {str(number) for number in MANY}


def test_a_call_that_is_asked_for_at_once_is_promised_once():
    case = open_a_case()
    at_once(lambda _: actions.request_call(case=Case.objects.get(pk=case.pk)), MANY)
    assert case.clocks.filter(kind=ClockKind.RETURN_CALL).count() == 1
