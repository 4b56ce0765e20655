"""Forms as the public meets them: words beside the field, nothing lost, nothing remembered by the browser."""

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from home.rendering import DateBoxes, FilesField, HintedRadios, PublicForm


class Example(PublicForm):
    sensitive = True
    why = {"when": "To see whether there is a pattern."}

    name = forms.CharField(label="Your name", max_length=20, help_text="A first name is enough.")
    nickname = forms.CharField(required=False)
    story = forms.CharField(label="What happened?", widget=forms.Textarea, max_length=500, required=False)
    kind = forms.ChoiceField(
        label="What kind?",
        choices=[("noise", "Noise"), ("pets", "Pets")],
        widget=HintedRadios(hints={"noise": "Loud music"}),
    )
    when = forms.DateField(label="When?", widget=DateBoxes)
    files = FilesField(label="Pictures", required=False)
    true = forms.BooleanField(label="This is true")
    key = forms.CharField(widget=forms.HiddenInput, required=False)


ANSWERS = {
    "name": "Sam",
    "kind": "noise",
    "when_day": "5",
    "when_month": "11",
    "when_year": "2026",
    "true": "on",
}


def soup(form: forms.Form) -> BeautifulSoup:
    return BeautifulSoup(str(form), "html.parser")


def described(page: BeautifulSoup, element) -> str:
    return " ".join(page.find(id=each).get_text(" ", strip=True) for each in element["aria-describedby"].split())


def test_every_error_stands_beside_its_field_and_is_linked_from_the_top():
    form = Example({"name": "x" * 21, "story": ""})
    assert not form.is_valid()
    page = soup(form)
    links = {link["href"]: link.get_text() for link in page.select(".govuk-error-summary a")}
    assert links == {
        "#id_name": "Use 20 characters or fewer. You have used 21.",
        "#id_kind_0": "Choose an answer to “What kind?”",
        "#id_when_0": "Answer “When?”",
        "#id_true": "Tick “This is true” to go on",
    }
    assert all(page.find(id=address[1:]) for address in links)
    name = page.find(id="id_name")
    assert name["aria-invalid"] == "true"
    assert name["value"] == "x" * 21
    assert described(page, name) == "A first name is enough. Error: Use 20 characters or fewer. You have used 21."


def test_a_group_is_described_by_why_it_is_asked_and_what_is_wrong():
    page = soup(Example({**ANSWERS, "when_day": "31"}))
    group = page.find(id="id_when_0").find_parent("fieldset")
    assert group.legend.get_text(strip=True) == "When?"
    words = described(page, group)
    assert words == "Why we ask: To see whether there is a pattern. Error: Enter a real date, like 5 11 2026"
    assert page.find(id="id_when_0")["value"] == "31"


def test_optional_fields_say_so_and_required_ones_and_ticks_do_not():
    page = soup(Example())
    words = {label["for"]: label.get_text(" ", strip=True) for label in page.select("label[for]")}
    assert words["id_nickname"] == "Nickname (optional)"
    assert words["id_name"] == "Your name"
    assert words["id_true"] == "This is true"


def test_browser_neither_checks_nor_cuts_nor_remembers():
    page = soup(Example())
    fields = page.select("input, textarea, select")
    assert len(fields) == 11
    assert all(field["autocomplete"] == "off" for field in fields)
    assert not page.select("[required], [maxlength]")


def test_a_form_that_is_not_sensitive_may_be_filled_in_by_the_browser():
    class Contact(PublicForm):
        email = forms.EmailField(widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    assert soup(Contact()).find(id="id_email")["autocomplete"] == "email"


def test_a_choice_carries_its_own_hint():
    page = soup(Example())
    assert described(page, page.find(id="id_kind_0")) == "Loud music"
    assert not page.find(id="id_kind_1").has_attr("aria-describedby")


def test_what_people_write_is_escaped_and_keeps_its_direction():
    page = soup(Example({**ANSWERS, "name": "<b>سارة</b>", "story": "</textarea><script>"}))
    assert page.find(id="id_name")["value"] == "<b>سارة</b>"
    assert page.find(id="id_name")["dir"] == "auto"
    assert page.find(id="id_story").get_text().strip() == "</textarea><script>"
    assert not page.find("script")


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("5", "11", "2026"),
        ("05", "Nov", "26"),
        (" 5 ", "november", "2026"),
        ("5th", "Nov.", "2026"),
        ("5-11-2026", "", ""),
        ("5/11/26", "", ""),
        ("5.11.", "", "2026"),
        ("5 November 2026", "", ""),
        ("2026-11-05", "", ""),
        ("5-11", "2026", ""),
        ("٥", "١١", "٢٠٢٦"),
    ],
)
def test_a_date_is_read_as_people_write_it(day, month, year):
    form = Example({**ANSWERS, "when_day": day, "when_month": month, "when_year": year})
    assert form.is_valid()
    assert form.cleaned_data["when"].isoformat() == "2026-11-05"


@pytest.mark.parametrize(
    "parts",
    [
        ("31", "2", "2026"),
        ("5", "13", "2026"),
        ("5", "0", "2026"),
        ("5", "", ""),
        ("", "", "2026"),
        ("5", "11-1", "2026"),
        ("-5", "11", "2026"),
        ("1 2", "3", "2026"),
        ("5", "11", "20 26"),
        ("5", "11", "0026"),
        ("last", "Tuesday", "-"),
        ("x", "y", "\0"),
        ("🙂", "🙂", "🙂"),
        ("1" * 5000, "1", "2026"),
    ],
)
def test_what_is_not_a_date_gets_words_and_is_kept(parts):
    form = Example({**ANSWERS, **dict(zip(("when_day", "when_month", "when_year"), parts, strict=True))})
    assert form.errors["when"] == ["Enter a real date, like 5 11 2026"]
    boxes = [soup(form).find(id=f"id_when_{n}").get("value", "") for n in range(3)]
    assert boxes == list(parts)


def test_nul_is_refused_in_words():
    form = Example({**ANSWERS, "name": "a\0b"})
    assert form.errors["name"] == ["There is a character here that we cannot read. Please type this again."]


def test_several_files_arrive_as_a_list_and_an_empty_one_is_refused():
    good = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(2)]
    form = Example(ANSWERS, MultiValueDict({"files": good}))
    assert form.is_valid()
    assert form.cleaned_data["files"] == good
    assert "files" in Example(ANSWERS, MultiValueDict({"files": [SimpleUploadedFile("no.txt", b"")]})).errors


def test_own_words_are_kept():
    class Own(PublicForm):
        name = forms.CharField(error_messages={"required": "Tell us what to call you"})

    assert Own({}).errors["name"] == ["Tell us what to call you"]
