"""What who leads chats sees of how they went, in numbers."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reporting.cases.tests.factories import a_report
from reporting.chat import actions
from reporting.chat.enums import Helped, Outcome
from reporting.chat.figures import FEWEST_RATINGS, Period, Spread, figures_of
from reporting.chat.models import ChatRating, Conversation
from reporting.chat.retention import forget_chats
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory
from reporting.worktime import ENGLAND

from .factories import a_chat, a_taken_chat, an_agent, an_agent_there, an_id, an_owner
from .test_left import a_message

pytestmark = pytest.mark.django_db

MONDAY_AT_TEN = datetime(2026, 11, 23, 10, 0, tzinfo=ENGLAND)
MONDAY = date(2026, 11, 23)
PAGE, FILE = "/desk/chat/figures/", "/desk/chat/figures/file.csv"


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY_AT_TEN, tick=False) as clock:
        yield clock


def desk(*roles) -> Client:
    client = Client()
    client.force_login(UserFactory(roles=roles))
    return client


def the_day(day: date = MONDAY):
    return figures_of(Period(day, day))


def rated(helped, *, by=None) -> ChatRating:
    chat = a_taken_chat(by=by)
    actions.end(conversation=chat, by=chat.taken_by, outcome=Outcome.ADVICE)
    return ChatRating.objects.create(conversation=chat, helped=helped)


class TestWhatIsCounted:
    def test_each_chat_is_answered_left_missed_or_still_waiting(self, clock):
        a_taken_chat()
        a_message()
        actions.end(conversation=a_chat())
        actions.end_for_silence(conversation=a_chat())
        a_chat()
        assert the_day().total == {
            "began": 5,
            "answered": 1,
            "left": 1,
            "missed": 2,
            "abandoned": 1,
            "waiting": 1,
        }

    def test_who_leaves_with_the_exit_while_waiting_is_among_those_who_left(self, clock):
        a_chat(token="mine")
        actions.leave(owner=an_owner("mine"))
        assert the_day().total["abandoned"] == 1

    def test_missed_ones_are_owed_an_answer_until_someone_gives_it(self, clock):
        agent, missed = an_agent(), a_chat()
        actions.end(conversation=missed)
        assert the_day().still_owed == 1
        actions.settle(conversation=missed, by=agent, how="nothing", note="Nothing there")
        assert (the_day().still_owed, the_day().total["missed"]) == (0, 1)

    def test_waiting_runs_from_the_first_words_to_the_first_answer(self, clock):
        agent = an_agent()
        for seconds in (10, 20, 60, 150):
            chat = a_chat()
            clock.shift(seconds)
            actions.take(conversation=chat, by=agent)
            clock.shift(600)
            actions.end(conversation=chat, by=agent)
        waits, lengths = the_day().waits, the_day().lengths
        assert (waits.at(50), waits.at(90), waits.within(120), waits.number) == (20, 150, 3, 4)
        assert (lengths.at(50), lengths.number) == (600, 4)

    def test_who_came_back_to_a_message_did_not_wait_for_days(self, clock):
        message = a_message()
        clock.shift(timedelta(days=1))
        agent = an_agent_there()
        actions.say(conversation=message, client_id=an_id(), text="Are you there?")
        message.refresh_from_db()
        with time_machine.travel(MONDAY_AT_TEN + timedelta(days=1), tick=False):
            actions.take(conversation=message, by=agent)
        found = figures_of(Period(MONDAY, MONDAY + timedelta(days=1)))
        assert (found.total["answered"], found.waits.number) == (1, 0)

    def test_what_came_of_them_and_what_they_were_about(self, clock):
        agent = an_agent()
        chat, case = a_taken_chat(by=agent), a_taken_chat(by=agent)
        actions.end(conversation=chat, by=agent, outcome=Outcome.SIGNPOSTED, topic="noise")
        actions.make_case(conversation=case, by=agent, report=a_report())
        actions.end(conversation=case, by=agent)
        assert the_day().outcomes == {Outcome.SIGNPOSTED: 1, Outcome.CASE: 1}
        assert the_day().topics == {"noise": 1, "": 1}

    def test_forgotten_ones_count(self, clock):
        agent = an_agent()
        actions.end(conversation=a_taken_chat(by=agent), by=agent, outcome=Outcome.ADVICE)
        actions.end(conversation=a_chat())
        a_message_ended = a_message()
        actions.end_for_silence(conversation=a_message_ended)
        before = the_day()
        with time_machine.travel(MONDAY_AT_TEN + timedelta(days=200), tick=False):
            assert forget_chats() == 3
        after = the_day()
        assert (after.total, after.outcomes, after.waits) == (before.total, before.outcomes, before.waits)
        assert after.total["abandoned"] == after.total["left"] == 1

    def test_half_and_nine_in_ten_of_nothing_are_nothing(self):
        assert Spread([]).at(50) is None
        assert Spread([(3, 1)]).at(90) == 3
        assert Spread([(1, 9), (70, 1)]).at(90) == 1
        assert Spread([(1, 8), (70, 2)]).at(90) == 70


class TestTheClockInEngland:
    def begun_at(self, moment: datetime) -> None:
        with time_machine.travel(moment, tick=False):
            a_chat()

    def test_an_hour_is_the_same_in_summer_and_winter(self):
        self.begun_at(datetime(2026, 7, 6, 9, 30, tzinfo=ENGLAND))
        self.begun_at(datetime(2026, 12, 7, 9, 30, tzinfo=ENGLAND))
        found = figures_of(Period(date(2026, 7, 1), date(2026, 12, 31)))
        assert {hour: counts["began"] for hour, counts in found.by_hour.items()} == {9: 2}
        assert list(found.by_weekday) == [0]

    def test_the_hour_that_comes_twice_is_one_hour_of_the_day(self):
        for hour in (0, 1):
            self.begun_at(datetime(2026, 10, 25, hour, 30, tzinfo=UTC))
        assert the_day(date(2026, 10, 25)).by_hour[1]["began"] == 2

    def test_a_summers_day_ends_at_midnight_there(self):
        self.begun_at(datetime(2026, 7, 6, 0, 30, tzinfo=ENGLAND))
        self.begun_at(datetime(2026, 7, 6, 23, 30, tzinfo=ENGLAND))
        assert the_day(date(2026, 7, 6)).total["began"] == 2
        assert the_day(date(2026, 7, 5)).total["began"] == the_day(date(2026, 7, 7)).total["began"] == 0

    def test_the_day_on_which_the_clock_goes_forward_has_all_its_hours(self):
        self.begun_at(datetime(2026, 3, 29, 0, 30, tzinfo=ENGLAND))
        self.begun_at(datetime(2026, 3, 29, 23, 30, tzinfo=ENGLAND))
        assert list(the_day(date(2026, 3, 29)).by_hour) == [0, 23]


class TestRatings:
    def test_all_are_counted_together(self, clock):
        rated(Helped.YES)
        rated(Helped.NO)
        rated(None)
        assert the_day().ratings == {Helped.YES: 1, Helped.NO: 1}

    def test_a_person_is_shown_only_with_enough_of_them(self, clock):
        agent = an_agent(first_name="Connie", last_name="Contact")
        for _ in range(FEWEST_RATINGS - 1):
            rated(Helped.YES, by=agent)
        assert the_day().by_person == []
        assert "Connie Contact" not in desk(Role.MANAGER).get(PAGE).content.decode()
        rated(Helped.PARTLY, by=agent)
        ((name, counts),) = the_day().by_person
        assert (name, counts.total(), counts[Helped.YES]) == ("Connie Contact", FEWEST_RATINGS, FEWEST_RATINGS - 1)
        assert "Connie Contact" in desk(Role.MANAGER).get(PAGE).content.decode()


class TestThePage:
    @pytest.mark.parametrize("role", [Role.DUTY_OFFICER, Role.MANAGER, Role.QUALITY])
    def test_who_leads_and_who_looks_after_quality_see_it(self, role):
        assert desk(role).get(PAGE).status_code == 200
        assert desk(role).get(FILE).status_code == 200

    @pytest.mark.parametrize("role", [Role.CONTACT_CENTRE, Role.EDITOR, Role.NEIGHBOURHOOD_OFFICER])
    def test_nobody_else_does(self, role):
        assert desk(role).get(PAGE).status_code == 404
        assert desk(role).get(FILE).status_code == 404

    def test_it_shows_the_last_four_weeks_unless_asked(self, clock):
        with time_machine.travel(MONDAY_AT_TEN - timedelta(days=27), tick=False):
            a_chat()
        with time_machine.travel(MONDAY_AT_TEN - timedelta(days=28), tick=False):
            a_chat()
        page = desk(Role.QUALITY).get(PAGE)
        assert page.context["figures"].total["began"] == 1
        longer = desk(Role.QUALITY).get(PAGE, {"first": "2026-10-01", "last": "2026-11-23"})
        assert longer.context["figures"].total["began"] == 2

    @pytest.mark.parametrize(
        ("first", "last", "said"),
        [
            ("2026-11-20", "2026-11-19", "must not be before"),
            ("2020-01-01", "2026-11-19", "at most a year"),
            ("0001-01-01", "2026-11-19", "from the year 2000"),
            ("2026-11-19", "9999-12-31", "from the year 2000"),
            ("yesterday", "", "desk-error"),
            ("\x00", "\udc80", "desk-error"),
        ],
    )
    def test_days_that_cannot_be_are_told_beside_their_field(self, clock, first, last, said):
        page = desk(Role.MANAGER).get(PAGE, {"first": first, "last": last.encode("utf-8", "replace")})
        assert page.status_code == 200
        assert said in page.content.decode()
        assert "figures" not in page.context
        assert desk(Role.MANAGER).get(FILE, {"first": first}).status_code in {200, 302}

    def test_only_who_opens_chats_is_led_to_what_is_owed(self, clock):
        assert "/desk/chat/#owed" in desk(Role.MANAGER).get(PAGE).content.decode()
        assert "/desk/chat/#owed" not in desk(Role.QUALITY).get(PAGE).content.decode()

    def test_it_costs_the_same_however_many_chats(self, clock):
        client = desk(Role.QUALITY)

        def queries():
            with CaptureQueriesContext(connection) as counted:
                client.get(PAGE)
            return len(counted)

        some, others = an_agent(), an_agent()
        for _ in range(FEWEST_RATINGS):
            rated(Helped.NO, by=some)
        client.get(PAGE)
        few = queries()
        for _ in range(FEWEST_RATINGS):
            rated(Helped.YES, by=others)
        for number in range(20):
            with time_machine.travel(MONDAY_AT_TEN - timedelta(hours=5 * number), tick=False):
                actions.end(conversation=a_chat())
        assert queries() == few <= 12


def test_the_file_has_every_number_and_no_formula(clock):
    agent = an_agent(first_name="=HYPERLINK(1)", last_name="x")
    agent.save()
    for _ in range(FEWEST_RATINGS):
        rated(Helped.YES, by=agent)
        Conversation.objects.filter(taken_by=agent).update(topic="noise")
        actions.end(conversation=a_chat())
    response = desk(Role.QUALITY).get(FILE, {"first": "2026-11-23", "last": "2026-11-23"})
    assert response["Content-Disposition"].endswith('chat-figures-2026-11-23-2026-11-23.csv"')
    rows = list(csv.reader(io.StringIO(response.content.decode().removeprefix("\ufeff"))))
    assert ["In short", "Came to us", "Number", str(2 * FEWEST_RATINGS)] in rows
    assert ["By hour of the day", "10am", "Missed", str(FEWEST_RATINGS)] in rows
    assert ["Ratings by who answered", "'=HYPERLINK(1) x", "Ratings", str(FEWEST_RATINGS)] in rows
