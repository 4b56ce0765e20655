"""Whole reports, by the people who make them."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.urls import reverse

from reporting.cases.access import find_case
from reporting.cases.enums import ClockKind, EventKind, PartyRole, Source
from reporting.cases.models import Case
from reporting.cases.permissions import Do, may
from reporting.intake.forms.base import STORY_LENGTH
from reporting.intake.forms.details import DETAILS
from reporting.intake.models import Draft
from reporting.kinds import HATE, RESTRICTED, Kind
from reporting.places.tests.factories import HomeFactory
from reporting.post.models import Message
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory
from tests.report import answer, step_of

from .files import a_picture
from .walking import ANONYMOUS, NAMED, NOT_CONTACTED, SHORTEST, STORY, PhoneWalker, Walker

pytestmark = pytest.mark.django_db


def test_a_named_tenant_reports_noise_with_a_picture(client):
    home = HomeFactory(postcode="ZZ1 1AA")
    walker = Walker(client)
    answers = SHORTEST | {
        "details": {**STORY, "sounds": ["music", "party"], "rooms": "The bedroom"},
        "where": {"postcode": "zz11aa"},
        "home": {"home": home.pk},
        "when": {
            "still": "yes",
            "how_often": "daily",
            "last_on_day": "20",
            "last_on_month": "Nov",
            "last_on_year": "26",
        },
        "people": {"alleged_name": "A. Neighbour", "witness": "my sister"},
        "effect": {"effect": "a_lot"},
        "needs": {"help_with": ["hearing"], "interpreter": "on", "language": "Polish"},
        "evidence": {"files": a_picture()},
        "wish": {"wants": "Quiet nights"},
    }
    order = ["danger", "who", "what", "details", "where", "home", *list(SHORTEST)[5:]]
    for step in order:
        assert walker.step == step
        walker.give(step, answers[step])
    assert walker.step == "receipt"

    case = Case.objects.get()
    assert case.reference in walker.page.text
    assert (case.kind, case.home, case.source, case.wants) == (Kind.NOISE, home, Source.WEB, "Quiet nights")
    assert [section["title"] for section in case.answers][:4] == [
        "Danger now",
        "Who is telling us",
        "What is happening",
        "More about it",
    ]
    assert ["What kind of noise is it?", "Music or television; Parties"] in case.answers[3]["rows"]
    assert case.risks.get().answers == {"how_often": "daily", "effect": "a_lot"}
    assert case.evidence.get().name == "picture.png"
    assert case.reporter.interpreter
    assert case.reporter.support_needs == "Hearing, or using the phone"
    assert case.reporter.recipient.language == "Polish"
    assert {party.role for party in case.parties.all()} == {PartyRole.REPORTER, PartyRole.ALLEGED, PartyRole.WITNESS}
    assert Message.objects.about(case.reference).get().kind == "received"


def test_someone_without_a_name_returns_with_the_code_they_were_shown(client):
    walker = Walker(client).walk(who=ANONYMOUS, **NOT_CONTACTED)
    case = Case.objects.get()
    assert case.reporter.is_anonymous
    assert find_case(case.reference, walker.page.context["secret"]) == case
    assert case.reporter.recipient.prefers == "none"


def test_a_name_typed_and_then_withheld_is_not_kept(client):
    Walker(client).walk(who={**ANONYMOUS, "name": "Robin Example"}, **NOT_CONTACTED)
    case = Case.objects.get()
    assert case.reporter.name == ""
    assert "Robin" not in str(case.answers)


def test_without_a_name_nobody_is_offered_a_letter(client):
    walker = Walker(client).walk(who=ANONYMOUS, until="contact")
    channels = [channel for channel, _words in walker.page.context["form"].fields["prefers"].choices]
    assert channels == ["none", "email", "text", "phone"]


def test_domestic_abuse_has_its_own_words_and_is_for_those_who_need_to_know(client):
    walker = Walker(client)
    seen = ""
    for step, answers in (SHORTEST | {"what": {"kind": "domestic_abuse"}, "details": {}}).items():
        seen += walker.page.text
        if step == "details":
            assert "Is it safe to do this here?" in walker.page.text
            assert "0808 2000 247" in walker.page.text
        if step == "reach":
            assert walker.page.context["form"]["shared"].initial == "yes"
            answers = {**answers, "safe_times": "mornings"}
        walker.give(step, answers)
    seen += walker.page.text
    assert not [word for word in ("diary", "mediation", "talks with them") if word in seen.lower()]
    case = Case.objects.get()
    assert case.restricted
    assert case.what_happened == "Domestic abuse"
    assert not may(UserFactory(roles=[Role.CONTACT_CENTRE]), Do.SEE_SUMMARY, case)
    assert may(UserFactory(roles=[Role.DUTY_OFFICER]), Do.SEE_CASE, case)


def test_domestic_abuse_asks_when_it_is_safe(client):
    walker = Walker(client).walk(what={"kind": "domestic_abuse"}, until="reach")
    walker.give("reach", {"email": "robin@tenant.example", "shared": "yes"})
    assert "safe_times" in walker.errors()


@pytest.mark.parametrize("kind", sorted(HATE))
def test_hate_is_restricted_and_needs_no_proof(client, kind):
    walker = Walker(client).walk(what={"kind": kind}, until="details")
    assert "You do not have to prove it" in walker.page.text
    assert "report-it.org.uk" in walker.page.text
    walker.walk({step: given for step, given in SHORTEST.items() if step not in {"danger", "who", "what"}})
    assert Case.objects.get().restricted


def test_what_its_reporter_feels_is_hate_is_restricted_too(client):
    Walker(client).walk(effect={"identity": "yes"})
    assert Case.objects.get().restricted


@pytest.mark.parametrize("kind", Kind.values)
def test_each_kind_asks_its_own_questions(client, kind):
    walker = Walker(client).walk(what={"kind": kind}, until="details")
    assert [*DETAILS[kind].base_fields, "what_happened"] == list(walker.page.context["form"].fields)


def test_danger_leads_to_999_first_and_one_may_go_on(client):
    walker = Walker(client)
    walker.give("danger", {"now": "yes"})
    assert walker.step == "now"
    assert "press 55" in walker.page.text
    assert "does not tell the police where you are" in walker.page.text
    walker.give("now")
    assert walker.step == "who"


@pytest.mark.parametrize("answer", ["yes", "sometimes"])
def test_someone_who_cannot_go_on_is_told_who_listens_on_the_next_page(client, answer):
    walker = Walker(client).walk(until="household")
    walker.give("household", {"breaking_point": answer})
    assert walker.step == "needs"
    assert "116 123" in walker.page.text


def test_others_are_not_told_so(client):
    walker = Walker(client).walk(until="needs")
    assert "116 123" not in walker.page.text


def test_a_supporter_says_whom_they_help(client):
    walker = Walker(client)
    walker.give("danger", {"now": "no"})
    walker.give("who", {**NAMED, "relation": "supporter"})
    assert walker.step == "helped"
    walker.give("helped", {"helped": "Sam Invented", "they_know": "yes"})
    rest = {step: given for step, given in SHORTEST.items() if step not in {"danger", "who"}}
    walker.walk(rest)
    case = Case.objects.get()
    assert case.parties.get(name="Sam Invented").role == PartyRole.WITNESS
    assert case.reporter.relation == "supporter"


def test_a_call_that_is_asked_for_is_promised(client):
    walker = Walker(client).walk(
        contact={"prefers": "none", "wants_call": "on"},
        reach={"phone": "07700 900123", "may_leave_voicemail": "no", "shared": "unsure"},
    )
    case = Case.objects.get()
    assert case.clocks.filter(kind=ClockKind.RETURN_CALL).exists()
    assert "We call you back" in walker.page.text
    recipient = case.reporter.recipient
    assert (str(recipient.phone), recipient.shared) == ("07700 900123", True)
    assert not recipient.may_leave_voicemail


def test_a_kind_chosen_on_an_advice_page_is_chosen_already(client):
    assert 'value="noise"' in client.get(reverse("report:start"), {"kind": "noise"}).text
    walker = Walker(client, kind="noise").walk(until="what")
    assert walker.page.context["form"]["kind"].value() == "noise"


def test_a_made_up_kind_chooses_nothing(client):
    walker = Walker(client, kind="'\x00<b>").walk(until="what")
    assert walker.page.context["form"]["kind"].value() is None


# --- Changing an answer ---------------------------------------------------------------------------


def test_changing_one_answer_leads_back_to_the_check(client):
    walker = Walker(client).walk(until="check")
    walker.give("wish", {"wants": "Peace and quiet"})
    assert walker.step == "check"
    assert "Peace and quiet" in walker.page.text


def test_another_kind_asks_its_questions_and_keeps_the_story(client):
    walker = Walker(client).walk(until="check")
    walker.give("what", {"kind": "vehicles"})
    assert walker.step == "details"
    assert walker.page.context["form"]["what_happened"].value() == STORY["what_happened"]
    assert not walker.errors()
    walker.give("details", {**STORY, "registration": "AB12 CDE"})
    assert walker.step == "people"
    walker.give("people")
    assert walker.step == "reach"
    walker.give("reach", SHORTEST["reach"])
    assert walker.step == "check"


def test_an_answer_that_opens_a_step_leads_there(client):
    walker = Walker(client).walk(until="check")
    walker.give("danger", {"now": "yes"})
    assert walker.step == "now"


def test_the_check_says_what_was_left_out(client):
    walker = Walker(client).walk(until="check")
    assert [row["label"] for row in walker.page.context["left_out"]][:2] == ["When it happens", "Who is involved"]


# --- By staff, for someone on the phone -----------------------------------------------------------


@pytest.fixture
def agent(client):
    user = UserFactory(roles=[Role.CONTACT_CENTRE])
    let_into_desk(user)
    client.force_login(user)
    return user


def let_into_desk(user):
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))


def test_staff_take_the_same_report_on_the_phone(client, agent):
    walker = PhoneWalker(client)
    assert "You are taking a report for someone else" in walker.page.text
    walker.walk()
    assert walker.step == "receipt"
    case = Case.objects.get()
    assert case.source == Source.PHONE
    assert case.events.get(kind=EventKind.REPORTED).by == agent
    assert find_case(case.reference, walker.page.context["secret"]) == case
    assert "Read this reference out slowly" in walker.page.text


def test_a_report_on_the_phone_is_its_takers_on_any_machine_and_no_one_elses(client, agent):
    walker = PhoneWalker(client).walk(until="what")
    assert walker.post("what", {"kind": "noise"}, buttons={"save": "yes"}).url == reverse("phone_report_start")
    start = client.get(reverse("phone_report_start"))
    assert reverse("phone_report_draft", args=[walker.draft]) in start.text
    other = UserFactory(roles=[Role.CONTACT_CENTRE])
    let_into_desk(other)
    client.force_login(other)
    assert walker.look("what").status_code == 404
    assert client.get(reverse("report:step", args=[walker.draft, "what"])).status_code == 404


def test_staff_who_take_no_reports_find_no_such_page(client):
    user = UserFactory(roles=[Role.QUALITY])
    let_into_desk(user)
    client.force_login(user)
    assert client.get(reverse("phone_report_start")).status_code == 404
    assert client.post(reverse("phone_report_start")).status_code == 404
    assert not Draft.objects.exists()


def test_the_public_finds_no_desk(client):
    assert client.get(reverse("phone_report_start")).status_code == 302


def test_restricted_kinds_asked_on_the_phone_ask_first_whether_it_is_safe(client, agent):
    walker = PhoneWalker(client).walk(what={"kind": "domestic_abuse"}, until="details")
    assert "Is it safe for you to talk now?" in walker.page.text


def test_a_report_on_the_phone_begins_with_the_notes_of_the_call(client, agent):
    address = client.post(reverse("phone_report_start"), {"words": "Loud music."})["Location"]
    while step_of(address) != "details":
        address = answer(client, address)
    shown = BeautifulSoup(client.get(address).content, "html.parser").find("textarea")
    assert shown.text.strip() == "Loud music."


def test_every_kind_that_is_restricted_is_asked_with_care():
    assert {Kind.DOMESTIC_ABUSE, *HATE} == RESTRICTED


def test_words_that_one_came_with_are_put_in_and_can_be_changed(client):
    said = "x" * 30_000 + "\0"
    address = client.post("/report/", {"words": said})["Location"]
    while step_of(address) != "details":
        address = answer(client, address)
    shown = BeautifulSoup(client.get(address).content, "html.parser").find("textarea")
    assert shown.text.strip() == "x" * STORY_LENGTH
    assert step_of(answer(client, address)) == "where"
    assert "xxx" not in client.get(address).text
