"""What bad input gets: a clear message beside the field, nothing lost, and never an error page."""

import pytest
from django import forms
from django.urls import reverse

from home.phones import PhoneField
from reporting.cases.models import Case, EvidenceFile
from reporting.intake.models import Draft

from .files import a_broken_picture, a_picture, a_program
from .walking import NAMED, SHORTEST, STORY, Walker

pytestmark = pytest.mark.django_db

RIGHT_TO_LEFT = "جارٍ صاخب كل ليلة ‮abc"
EMOJI = "Loud 🔊🔊 all night 😡 — 👨‍👩‍👧"


def beside(walker, field):
    """The message that stands beside the field, and in the list at the top."""
    message = walker.errors()[field][0]
    bound = walker.page.context["form"][field]
    assert f'id="{bound.error_id}"' in walker.page.text
    assert "There is something to put right" in walker.page.text
    return message


@pytest.mark.parametrize(
    ("step", "answers", "field"),
    [
        ("danger", {}, "now"),
        ("danger", {"now": "maybe"}, "now"),
        ("who", {}, "relation"),
        ("who", {"relation": "tenant", "named": "named"}, "name"),
        ("who", {**NAMED, "name": "x" * 10_000}, "name"),
        ("who", {**NAMED, "name": "Robin\x00"}, "name"),
        ("what", {}, "kind"),
        ("what", {"kind": "something made up"}, "kind"),
        ("details", {}, "what_happened"),
        ("details", {"what_happened": "x" * 10_000}, "what_happened"),
        ("details", {"what_happened": "bang\x00bang"}, "what_happened"),
        ("details", {**STORY, "sounds": ["music", "trombone"]}, "sounds"),
        ("where", {}, "postcode"),
        ("where", {"postcode": "nowhere"}, "postcode"),
        ("where", {"place": "x" * 10_000}, "place"),
        ("when", {"last_on_day": "31", "last_on_month": "2", "last_on_year": "2026"}, "last_on"),
        ("when", {"last_on_day": "x", "last_on_month": "\x00", "last_on_year": "9" * 50}, "last_on"),
        ("when", {"last_on_day": "1", "last_on_month": "1", "last_on_year": "2999"}, "last_on"),
        ("when", {"how_often": "always"}, "how_often"),
        ("people", {"alleged_name": "x" * 10_000}, "alleged_name"),
        ("household", {"breaking_point": "'; DROP TABLE"}, "breaking_point"),
        ("needs", {"language": "x" * 10_000}, "language"),
        ("wish", {"wants": "x" * 10_000}, "wants"),
        ("contact", {}, "prefers"),
        ("contact", {"prefers": "pigeon"}, "prefers"),
        ("reach", {"shared": "no"}, "email"),
        ("reach", {"email": "not an address", "shared": "no"}, "email"),
        ("reach", {"email": "robin@tenant.example"}, "shared"),
        ("check", {}, "true"),
    ],
)
def test_each_step_says_beside_the_field_what_to_put_right(client, step, answers, field):
    walker = Walker(client).walk(until=step)
    walker.give(step, answers)
    assert walker.page.status_code == 200
    assert walker.step == step
    assert beside(walker, field)
    assert not Case.objects.exists()


def test_what_was_typed_stays(client):
    walker = Walker(client).walk(until="details")
    walker.give("details", {"what_happened": "A very long story. " * 500, "rooms": "The bedroom"})
    form = walker.page.context["form"]
    assert "A very long story. A very long story." in walker.page.text
    assert form["rooms"].value() == "The bedroom"


def test_even_a_book_is_told_beside_its_field_and_stays(client):
    book = "A very long story. " * 55_000
    walker = Walker(client).walk(until="details")
    walker.give("details", {"what_happened": book})
    assert walker.page.status_code == 200
    assert "Use 5000 characters or fewer" in beside(walker, "what_happened")
    assert book.strip() in walker.page.text


def test_what_is_too_much_for_one_page_takes_nothing_of_what_was_saved(client):
    walker = Walker(client).walk(until="details")
    before = Draft.objects.get().answers
    walker.give("details", {"what_happened": "x" * 3_000_000})
    assert walker.page.status_code == 413
    assert "What you sent us before is still saved" in walker.page.text
    assert Draft.objects.get().answers == before
    walker.walk({step: answers for step, answers in SHORTEST.items() if step not in ("danger", "who", "what")})
    assert walker.step == "receipt"


@pytest.mark.parametrize("words", [RIGHT_TO_LEFT, EMOJI, "<script>alert(1)</script> & 'quotes'", "é" * 5000])
def test_any_words_are_kept_as_they_are(client, words):
    walker = Walker(client).walk(details={"what_happened": words}, who={**NAMED, "name": words[:100]})
    assert walker.step == "receipt"
    case = Case.objects.get()
    assert (case.what_happened, case.reporter.name) == (words, words[:100])
    assert "<script>alert" not in walker.page.text


@pytest.mark.parametrize("typed", ["0", "07700", "not a number", "+44" + "1" * 40, "077\x0000900123"])
def test_a_phone_number_that_cannot_be_one(client, typed):
    walker = Walker(client).walk(contact={"prefers": "text"}, until="reach")
    walker.give("reach", {"phone": typed, "may_leave_voicemail": "no", "shared": "no"})
    assert beside(walker, "phone")


# --- Files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("upload", [a_program, a_broken_picture])
def test_a_file_that_cannot_be_taken_is_named_and_the_others_are_kept(client, upload):
    walker = Walker(client).walk(until="evidence")
    walker.give("evidence", {"files": [a_picture("first.png"), upload(), a_picture("last.png")]})
    assert walker.step == "evidence"
    assert upload().name in beside(walker, "files")
    assert [file.name for file in walker.page.context["files"]] == ["first.png", "last.png"]
    walker.give("evidence")
    walker.walk({step: SHORTEST[step] for step in ("wish", "contact", "reach", "check")})
    assert Case.objects.get().evidence.count() == 2


def test_a_file_that_is_too_big(client, settings):
    settings.EVIDENCE_MAX_BYTES = 10
    walker = Walker(client).walk(until="evidence")
    walker.give("evidence", {"files": a_picture()})
    assert "too big" in beside(walker, "files")
    assert not EvidenceFile.objects.exists()


def test_more_files_than_a_report_may_have(client, settings):
    settings.EVIDENCE_MAX_FILES = 2
    walker = Walker(client).walk(until="evidence")
    walker.give("evidence", {"files": [a_picture(f"{n}.png") for n in range(3)]})
    assert "2 files" in beside(walker, "files")
    walker.give("evidence", {"files": [a_picture(f"{n}.png") for n in range(2)]}, buttons={"add": "yes"})
    walker.give("evidence", {"files": a_picture()})
    assert beside(walker, "files")
    assert EvidenceFile.objects.count() == 2


def test_a_file_can_be_taken_out_again(client):
    walker = Walker(client).walk(until="evidence")
    walker.give("evidence", {"files": a_picture()}, buttons={"add": "yes"})
    [file] = walker.page.context["files"]
    stored = file.original.storage
    name = EvidenceFile.objects.get().original.name
    walker.give("evidence", buttons={"remove": file.pk})
    assert walker.step == "evidence"
    assert walker.page.context["files"] == []
    assert not EvidenceFile.objects.exists()
    assert not stored.exists(name)


@pytest.mark.parametrize("typed", ["", "x", "-1", "9" * 40, "1\x00", "²"])
def test_taking_out_what_is_not_there_changes_nothing(client, typed):
    walker = Walker(client).walk(until="evidence")
    walker.give("evidence", {"files": a_picture()}, buttons={"add": "yes"})
    assert walker.give("evidence", buttons={"remove": typed}).status_code == 200
    assert EvidenceFile.objects.count() == 1


def test_nobody_takes_out_anothers_file(client):
    mine = Walker(client).walk(until="evidence")
    mine.give("evidence", {"files": a_picture()}, buttons={"add": "yes"})
    other = Walker(client).walk(until="evidence")
    other.give("evidence", buttons={"remove": EvidenceFile.objects.get().pk})
    assert EvidenceFile.objects.count() == 1


# --- Steps ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["check", "reach", "now", "no-such-step", "receipt", "%00", "🚪"])
def test_a_step_that_is_skipped_or_made_up_leads_to_the_first_that_is_needed(client, step):
    walker = Walker(client).walk(until="what")
    walker.page = client.get(reverse("report:draft", args=[walker.draft]) + f"{step}/", follow=True)
    assert walker.step == "what"
    assert walker.page.status_code == 200


def test_someone_sent_to_another_step_is_told_why(client):
    walker = Walker(client).walk(until="what")
    walker.look("check")
    assert "There is a question here that we need first" in walker.page.text


@pytest.mark.parametrize("step", ["check", "reach", "no-such-step"])
def test_posting_to_a_step_that_was_not_reached_changes_nothing(client, step):
    walker = Walker(client).walk(until="what")
    before = Draft.objects.get().answers
    walker.give(step, {"true": "on", "email": "robin@tenant.example"})
    assert walker.step == "what"
    assert Draft.objects.get().answers == before


@pytest.mark.parametrize("named", [None, "", "check", "danger", "\x00"])
def test_a_form_that_says_it_is_another_step_is_not_taken(client, named):
    walker = Walker(client).walk(until="what")
    data = {"what-kind": "noise"} | ({} if named is None else {"report_wizard-current_step": named})
    walker.page = client.post(walker.at("what"), data, follow=True)
    assert walker.step == "what"
    assert "what" not in Draft.objects.get().answers["step_data"]


@pytest.mark.parametrize("draft", ["0" * 13, "x", "%00", "A" * 500, "о" * 13])
@pytest.mark.parametrize("rest", ["", "danger/", "receipt/"])
def test_a_report_that_is_not_there_says_how_to_go_on(client, draft, rest):
    for response in (client.get(f"/report/{draft}/{rest}"), client.post(f"/report/{draft}/{rest}")):
        assert response.status_code == 404
        assert "This report is not here any more" in response.text
        assert reverse("report:resume") in response.text


@pytest.mark.parametrize("code", ["", "x", "0" * 16, "x" * 10_000, "\x00" * 16, "🔑" * 16])
def test_a_code_that_opens_nothing(client, code):
    response = client.post(reverse("report:resume"), {"code": code})
    assert response.status_code == 200
    assert response.context["form"].errors["code"]


def test_a_form_too_long_to_read_is_refused_without_an_error_page(client):
    walker = Walker(client).walk(until="details")
    response = walker.post("details", {"what_happened": "x" * 3_000_000})
    assert response.status_code in {400, 413}


def longest(field) -> str:
    """As much as the field takes."""
    if isinstance(field, forms.EmailField):
        ending = "@tenant.example"
        return "x" * 64 + ending.replace("@", "@" + "x." * ((field.max_length - 64 - len(ending)) // 2))
    return "x" * field.max_length


def is_free_text(field) -> bool:
    return isinstance(field, forms.CharField) and field.max_length and not isinstance(field, PhoneField)


def test_a_report_with_the_longest_answers_that_its_pages_take_is_taken(client):
    """What a page takes the database must be able to keep, or all of it is lost at the last button."""
    walker = Walker(client)
    for step, given in SHORTEST.items():
        fields = walker.look(step).context["form"].fields
        free = {name: longest(field) for name, field in fields.items() if is_free_text(field)}
        walker.give(step, given | free | {"postcode": ""} if step == "where" else given | free)
    assert walker.page.context["reference"] == Case.objects.get().reference
