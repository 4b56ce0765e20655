from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from reporting.cases import actions, evidence
from reporting.cases.actions.planning import Step
from reporting.cases.enums import CloseReason, ContactOutcome, EventKind, Owner, PartyRole
from reporting.cases.report import Person, SafeContact
from reporting.cases.tests.factories import a_report, a_worked_case, open_a_case
from reporting.cases.tests.files import a_picture, upload
from reporting.kinds import WHAT_TO_RECORD, Category, Kind
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory
from reporting.tracking import story

from .pages import fill, hidden, seen

pytestmark = pytest.mark.django_db

DETAIL = "/case/yours/"


def plan_for(case, by, **changes):
    values = {
        "told_us": "Music at night",
        "aim": "Quiet nights",
        "safety": "Ring us if you hear shouting",
        "review_on": date(2027, 1, 4),
        "steps": [
            Step(owner=Owner.LANDLORD, who="Sam", what="Visit the building", due_on=date(2026, 12, 1)),
            Step(owner=Owner.REPORTER, what="Keep a diary", due_on=date(2026, 12, 8)),
        ],
    }
    return actions.issue_plan(case=case, by=by, **{**values, **changes})


def events(case, kind):
    return case.events.filter(kind=kind)


# --- Reading --------------------------------------------------------------------------------------


def test_a_new_case_says_where_it_stands_and_what_happens_next(let_in, opened):
    with time_machine.travel(opened.case.opened_at):
        words = seen(let_in(opened.case).get(DETAIL))
    assert "We have your report. A person will read it soon." in words
    assert "A person reads your report" in words
    assert "if it is serious, and by" in words
    assert "You get your plan in writing" in words


def test_a_worked_case_names_the_officer_and_the_next_contact(let_in, worked):
    response = let_in(worked).get(DETAIL)
    words = seen(response)
    assert "An officer is working on your case." in words
    assert "Your officer is Sam Officer." in words
    assert "You will hear from us again by" in words
    assert not any(promise.if_serious for promise in response.context["promises"])


def test_a_promise_that_passed_is_owned_up_to(let_in, worked):
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        words = seen(let_in(worked).get(DETAIL))
    assert words.count("We are late, and we are sorry.") >= 2
    assert "You will hear from us again by" not in words


def test_reporter_sees_plan_but_never_the_alleged_perpetrator(let_in, officer):
    case = a_worked_case(
        officer=officer,
        people=(
            Person(role=PartyRole.ALLEGED, name="Jordan Alleged", about="Lives upstairs with a dog"),
            Person(role=PartyRole.WITNESS, name="Casey Witness", about="Heard it too"),
        ),
    )
    actions.note(case=case, by=officer, text="Jordan Alleged denies it. Casey Witness is afraid.")
    actions.record_contact(
        case=case,
        by=officer,
        outcome=ContactOutcome.SPOKE,
        text="Told Robin that Jordan Alleged was warned",
        next_contact_on=timezone.localdate(),
    )
    photo = evidence.receive(upload("Jordan Alleged at the door.jpg", a_picture()), by=officer)
    actions.add_evidence(case=case, evidence=photo, by=officer)
    plan_for(case, officer)
    browser = let_in(case)
    pages = [browser.get(DETAIL), browser.get(reverse("case:history")), browser.get(reverse("case:question"))]
    assert "Visit the building" in seen(pages[0])
    assert "A file was added." in seen(pages[1])
    for page in pages:
        for secret in ("Jordan", "Casey", "upstairs", "afraid", "warned", "at the door", "Heard it"):
            assert secret not in page.content.decode()


def test_reporter_never_sees_what_staff_wrote_or_decided(let_in, officer):
    case = a_worked_case(officer=officer, support_needs="Needs a hearing loop")
    content = let_in(case).get(reverse("case:history")).content.decode()
    assert "Often, at night" not in content
    assert str(Category.B.label) not in content
    assert "hearing loop" not in content


def test_one_case_never_shows_another(let_in, worked):
    other = open_a_case(name="Alex Other", what_happened="Something else altogether")
    browser = let_in(worked)
    assert other.reference not in browser.get(DETAIL).content.decode()
    assert other.reference not in browser.get(reverse("case:history")).content.decode()


def test_the_letters_can_be_read_in_full(let_in, worked, officer):
    plan_for(worked, officer)
    response = let_in(worked).get(DETAIL)
    titles = [letter["title"] for letter in response.context["letters"]]
    assert titles == ["Your plan", "A person has read your report", "We have your report"]
    assert "This is the plan for your case" in seen(response)


def test_what_has_happened_is_told_newest_first_and_in_pages(let_in, worked):
    for number in range(30):
        actions.add_information(case=worked, text=f"Number {number}")
    browser = let_in(worked)
    first = browser.get(reverse("case:history"))
    assert "Number 29" in seen(first)
    assert "Number 1 " not in seen(first) + " "
    second = browser.get(reverse("case:history") + "?page=2")
    assert "You told us about this." in seen(second)
    assert "Number 29" not in seen(second)
    assert browser.get(reverse("case:history") + "?page=nonsense").status_code == 200


def test_what_people_write_is_shown_as_text(let_in, worked):
    actions.add_information(case=worked, text="<script>alert(1)</script> & \u202eשלום")
    content = let_in(worked).get(DETAIL).content.decode()
    assert "<script>alert(1)" not in content
    assert "&lt;script&gt;alert(1)" in content


def test_the_page_asks_the_database_little_however_long_the_story(
    let_in, worked, officer, django_assert_max_num_queries
):
    plan_for(worked, officer)
    for number in range(60):
        actions.add_information(case=worked, text=f"Number {number}")
    browser = let_in(worked)
    browser.get(DETAIL)
    with django_assert_max_num_queries(10):
        browser.get(DETAIL)


@pytest.mark.parametrize("name", ["detail", "history", "information", "incident", "files", "call", "sign_in"])
def test_pages_give_nothing_away_and_are_not_kept(client, let_in, worked, name):
    if name != "sign_in":
        let_in(worked)
    response = client.get(reverse(f"case:{name}"))
    content = response.content.decode()
    title = content.split("<title>")[1].split("</title>")[0].strip()
    assert title == "Your page"
    assert "data-sensitive" in content
    assert "no-store" in response["Cache-Control"]


# --- The plan -------------------------------------------------------------------------------------


def test_reporter_agrees_the_plan(let_in, worked, officer):
    plan = plan_for(worked, officer)
    browser = let_in(worked)
    shown = browser.get(DETAIL)
    answer = browser.post(reverse("case:agree"), {"version": 1, "token": hidden(shown, "token")}, follow=True)
    plan.refresh_from_db()
    assert plan.agreed_at
    assert "You have agreed the plan" in seen(answer)
    assert "You agreed this plan on" in seen(answer)
    assert "Yes, I agree" not in seen(answer)


def test_reporter_says_what_is_missing_and_may_still_agree(let_in, worked, officer):
    plan = plan_for(worked, officer)
    browser = let_in(worked)
    assert fill(browser, "question", version=1, missing="Nothing about the bins").url.endswith("?done=question")
    plan.refresh_from_db()
    assert plan.missing == "Nothing about the bins"
    words = seen(browser.get(DETAIL))
    assert "Nothing about the bins" in words
    assert "Yes, I agree" in words


def test_a_plan_that_was_replaced_meanwhile_is_not_agreed_unread(let_in, worked, officer):
    plan_for(worked, officer)
    browser = let_in(worked)
    token = hidden(browser.get(DETAIL), "token")
    newer = plan_for(worked, officer, aim="Quiet nights and clean stairs")
    answer = browser.post(reverse("case:agree"), {"version": 1, "token": token})
    assert "There is a newer plan" in seen(answer)
    assert "clean stairs" in seen(answer)
    newer.refresh_from_db()
    assert newer.agreed_at is None


def test_what_is_missing_from_a_replaced_plan_is_kept_to_be_sent_about_the_new_one(let_in, worked, officer):
    plan_for(worked, officer)
    browser = let_in(worked)
    shown = browser.get(reverse("case:question"))
    newer = plan_for(worked, officer, aim="Quiet nights and clean stairs")
    stale = {"version": 1, "token": hidden(shown, "token"), "missing": "Nothing about the bins"}
    answer = browser.post(reverse("case:question"), stale)
    assert "There is a newer plan" in seen(answer)
    assert "clean stairs" in seen(answer)
    again = {
        "version": hidden(answer, "version"),
        "token": hidden(answer, "token"),
        "missing": "Nothing about the bins",
    }
    assert browser.post(reverse("case:question"), again).status_code == 302
    newer.refresh_from_db()
    assert newer.missing == "Nothing about the bins"


@pytest.mark.parametrize("version", ["", "0", "-1", "nine", "99", "9" * 400])
def test_a_version_that_is_none_is_answered_with_words(let_in, worked, officer, version):
    plan = plan_for(worked, officer)
    answer = let_in(worked).post(reverse("case:agree"), {"version": version, "token": "t"})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    plan.refresh_from_db()
    assert plan.agreed_at is None


def test_without_a_plan_there_is_nothing_to_answer(let_in, worked):
    browser = let_in(worked)
    assert browser.get(reverse("case:question")).url == DETAIL
    assert "newer plan" in seen(browser.post(reverse("case:agree"), {"version": 1, "token": "t"}))


# --- Telling us more ------------------------------------------------------------------------------


def test_reporter_adds_information(let_in, worked):
    answer = fill(let_in(worked), "information", text="They moved the speakers 🎵")
    assert answer.url == DETAIL + "?done=information"
    assert events(worked, EventKind.INFORMATION).get().text == "They moved the speakers 🎵"


def test_reporter_adds_an_incident_with_its_time_in_their_own_words(let_in, worked):
    browser = let_in(worked)
    answer = fill(browser, "incident", when="Last night from 11 until 2", what="Shouting", effect="No sleep")
    assert "added what happened" in seen(browser.get(answer.url))
    event = events(worked, EventKind.INCIDENT).get()
    assert event.data == {"when": "Last night from 11 until 2", "what": "Shouting", "effect": "No sleep"}


def test_the_page_says_what_helps_to_record_for_this_kind(let_in, worked):
    words = seen(let_in(worked).get(reverse("case:incident")))
    for line in WHAT_TO_RECORD[Kind.NOISE]:
        assert str(line) in words


def test_pressing_twice_adds_it_once(let_in, worked):
    browser = let_in(worked)
    token = hidden(browser.get(reverse("case:information")), "token")
    answers = {"token": token, "text": "Once"}
    urls = {browser.post(reverse("case:information"), answers).url for _ in range(3)}
    assert urls == {DETAIL + "?done=information"}
    assert events(worked, EventKind.INFORMATION).count() == 1


def test_the_same_words_on_another_day_are_added_again(let_in, worked):
    browser = let_in(worked)
    fill(browser, "information", text="It happened again")
    fill(browser, "information", text="It happened again")
    assert events(worked, EventKind.INFORMATION).count() == 2


@pytest.mark.parametrize(
    ("name", "answers", "message"),
    [
        ("information", {"text": ""}, "Type what you would like to tell us"),
        ("information", {"text": "x" * 5001}, "Use 5000 characters or fewer"),
        ("information", {"text": "a\0b"}, "character here that we cannot read"),
        ("incident", {"when": "", "what": "Kept words"}, "Say when it happened"),
        ("incident", {"when": "Kept words", "what": ""}, "Tell us what happened"),
        ("incident", {"when": "Kept words" * 30, "what": "x"}, "Use 200 characters or fewer"),
        ("call", {"number": "", "when": "Kept words"}, "Enter a phone number"),
        ("call", {"number": "Kept words", "when": ""}, "Enter a whole phone number"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(let_in, worked, name, answers, message):
    before = worked.events.count()
    response = fill(let_in(worked), name, **answers)
    content = response.content.decode()
    assert response.status_code == 200
    assert message in seen(response)
    assert "govuk-error-message" in content
    for typed in filter(None, answers.values()):
        assert typed.replace("\0", "") in content.replace("\0", "")
    assert worked.events.count() == before


def test_a_form_without_its_token_is_asked_for_again(let_in, worked):
    answer = let_in(worked).post(reverse("case:information"), {"text": "Kept words"})
    assert answer.status_code == 200
    assert "Kept words" in answer.content.decode()
    assert not events(worked, EventKind.INFORMATION).exists()


def test_reporter_asks_for_a_call_and_sees_by_when(let_in, worked):
    browser = let_in(worked)
    answer = fill(browser, "call", number="07700 900123", when="After 4pm")
    words = seen(browser.get(answer.url))
    assert "We call you back: by" in words
    assert "Ask us to call you" not in words
    assert browser.get(reverse("case:call")).url == DETAIL
    told = events(worked, EventKind.INFORMATION).get()
    assert "07700 900123" in told.text
    assert "07700" not in told.reporter_text


def test_whoever_gave_a_number_need_not_type_it_again_and_it_is_not_shown(let_in):
    case = open_a_case(contact=SafeContact(prefers="phone", phone="+447700900456"))
    browser = let_in(case)
    assert "900456" not in browser.get(reverse("case:call")).content.decode()
    assert fill(browser, "call", number="", when="").status_code == 302


# --- Files ----------------------------------------------------------------------------------------


def test_reporter_sends_files(let_in, worked):
    browser = let_in(worked)
    answer = fill(browser, "files", files=[upload("a.jpg", a_picture()), upload("diary.txt", b"Monday")])
    assert answer.url == DETAIL + "?done=files"
    assert [each.name for each in worked.evidence.all()] == ["a.jpg", "diary.txt"]
    assert events(worked, EventKind.EVIDENCE).count() == 2


def test_good_files_are_kept_and_each_bad_one_is_explained(let_in, worked):
    browser = let_in(worked)
    files = [upload("a.jpg", a_picture()), upload("run.exe", b"MZ"), upload("empty.txt", b"")]
    answer = fill(browser, "files", files=files)
    words = seen(answer)
    assert "These we have" in words
    assert "a.jpg" in words
    assert "We cannot take “run.exe”" in words
    assert "“empty.txt” is empty" in words
    assert worked.evidence.count() == 1
    again = {"token": hidden(answer, "token"), "files": [upload("b.jpg", a_picture())]}
    assert browser.post(reverse("case:files"), again).status_code == 302
    assert worked.evidence.count() == 2


def test_the_same_files_sent_twice_by_one_press_are_kept_once(let_in, worked):
    browser = let_in(worked)
    token = hidden(browser.get(reverse("case:files")), "token")
    for _ in range(2):
        browser.post(reverse("case:files"), {"token": token, "files": [upload("a.jpg", a_picture())]})
    assert worked.evidence.count() == 1


def test_when_both_presses_arrive_at_once_no_file_is_left_lying_about(let_in, worked, monkeypatch):
    from reporting.cases.models import EvidenceFile
    from reporting.tracking import taking

    browser = let_in(worked)
    token = hidden(browser.get(reverse("case:files")), "token")
    monkeypatch.setattr(taking, "was_sent", lambda case, token: False)
    for _ in range(2):
        sent = {"token": token, "files": [upload("a.jpg", a_picture())]}
        assert browser.post(reverse("case:files"), sent).status_code == 302
    assert EvidenceFile.objects.get().case == worked


def test_no_file_and_too_many_files_are_said_to_be_so(let_in, worked, settings):
    settings.EVIDENCE_MAX_FILES = 2
    browser = let_in(worked)
    assert "Choose at least one file" in seen(fill(browser, "files"))
    many = [upload(f"{n}.txt", b"x") for n in range(3)]
    assert "You can send 2 files at a time. You have chosen 3." in seen(fill(browser, "files", files=many))
    assert worked.evidence.count() == 0


# --- The end --------------------------------------------------------------------------------------


@pytest.fixture
def closed(worked, officer):
    plan_for(worked, officer)
    actions.close(case=worked, by=officer, reason=CloseReason.RESOLVED, explanation="Quiet for six weeks.")
    return worked


def test_a_closed_case_shows_its_letter_and_what_to_do_if_it_starts_again(let_in, closed):
    words = seen(let_in(closed).get(DETAIL))
    assert "Your case is closed." in words
    assert words.index("Quiet for six weeks.") < words.index("Your plan")
    assert "Make a new report" in words
    assert words.count("We look at the plan again") == 1  # in the letter of then, not as a promise of now
    assert "Yes, I agree" not in words
    assert "Ask us to call you" not in words


def test_a_signposted_case_says_who_can_help(let_in, opened):
    duty = UserFactory(roles=[Role.DUTY_OFFICER])
    actions.acknowledge(case=opened.case, by=duty)
    actions.signpost(case=opened.case, by=duty, to="Fairstow Council, bins", explanation="They collect them.")
    words = seen(let_in(opened.case).get(DETAIL))
    assert "Fairstow Council, bins" in words
    assert "Who can help you" in words


def test_something_new_can_still_be_told_after_the_end(let_in, closed):
    browser = let_in(closed)
    assert fill(browser, "incident", when="Today", what="It has started again").status_code == 302
    assert events(closed, EventKind.INCIDENT).exists()


def test_a_plan_can_no_longer_be_answered_after_the_end(let_in, closed):
    browser = let_in(closed)
    answer = browser.post(reverse("case:agree"), {"version": 1, "token": "t"})
    assert "This case has ended" in seen(answer)
    asked = {"version": 1, "token": "u", "missing": "Kept words"}
    assert "Kept words" in browser.post(reverse("case:question"), asked).content.decode()


def test_every_promise_has_words_for_the_reporter():
    from reporting.cases.enums import ClockKind

    # These are between ourselves.
    ours = {ClockKind.RISK, ClockKind.MANAGER_REVIEW, ClockKind.CLOSING_LETTER}
    assert set(story.PROMISES) | {ClockKind.KEEP_IN_TOUCH} == set(ClockKind) - ours


def test_every_letter_has_a_title():
    from pathlib import Path

    from django.conf import settings

    letters = {path.stem for path in Path(settings.BASE_DIR, "templates/post").glob("*.txt")}
    others = {"discreet", "link", "digest"}
    of_a_case = {letter for letter in letters if not letter.startswith(("review_", "chat_"))} - others
    assert of_a_case <= set(story.LETTERS)


def test_a_named_report_and_an_anonymous_one_look_alike(let_in):
    case = actions.open_case(report=a_report(name="", contact=SafeContact()), key="anonymous", body="b").case
    assert let_in(case).get(DETAIL).status_code == 200
