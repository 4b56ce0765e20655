"""Staff are told of a promise before it is broken, and a manager when it was; each once, wherever it runs (P23, P32)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from reporting.cases import actions
from reporting.cases.alerts import raise_alerts
from reporting.cases.digests import MOST_NAMED, send_digests
from reporting.cases.enums import ClockKind, ContactOutcome, PauseReason, Point
from reporting.cases.models import Alert
from reporting.cases.standards import SHEET
from reporting.kinds import Kind
from reporting.post.gateway import send_waiting
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .factories import a_worked_case, open_a_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def officer():
    return UserFactory(roles=[Role.COORDINATOR], email="officer@fairstreet.example")


@pytest.fixture
def manager():
    return UserFactory(roles=[Role.MANAGER], email="manager@fairstreet.example")


@pytest.fixture
def duty():
    return UserFactory(roles=[Role.DUTY_OFFICER], email="duty@fairstreet.example")


def told(someone) -> set[tuple[str, str]]:
    return {(alert.clock.kind, alert.point) for alert in someone.alerts.select_related("clock")}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_the_officer_is_told_the_working_day_before_and_the_manager_when_it_was_missed(clock, officer, manager):
    # An officer speaks with them by Friday at 6.
    a_worked_case(officer=officer)
    clock.move_to(at(26, 7, 59))
    assert raise_alerts() == 0
    clock.move_to(at(26, 8))
    raise_alerts()
    assert told(officer) == {(ClockKind.FIRST_CONTACT, Point.BEFORE)}
    assert told(manager) == set()
    clock.move_to(at(27, 17, 59))
    raise_alerts()
    assert (ClockKind.FIRST_CONTACT, Point.MISSED) not in told(officer)
    clock.move_to(at(27, 18))
    raise_alerts()
    assert (ClockKind.FIRST_CONTACT, Point.MISSED) in told(officer)
    assert told(manager) == {(ClockKind.FIRST_CONTACT, Point.MISSED)}


def test_whoever_is_told_is_told_once(clock, officer, manager):
    a_worked_case(officer=officer)
    clock.move_to(at(27, 18))
    assert raise_alerts() > 0
    before = Alert.objects.count()
    clock.shift(timedelta(hours=2))
    assert raise_alerts() == 0
    assert Alert.objects.count() == before


def test_while_there_is_no_officer_those_on_duty_are_told(clock, duty, manager):
    # A person reads the report by Wednesday at 6. It was not here yet when we opened on the day before.
    open_a_case()
    clock.move_to(at(25, 7, 59))
    assert raise_alerts() == 0
    clock.move_to(at(25, 8))
    raise_alerts()
    assert told(duty) == {(ClockKind.ACKNOWLEDGE, Point.BEFORE)}
    assert told(manager) == set()


@pytest.mark.parametrize(
    ("asked", "warned"),
    [
        # Four hours before it falls due.
        (at(24, 13), at(25, 9)),
        # It falls due at 9 in the morning: an hour of then, and three of the day before.
        (at(24, 9), at(24, 15)),
        # It falls due at 9 in the evening, so it has to be made before 6.
        (at(24, 21), at(25, 14)),
        # It falls due on a Saturday, and has to be made on the Friday.
        (at(27, 12), at(27, 14)),
        (at(27, 15), at(27, 15)),
        (at(27, 19), at(27, 19)),
    ],
)
def test_of_a_call_we_are_warned_while_there_is_someone_to_make_it(clock, asked, warned):
    clock.move_to(asked)
    case = open_a_case(wants_call=True)
    assert case.clocks.get(kind=ClockKind.RETURN_CALL).warn_at == warned


def test_a_managers_look_is_the_managers_to_keep(clock, officer, manager):
    case = a_worked_case(officer=officer)
    review = case.clocks.running().get(kind=ClockKind.MANAGER_REVIEW)
    clock.move_to(review.warn_at)
    raise_alerts()
    assert (ClockKind.MANAGER_REVIEW, Point.BEFORE) in told(manager)
    assert (ClockKind.MANAGER_REVIEW, Point.BEFORE) not in told(officer)
    actions.review(case=case, by=manager, text="The plan holds; ask for the diary.")
    review.refresh_from_db()
    assert review.met_at
    after = case.clocks.running().get(kind=ClockKind.MANAGER_REVIEW)
    assert after.due_at.date() > review.due_at.date()
    assert "Category B: 30 working days after the last time" in after.rule


def test_for_an_officer_who_has_left_a_manager_is_told(clock, officer, manager):
    a_worked_case(officer=officer)
    officer.is_active = False
    officer.save()
    clock.move_to(at(26, 8))
    raise_alerts()
    assert told(officer) == set()
    assert told(manager) == {(ClockKind.FIRST_CONTACT, Point.BEFORE)}


def test_of_a_restricted_case_only_those_are_told_who_may_read_it(clock, officer, manager):
    UserFactory(roles=[Role.COORDINATOR])
    case = a_worked_case(officer=officer, kind=Kind.DOMESTIC_ABUSE)
    case.need_to_know.clear()
    clock.move_to(at(27, 18))
    raise_alerts()
    assert {alert.to for alert in Alert.objects.filter(clock__case=case)} == {officer, manager}


def test_a_promise_that_was_moved_is_told_of_again(clock, officer):
    case = a_worked_case(officer=officer)
    clock.move_to(at(26, 9))
    raise_alerts()
    actions.pause(case=case, by=officer, reason=PauseReason.ASKED, why="On holiday.", until=date(2026, 11, 30))
    assert not officer.alerts.standing().filter(clock__kind=ClockKind.FIRST_CONTACT).exists()
    # Two working days later: by Tuesday at 6, so from Monday at 8.
    clock.move_to(at(30, 7))
    raise_alerts()
    assert officer.alerts.filter(clock__kind=ClockKind.FIRST_CONTACT).count() == 1
    clock.move_to(at(30, 8))
    raise_alerts()
    assert officer.alerts.filter(clock__kind=ClockKind.FIRST_CONTACT).count() == 2


def test_the_standards_say_how_long_before(clock, manager, officer):
    now = actions.set_standards(
        by=manager, figures=standards_with(warn_days=2, warn_hours=1), why="Earlier", instead_of=1
    )
    assert now.figure("warn_days") == 2
    case = a_worked_case(officer=officer, wants_call=True)
    assert case.clocks.running().get(kind=ClockKind.PLAN).warn_at == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert case.clocks.get(kind=ClockKind.RETURN_CALL).warn_at == at(25, 9)


def standards_with(**figures) -> dict:
    return SHEET.first | figures


def test_what_was_told_costs_no_more_queries_with_more_cases(clock, officer, manager, django_assert_max_num_queries):
    for _ in range(12):
        a_worked_case(officer=officer)
    clock.move_to(at(27, 18))
    # Looking and writing for each of the two points, and who is here.
    with django_assert_max_num_queries(12):
        assert raise_alerts() == 24


class TestDigest:
    def test_one_e_mail_tells_of_all_that_is_new_and_names_nobody(self, clock, officer, manager):
        case = a_worked_case(officer=officer)
        clock.move_to(at(27, 18))
        raise_alerts()
        # We are closed. On Monday we open at 8.
        clock.move_to(at(30, 7, 59))
        assert send_digests() == 0
        clock.move_to(at(30, 8))
        assert send_digests() == 2
        send_waiting()
        by_person = {message.to[0]: message.body for message in mail.outbox if "fairstreet.example" in message.to[0]}
        assert set(by_person) == {officer.email, manager.email}
        assert (
            f"{case.reference}: Speak to the reporter, was due Friday 27 November at 6pm" in by_person[officer.email]
        )
        assert "http" in by_person[officer.email]
        for words in ("Robin", "Imaginary Row", "music", "robin@"):
            assert words not in by_person[officer.email]
            assert words not in mail.outbox[0].subject

    def test_it_says_nothing_twice_and_nothing_too_often(self, clock, officer):
        a_worked_case(officer=officer)
        clock.move_to(at(26, 8))
        actions.request_call(case=a_worked_case(officer=officer))
        clock.move_to(at(26, 12))
        raise_alerts()
        assert send_digests() == 1
        assert send_digests() == 0
        # The call is to be made before we close. That is new, and waits for the next one.
        clock.move_to(at(26, 14))
        assert raise_alerts() == 1
        assert send_digests() == 0
        clock.move_to(at(26, 15, 1))
        assert send_digests() == 1
        assert "Call back" in officer_mail(officer)
        assert not officer.alerts.filter(mailed_at=None).exists()

    def test_what_was_kept_meanwhile_is_not_told_of(self, clock, officer):
        case = a_worked_case(officer=officer)
        clock.move_to(at(26, 7))
        Alert.objects.all().delete()
        clock.move_to(at(26, 8))
        raise_alerts()
        actions.record_contact(
            case=case,
            by=officer,
            outcome=ContactOutcome.SPOKE,
            text="Spoke",
            next_contact_on=date(2026, 12, 10),
        )
        assert send_digests() == 0
        assert not officer.alerts.filter(mailed_at=None).exists()

    def test_what_was_to_fall_due_in_the_night_and_was_missed_is_told_of_as_missed(self, clock, officer):
        a_worked_case(officer=officer)
        clock.move_to(at(26, 18, 30))
        raise_alerts()
        clock.move_to(at(27, 18))
        raise_alerts()
        clock.move_to(at(30, 8))
        assert send_digests() == 1
        body = officer_mail(officer)
        assert body.count("Speak to the reporter") == 1
        assert "Promises that were missed" in body

    def test_a_long_one_names_the_oldest_and_counts_the_rest(self, clock, officer):
        manager = UserFactory(roles=[Role.MANAGER])
        figures = SHEET.first | {"most_open": 60}
        actions.set_standards(by=manager, figures=figures, why="For this once", instead_of=1)
        for _ in range(MOST_NAMED + 3):
            a_worked_case(officer=officer)
        clock.move_to(at(26, 8))
        raise_alerts()
        send_digests()
        body = officer_mail(officer)
        assert body.count("Speak to the reporter") == MOST_NAMED
        assert "And 3 more." in body

    def test_it_goes_to_the_address_of_now_and_to_nobody_without_one(self, clock, officer, manager):
        manager.email = ""
        manager.save()
        a_worked_case(officer=officer)
        clock.move_to(at(26, 8))
        raise_alerts()
        send_digests()
        officer.email = "new@fairstreet.example"
        officer.save()
        clock.move_to(at(27, 18))
        raise_alerts()
        clock.move_to(at(30, 8))
        assert send_digests() == 1
        assert "missed" in officer_mail(officer)


def officer_mail(officer) -> str:
    send_waiting()
    return next(message.body for message in reversed(mail.outbox) if message.to == [officer.email])


class TestWhoeverHasTheCaseNow:
    def test_the_next_officer_is_told_of_what_stands_with_it(self, clock, officer, duty):
        another = UserFactory(roles=[Role.COORDINATOR])
        case = a_worked_case(officer=officer)
        clock.move_to(at(26, 9))
        raise_alerts()
        actions.allocate(case=case, to=another, by=duty, reason="On leave", handover="Ring after 6.")
        raise_alerts()
        assert told(another) == {(ClockKind.FIRST_CONTACT, Point.BEFORE)}
        assert officer.alerts.count() == 1

    def test_a_digest_does_not_name_a_case_that_has_become_none_of_theirs(self, clock, officer, duty):
        case = a_worked_case(officer=officer)
        clock.move_to(at(26, 18, 30))
        raise_alerts()
        actions.assess(
            case=case,
            by=duty,
            category="A",
            reason="It is hate",
            risk_answers={},
            restricted=True,
            why_not="It is hate",
        )
        another = UserFactory(roles=[Role.COORDINATOR])
        actions.allocate(case=case, to=another, by=duty, reason="Hate", handover="Ring after 6.")
        clock.move_to(at(27, 9))
        assert send_digests() == 0
        assert not officer.alerts.filter(mailed_at=None).exists()

    def test_the_same_category_again_tells_nobody_again(self, clock, officer, manager):
        case = a_worked_case(officer=officer)
        clock.move_to(at(27, 18))
        raise_alerts()
        before = manager.alerts.count()
        actions.assess(case=case, by=officer, category="B", reason="Same", risk_answers={}, restricted=False)
        assert raise_alerts() == 0
        assert manager.alerts.count() == before

    def test_another_category_brings_the_managers_next_look_nearer(self, clock, officer, manager):
        case = a_worked_case(officer=officer)
        actions.review(case=case, by=manager, text="It holds.")
        actions.assess(case=case, by=officer, category="A", reason="Worse", risk_answers={}, restricted=False)
        review = case.clocks.running().get(kind=ClockKind.MANAGER_REVIEW)
        # Fifteen working days after today.
        assert review.due_at.date() == date(2026, 12, 15)
