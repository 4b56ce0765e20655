"""Each action by the pages that staff have for it."""

from contextlib import nullcontext
from datetime import date, timedelta
from time import sleep

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from advice.models import Partner
from reporting.cases import actions, timeline
from reporting.cases.desk import once
from reporting.cases.desk.forms import Day
from reporting.cases.enums import ClockKind, EventKind, Status
from reporting.cases.lifecycle import NotPossible
from reporting.cases.models import Case
from reporting.cases.tests.factories import open_a_case
from reporting.kinds import Kind
from reporting.post.models import Message
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .conftest import assess
from .test_case import give_a_plan

pytestmark = pytest.mark.django_db

SOON = timezone.localdate() + timedelta(days=14)


def do(client, name, case, data=None, *, send=False, args=()):
    data = {"once": once.new_token(), **(data or {})} | ({"send": "1"} if send else {})
    return client.post(reverse(f"desk_{name}", args=[case.reference, *args]), data)


def done(response, case) -> Case:
    assert response.status_code == 302, response.content.decode()
    case.refresh_from_db()
    return case


def a_plan(**changes) -> dict:
    return {
        "told_us": "Music at night",
        "aim": "Quiet nights",
        "safety": "",
        "review_on": SOON.isoformat(),
        "steps-TOTAL_FORMS": "3",
        "steps-INITIAL_FORMS": "0",
        "steps-0-owner": "landlord",
        "steps-0-what": "Speak to next door",
        "steps-0-due_on": SOON.isoformat(),
        "steps-1-owner": "landlord",
        "steps-2-owner": "landlord",
        **changes,
    }


def test_a_report_is_worked_to_its_end_by_the_pages_alone(desk, home):
    case, champion = open_a_case(home=home), UserFactory(roles=[Role.COORDINATOR])
    champion.areas.add(home.area)
    duty = desk(Role.DUTY_OFFICER)
    assert done(do(duty, "acknowledge", case), case).status == Status.ACKNOWLEDGED
    assess_page = duty.get(reverse("desk_assess", args=[case.reference])).context["form"]
    answers = {"category": assess_page["category"].initial or "C", "reason": "Keeps them awake", "risk_alone": "yes"}
    assert done(do(duty, "assess", case, answers), case).status == Status.ASSESSED
    allocate_page = duty.get(reverse("desk_allocate", args=[case.reference]))
    assert "They champion the area and have room." in allocate_page.content.decode()
    suggested = allocate_page.context["form"].initial["to"]
    assert done(do(duty, "allocate", case, {"to": suggested}), case).officer == champion

    officer = desk(user=champion)
    contact = {
        "channel": "phone",
        "outcome": "spoke",
        "text": "Told their story",
        "next_contact_on": SOON.isoformat(),
    }
    assert done(do(officer, "contact", case, contact), case).next_contact_on == SOON
    assert done(do(officer, "plan", case, a_plan(), send=True), case).plans.count() == 1
    answer = {"answer": "agreed", "version": "1"}
    assert done(do(officer, "plan_answer", case, answer), case).plans.get().agreed_at
    step = case.plans.get().steps.get()
    done(do(officer, "step_done", case, args=[step.pk]), case)
    step.refresh_from_db()
    assert step.done_at
    close = {"reason": "resolved", "explanation": "Quiet for six weeks."}
    assert done(do(officer, "close", case, close, send=True), case).status == Status.CLOSED
    kinds = [message.kind for message in Message.objects.about(case.reference)]
    assert kinds == ["received", "acknowledged", "plan", "closed"]
    assert timeline.verify(case) is None


def test_the_suggestion_follows_the_reporters_own_answers(desk):
    case = open_a_case(risk={"intimidation": "now"})
    client = desk(Role.DUTY_OFFICER)
    do(client, "acknowledge", case)
    page = client.get(reverse("desk_assess", args=[case.reference]))
    assert "Suggested: A: serious" in page.content.decode()
    assert "They are being threatened now" in page.content.decode()
    assert page.context["form"]["risk_intimidation"].initial == "now"
    assert page.context["form"].initial["category"] == "A"


def test_assessing_can_restrict_a_case(desk, new_case):
    client = desk(Role.DUTY_OFFICER)
    do(client, "acknowledge", new_case)
    data = {"category": "A", "reason": "Hate", "restricted": "on", "needs": "Interpreter"}
    assert done(do(client, "assess", new_case, data), new_case).restricted
    assert Case.objects.get().reporter.support_needs == "Interpreter"


def test_what_is_missing_is_said_and_what_was_typed_stays(desk, new_case):
    client = desk(Role.DUTY_OFFICER)
    do(client, "acknowledge", new_case)
    response = do(client, "assess", new_case, {"reason": "Half a reason", "risk_alone": "nonsense"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Choose an answer to “Category”" in page
    assert "Half a reason" in page
    new_case.refresh_from_db()
    assert new_case.status == Status.ACKNOWLEDGED


def test_what_the_case_does_not_allow_is_said_on_the_page(desk, new_case):
    response = do(desk(Role.DUTY_OFFICER), "assess", new_case, {"category": "A", "reason": "Serious"})
    assert response.status_code == 200
    assert "This case is “New”, so that cannot be done with it now." in response.content.decode()
    assert "Serious" in response.content.decode()


def test_a_form_whose_process_died_over_it_can_soon_be_sent_again(monkeypatch):
    """Slept through in truth, for a cache outside this process has a clock of its own."""
    monkeypatch.setattr(once, "BEING_DONE_SECONDS", 1)
    token = once.new_token()
    dying = once.once(token)
    dying.__enter__()  # and never comes to its end
    with pytest.raises(once.SentBefore), once.once(token):
        pass
    for may_be_sent in (True, False):
        sleep(1.2)
        with nullcontext() if may_be_sent else pytest.raises(once.SentBefore), once.once(token):
            pass


def test_a_double_click_writes_one_note(desk, worked_case):
    client = desk(user=worked_case.officer)
    data = {"once": once.new_token(), "text": "They called"}
    for _ in range(2):
        assert do(client, "note", worked_case, data).status_code == 302
    assert worked_case.events.filter(kind=EventKind.NOTE).count() == 1
    done(do(client, "note", worked_case, {"text": "They called"}), worked_case)
    assert worked_case.events.filter(kind=EventKind.NOTE).count() == 2


def test_a_form_that_failed_can_be_sent_again(desk, new_case):
    client, token = desk(Role.DUTY_OFFICER), once.new_token()
    data = {"once": token, "category": "A", "reason": "Serious"}
    assert do(client, "assess", new_case, data).status_code == 200
    do(client, "acknowledge", new_case)
    assert done(do(client, "assess", new_case, data), new_case).status == Status.ASSESSED
    assert cache.get(f"desk.once:{token}")


@pytest.mark.parametrize("text", ["x" * 10_000, "a\x00b", ""])
def test_a_note_that_cannot_be_kept_is_said_beside_the_field(desk, worked_case, text):
    response = do(desk(user=worked_case.officer), "note", worked_case, {"text": text})
    assert response.status_code == 200
    assert response.context["form"].errors["text"]
    assert not worked_case.events.filter(kind=EventKind.NOTE).exists()


def test_a_note_in_any_script_is_kept_as_written(desk, worked_case):
    words = "😀 ‮مرحبا "
    done(do(desk(user=worked_case.officer), "note", worked_case, {"text": words}), worked_case)
    assert worked_case.events.get(kind=EventKind.NOTE).text == words.strip()


def test_a_letter_is_read_before_it_goes(desk, worked_case):
    client = desk(user=worked_case.officer)
    close = {"reason": "resolved", "explanation": "Quiet\nfor six weeks."}
    page = do(client, "close", worked_case, close)
    assert page.status_code == 200
    for words in ("The problem has stopped", "for six weeks.", "ASB case review", "This goes by e-mail"):
        assert words in page.content.decode()
    worked_case.refresh_from_db()
    assert worked_case.status == Status.WORKING
    assert not Message.objects.filter(kind="closed").exists()
    asked = dict(page.context["asked"])
    changed = do(client, "close", worked_case, asked | {"again": "1"})
    assert "for six weeks." in changed.content.decode()
    assert done(do(client, "close", worked_case, asked, send=True), worked_case).status == Status.CLOSED
    assert "for six weeks." in Message.objects.get(kind="closed").full_text


def test_signposting_ends_the_case_with_a_letter(desk, new_case):
    client = desk(Role.DUTY_OFFICER)
    do(client, "acknowledge", new_case)
    data = {"to": "Your council", "explanation": "It mends street lights."}
    assert "Your council" in do(client, "signpost", new_case, data).content.decode()
    assert done(do(client, "signpost", new_case, data, send=True), new_case).status == Status.SIGNPOSTED
    assert "It mends street lights." in Message.objects.get(kind="signposted").full_text


def test_only_partners_whose_numbers_were_checked_are_offered(desk, new_case):
    Partner.objects.create(name="Checked Help", what_for="Help", phone="03069 990 500", verified=True)
    Partner.objects.create(name="Unchecked Help", what_for="Help", phone="03069 990 501")
    page = desk(Role.DUTY_OFFICER).get(reverse("desk_signpost", args=[new_case.reference])).content.decode()
    assert "03069 990 500" in page
    assert "Unchecked Help" not in page


def test_an_officer_without_room_needs_a_manager_and_a_reason(desk, new_case):
    client, full = desk(Role.DUTY_OFFICER), UserFactory(roles=[Role.COORDINATOR])
    assess(new_case, client.who)
    busy = Case.objects.get(pk=new_case.pk)
    for number in range(25):
        busy.pk, busy.reference, busy.officer, busy.status = None, f"FS-{number:04}-BUSY", full, Status.WORKING
        Case.objects.bulk_create([busy])
    response = do(client, "allocate", new_case, {"to": full.pk, "reason": "Knows them"})
    assert "This officer has no room. Only a manager gives them more." in response.content.decode()
    client = desk(Role.MANAGER)
    response = do(client, "allocate", new_case, {"to": full.pk})
    assert "This officer has no room. Say why it has to be them." in response.content.decode()
    assert done(do(client, "allocate", new_case, {"to": full.pk, "reason": "Knows them"}), new_case).officer == full


def test_a_case_is_handed_over_with_what_the_next_officer_must_know(desk, worked_case):
    client, another = desk(Role.DUTY_OFFICER), UserFactory(roles=[Role.COORDINATOR])
    page = client.get(reverse("desk_allocate", args=[worked_case.reference])).content.decode()
    assert "What the next officer must know first" in page
    without = do(client, "allocate", worked_case, {"to": another.pk, "reason": "On leave"})
    assert "handover" in without.context["form"].errors
    given = {"to": another.pk, "reason": "On leave", "handover": "Ring after 6."}
    assert done(do(client, "allocate", worked_case, given), worked_case).officer == another


def test_a_case_goes_to_nobody_who_may_not_work_it(desk, new_case):
    client, centre = desk(Role.DUTY_OFFICER), UserFactory(roles=[Role.CONTACT_CENTRE])
    assess(new_case, client.who)
    response = do(client, "allocate", new_case, {"to": centre.pk})
    assert response.status_code == 200
    assert response.context["form"].errors["to"]


def test_the_next_contact_is_filled_in_by_the_standard_and_never_in_the_past(desk, worked_case):
    client = desk(user=worked_case.officer)
    form = client.get(reverse("desk_contact", args=[worked_case.reference])).context["form"]
    assert form.initial["next_contact_on"] > timezone.localdate()
    contact = {"channel": "phone", "outcome": "spoke", "text": "x", "next_contact_on": "2020-01-01"}
    assert "Choose today or a later day." in do(client, "contact", worked_case, contact).content.decode()


@pytest.mark.parametrize(
    "typed", ["2026-11-24", "24 11 2026", "24/11/2026", "24.11.2026", "24-11-2026", " 24 11 2026 "]
)
def test_a_day_is_read_as_people_write_it_where_there_is_no_calendar(typed):
    assert Day().clean(typed) == date(2026, 11, 24)


def test_having_spoken_keeps_the_promise_of_a_call(desk, worked_case):
    client = desk(Role.CONTACT_CENTRE)
    message = {"text": "It was loud again", "call_back": "on"}
    response = do(client, "message", worked_case, message)
    assert response["Location"] == reverse("desk_summary", args=[worked_case.reference])
    assert worked_case.clocks.running().filter(kind=ClockKind.RETURN_CALL).exists()
    contact = {"channel": "phone", "outcome": "spoke", "text": "x", "next_contact_on": SOON.isoformat()}
    done(do(desk(user=worked_case.officer), "contact", worked_case, contact), worked_case)
    assert not worked_case.clocks.running().filter(kind=ClockKind.RETURN_CALL).exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"steps-0-what": "", "steps-0-due_on": ""}, "A plan needs at least one step."),
        ({"steps-0-what": ""}, "Answer “What”"),
        ({"steps-0-due_on": "never"}, "Enter a real date"),
        ({"steps-0-owner": "king"}, "Select a valid choice"),
        ({"aim": ""}, "Answer “What we want to achieve together”"),
        ({"review_on": "2020-01-01"}, "Choose today or a later day."),
        ({"steps-TOTAL_FORMS": "x"}, "A plan needs at least one step."),
    ],
)
def test_a_plan_that_is_not_whole_is_not_sent(desk, worked_case, changes, words):
    response = do(desk(user=worked_case.officer), "plan", worked_case, a_plan(**changes), send=True)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert "Quiet nights" in response.content.decode() or "aim" in changes
    assert not worked_case.plans.exists()


def test_a_plan_can_have_more_steps_than_rows_without_a_script(desk, worked_case):
    client = desk(user=worked_case.officer)
    page = do(client, "plan", worked_case, a_plan(more_rows="1"))
    rows = page.context["form"].steps.forms
    assert len(rows) == 4
    assert rows[0]["what"].value() == "Speak to next door"
    assert page.context["form"]["aim"].value() == "Quiet nights"
    assert not worked_case.plans.exists()


def test_the_next_version_of_a_plan_starts_from_the_last(desk, worked_case):
    give_a_plan(worked_case)
    form = desk(user=worked_case.officer).get(reverse("desk_plan", args=[worked_case.reference])).context["form"]
    assert form["aim"].value() == "Nights in which you sleep"
    assert form.steps.forms[0]["what"].value() == "Speak to next door"


def test_an_answer_to_a_plan_that_was_replaced_is_not_taken(desk, worked_case):
    give_a_plan(worked_case)
    give_a_plan(worked_case, aim="Better")
    response = do(desk(user=worked_case.officer), "plan_answer", worked_case, {"answer": "agreed", "version": "1"})
    assert "There is a newer plan. Please read it first." in response.content.decode()


def test_what_is_missing_from_a_plan_has_to_be_said(desk, worked_case):
    give_a_plan(worked_case)
    client = desk(user=worked_case.officer)
    response = do(client, "plan_answer", worked_case, {"answer": "missing", "version": "1"})
    assert "Write down what is missing or wrong." in response.content.decode()
    done(do(client, "plan_answer", worked_case, {"answer": "missing", "missing": "x", "version": "1"}), worked_case)
    assert worked_case.plans.get().missing == "x"


def test_a_step_of_another_case_is_not_there(desk, worked_case):
    give_a_plan(worked_case)
    step, other = worked_case.plans.get().steps.get(), open_a_case()
    assert do(desk(Role.MANAGER), "step_done", other, args=[step.pk]).status_code == 404


def test_opening_a_form_of_a_restricted_case_is_written_down(desk, restricted_case):
    client = desk(Role.DUTY_OFFICER)
    client.get(reverse("desk_note", args=[restricted_case.reference]))
    assert restricted_case.events.get(kind=EventKind.READ).text == "Write a note"


def test_a_restricted_case_may_go_to_any_officer_who_is_then_the_one_to_see_it(desk):
    case, officer = open_a_case(kind=Kind.HATE_RACIAL), UserFactory(roles=[Role.NEIGHBOURHOOD_OFFICER])
    client = desk(Role.DUTY_OFFICER)
    assess(case, client.who)
    assert done(do(client, "allocate", case, {"to": officer.pk}), case).officer == officer
    assert desk(user=officer).get(reverse("desk_case", args=[case.reference])).status_code == 200


class TestWhoNeedsToKnow:
    def test_whoever_is_named_may_read_it_from_then_on_and_no_longer_when_the_tick_is_gone(
        self, desk, restricted_case
    ):
        officer = UserFactory(roles=[Role.NEIGHBOURHOOD_OFFICER])
        address = reverse("desk_case", args=[restricted_case.reference])
        assert desk(user=officer).get(address).status_code == 404
        duty = desk(Role.DUTY_OFFICER)
        asked = {"people": [officer.pk], "reason": "She visits the same block"}
        done(do(duty, "need_to_know", restricted_case, asked), restricted_case)
        assert desk(user=officer).get(address).status_code == 200
        assert reverse("desk_need_to_know", args=[restricted_case.reference]) in duty_page(desk, address)
        done(
            do(desk(Role.DUTY_OFFICER), "need_to_know", restricted_case, {"reason": "The visit is over"}),
            restricted_case,
        )
        assert desk(user=officer).get(address).status_code == 404
        events = restricted_case.events.filter(kind=EventKind.NAMED).order_by("number")
        assert [event.data["people"] for event in events] == [[officer.pk], []]
        assert "She visits the same block" in events[0].text
        assert timeline.verify(restricted_case) is None

    def test_only_those_who_work_cases_can_be_named_and_a_reason_is_asked_for(self, desk, restricted_case):
        agent = UserFactory(roles=[Role.CONTACT_CENTRE])
        client = desk(Role.DUTY_OFFICER)
        refused = do(client, "need_to_know", restricted_case, {"people": [agent.pk]})
        assert set(refused.context["form"].errors) == {"people", "reason"}
        with pytest.raises(NotPossible):
            actions.name_people(case=restricted_case, people=[agent], by=client.who, reason="x")
        assert not restricted_case.need_to_know.exists()

    def test_who_is_named_does_not_name_others(self, desk, restricted_case):
        officer = UserFactory(roles=[Role.NEIGHBOURHOOD_OFFICER])
        restricted_case.need_to_know.add(officer)
        assert do(desk(user=officer), "need_to_know", restricted_case, {"reason": "x"}).status_code == 404

    def test_it_is_offered_for_restricted_cases_only(self, desk, new_case):
        page = duty_page(desk, reverse("desk_case", args=[new_case.reference]))
        assert reverse("desk_need_to_know", args=[new_case.reference]) not in page


def duty_page(desk, address: str) -> str:
    return desk(Role.DUTY_OFFICER).get(address).content.decode()


@pytest.mark.parametrize("day", [date(2026, 11, 21)])
def test_days_are_said_shortly(day):
    from reporting.cases.desk.words import short_day

    assert short_day(day).startswith("Sat 21 Nov")


def test_whoever_calls_sees_how_often_nobody_was_reached(desk, worked_case):
    client = desk(user=worked_case.officer)
    contact = {"channel": "phone", "text": "Rang twice", "next_contact_on": SOON.isoformat()}
    for outcome in ("spoke", "no_answer", "voicemail"):
        done(do(client, "contact", worked_case, contact | {"outcome": outcome}), worked_case)
    page = client.get(reverse("desk_contact", args=[worked_case.reference]))
    assert page.context["tries"] == 2
    assert [contact["what"] for contact in page.context["contacts"]] == [
        "Left a voicemail",
        "No answer",
        "Spoke to them",
    ]
    assert "2 tries since we last reached them." in page.content.decode()
