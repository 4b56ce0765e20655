"""In each language that the site speaks, nothing of the interface or of the report is left in English."""

import re
from datetime import datetime

import polib
import pytest
import time_machine
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.translation import get_language_info, trans_real
from wagtail.models import Locale

from home.language import address_in, in_our_language
from home.models import HomePage, PlainPage, ServiceSettings
from home.service import current_service
from home.tests.trees import plant
from reporting.cases import actions, session
from reporting.cases.actions.planning import Step
from reporting.cases.enums import CloseReason, Owner
from reporting.cases.models import Case
from reporting.cases.tests.factories import a_worked_case, open_a_case
from reporting.chat import actions as chats
from reporting.chat.tests.factories import a_chat, a_taken_chat, an_agent, an_agent_there
from reporting.kinds import Kind
from reporting.post.models import Message
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory
from reporting.worktime import ENGLAND

from .pages import text_of
from .report import ANSWERS, answer, step_of, walk_to

OTHERS = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PLACE = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")
TAG = re.compile(r"</?\w+[^>]*>")
FORMS = [
    "/report/",
    "/report/back/",
    "/case/",
    "/case/link/",
    "/chat/",
    "/chat/back/",
    "/chat/message/",
    "/chat/panel/",
    "/case-review/check/",
    "/case-review/ask/",
    "/search/",
    "/search/?q=zzzz",
    "/sign-up/",
    "/nowhere/",
    "/",
]
MONDAY_AT_TEN = datetime(2026, 11, 23, 10, 0, tzinfo=ENGLAND)
pytestmark = pytest.mark.django_db


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"))


class Listener:
    """Hears which words were asked for in a language that does not have them."""

    def __init__(self, monkeypatch, language: str):
        self.missed: set[str] = set()
        ask = trans_real.DjangoTranslation.gettext

        def gettext(catalogue, message):
            has_letters = any(map(str.isalpha, message))
            if catalogue.language() == language and has_letters and message not in catalogue._catalog:
                self.missed.add(message)
            return ask(catalogue, message)

        monkeypatch.setattr(trans_real.DjangoTranslation, "gettext", gettext)

    def in_english_on(self, html: bytes) -> list[str]:
        """The words that were missed and do stand on the page; those with something filled in count in any case."""
        words = text_of(html)
        return sorted(m for m in self.missed if PLACE.search(m) or " ".join(strip_tags(m).split()) in words)


@pytest.fixture
def site_tree(db) -> HomePage:
    return plant()


@pytest.fixture(params=OTHERS)
def language(request):
    return request.param


@pytest.fixture
def listener(monkeypatch, language):
    return Listener(monkeypatch, language)


@pytest.mark.parametrize("address", FORMS)
def test_no_word_of_the_interface_is_left_in_english(client, language, listener, site_tree, address):
    page = client.get(address_in(language, address))
    assert page.status_code == (404 if address == "/nowhere/" else 200)
    assert listener.in_english_on(page.content) == []


# The other languages have the words that the first has (below), so one of them is asked for every kind of report.
REPORTS = [(OTHERS[0], kind) for kind in Kind.values] + [(code, Kind.NOISE) for code in OTHERS[1:]]


@pytest.mark.parametrize(("language", "kind"), REPORTS)
def test_no_word_of_the_report_is_left_in_english(client, language, listener, kind):
    address, left = address_of_first_step(client, language, kind), {}
    reached = "email" if kind == Kind.NOISE else "none"
    answers = ANSWERS | {"what": {"kind": kind}, "danger": {"now": "yes"}, "contact": {"prefers": reached}}
    while True:
        step, page = step_of(address), client.get(address)
        left[step] = listener.in_english_on(page.content)
        # Nothing filled in: what is wrong is said in the same language.
        left[f"{step}, wrong"] = listener.in_english_on(client.post(address, {}).content)
        if step == "check":
            break
        address = answer(client, address, answers)
        assert address.startswith(f"/{language}/")
    assert {step: words for step, words in left.items() if words} == {}


def address_of_first_step(client: Client, language: str, kind: str = "") -> str:
    return client.post(f"/{language}/report/", {"kind": kind})["Location"]


def rows_of(case: Case) -> list[list[str]]:
    return [row for section in case.answers for row in section["rows"]]


def sent_in(client: Client, language: str) -> tuple[Case, bytes]:
    address = address_of_first_step(client, language)
    while step_of(address) != "check":
        address = answer(client, address)
    receipt = client.get(answer(client, address))
    return Case.objects.get(), receipt.content


def test_what_comes_of_a_report_is_read_in_its_language_and_kept_in_ours(client, language, listener):
    case, receipt = sent_in(client, language)
    assert listener.in_english_on(receipt) == []
    english = Client()
    address = walk_to(english, "check")
    answer(english, address)
    ours = Case.objects.exclude(pk=case.pk).get()
    # The same answers in either language are the same words for the officer who reads them; only the language is told.
    spoken = case.reporter.recipient.language
    assert get_language_info(language)["name"] in spoken
    assert [row for row in rows_of(case) if spoken not in row] == rows_of(ours)
    assert case.events.first().text == ours.events.first().text
    letter, in_english = (Message.objects.about(each.reference).get().full_text for each in (case, ours))
    assert letter.replace(case.reference, ours.reference) == in_english


YOURS = ["yours", "history", "tell-us", "happened", "files", "call", "plan/missing"]


def a_case_at_each_stage() -> list[Case]:
    officer = UserFactory(roles=[Role.COORDINATOR])
    new, worked, planned, closed = open_a_case(), *(a_worked_case(officer=officer) for _ in range(3))
    for case in (planned, closed):
        step = Step(owner=Owner.REPORTER, what="Zzyzx.", due_on=timezone.localdate())
        actions.issue_plan(
            case=case, by=officer, told_us="Zzyzx.", aim="Zzyzx.", review_on=timezone.localdate(), steps=[step]
        )
    actions.close(case=closed, by=officer, reason=CloseReason.RESOLVED, explanation="Zzyzx.")
    return [new, worked, planned, closed]


def let_in(client: Client, case: Case) -> None:
    client.get("/case/")
    store = client.session
    store[session.KEY] = {"id": case.pk, "seen": int(session.time.time())}
    store.save()
    client.cookies["sessionid"] = store.session_key


def test_no_word_of_your_case_is_left_in_english(client, language, listener):
    left = {}
    for case in a_case_at_each_stage():
        let_in(client, case)
        for page in YOURS:
            address = f"/{language}/case/{page}/"
            left[case.status, page] = listener.in_english_on(client.get(address).content)
            left[case.status, page, "wrong"] = listener.in_english_on(client.post(address, {}).content)
    assert {where: words for where, words in left.items() if words} == {}


def test_no_word_of_a_chat_is_left_in_english(client, language, listener):
    with time_machine.travel(MONDAY_AT_TEN, tick=False):
        conversation, officer = a_taken_chat(token="mine"), an_agent()
        client.cookies["chat"] = "mine"
        address = f"/{language}/chat/{conversation.public_id}/"
        left = {"open": listener.in_english_on(client.get(address).content)}
        other, waiting = Client(), a_chat(token="theirs")
        other.cookies["chat"] = "theirs"
        left["nobody"] = listener.in_english_on(other.get(f"/{language}/chat/{waiting.public_id}/").content)
        an_agent_there()
        left["waiting"] = listener.in_english_on(other.get(f"/{language}/chat/{waiting.public_id}/").content)
        left["start"] = listener.in_english_on(Client().get(f"/{language}/chat/").content)
        left["later"] = listener.in_english_on(
            other.post(f"/{language}/chat/{waiting.public_id}/later/", {"prefers": "none"}).content
        )
        left["left"] = listener.in_english_on(other.get(f"/{language}/chat/{waiting.public_id}/").content)
        left["empty"] = listener.in_english_on(client.post(f"{address}say/", {}).content)
        left["code"] = listener.in_english_on(client.post(f"{address}code/", follow=True).content)
        chats.end(conversation=conversation, by=officer)
        left["ended"] = listener.in_english_on(client.get(address).content)
    assert {where: words for where, words in left.items() if words} == {}


def test_no_word_after_a_form_of_the_site_is_left_in_english(client, language, listener, site_tree):
    page = site_tree.add_child(instance=PlainPage(title="Zzyzx", slug="zzyzx"))
    for address in (f"feedback/{page.pk}/", "sign-up/", "case-review/check/", "case-review/ask/"):
        address = f"/{language}/{address}"
        assert listener.in_english_on(client.post(address, {}, follow=True).content) == [], address
    for address in (f"feedback/{page.pk}/thanks/", "sign-up/thank-you/", "case-review/sent/"):
        shown = client.get(f"/{language}/{address}", follow=True)
        assert listener.in_english_on(shown.content) == [], address


def test_one_goes_on_in_another_language_with_the_same_answers(client, language):
    address = walk_to(client, "where")
    said = ANSWERS["details"]["what_happened"]
    assert said in text_of(client.get(address_in(language, address.replace("/where/", "/details/"))).content)
    following = answer(client, address_in(language, address))
    assert following.startswith(f"/{language}/")
    assert said in text_of(client.get(address_in("en-gb", following).replace("/when/", "/details/")).content)


def test_every_page_leads_to_itself_in_each_language(client):
    soup = BeautifulSoup(client.get("/pl/case/link/").content, "html.parser")
    links = soup.select(".fs-languages a")
    assert [link["href"] for link in links] == ["/case/link/", "/pl/case/link/", "/ur/case/link/", "/ar/case/link/"]
    assert [link["lang"] for link in links if link.get("aria-current")] == ["pl"]
    assert soup.html["lang"] == "pl"
    rtl = BeautifulSoup(client.get("/ur/case/link/").content, "html.parser")
    assert (rtl.html["lang"], rtl.html["dir"]) == ("ur", "rtl")


def test_the_language_is_the_addresss_whatever_the_browser_wishes(client):
    page = client.get("/case/", headers={"Accept-Language": "pl"})
    assert BeautifulSoup(page.content, "html.parser").html["lang"] == "en-gb"
    assert "Accept-Language" not in page.get("Vary", "")
    assert page["Content-Language"] == "en-gb"
    assert client.get("/pl/case/", headers={"Accept-Language": "en"})["Content-Language"] == "pl"
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


def test_the_desk_is_in_our_language_only(client):
    assert client.get("/pl/desk/").status_code == 404
    assert reverse("wagtailadmin_home") == "/desk/"
    with translation.override("pl"):
        assert reverse("wagtailadmin_home") == "/desk/"


def test_a_machines_words_are_marked_until_a_person_has_checked_them(
    client, site_tree, language, django_capture_on_commit_callbacks
):
    notice = ".fs-translated"
    assert BeautifulSoup(client.get(f"/{language}/case/").content, "html.parser").select(notice)
    assert not BeautifulSoup(client.get("/case/").content, "html.parser").select(notice)
    settings_of_site = ServiceSettings.for_site(site_tree.get_site())
    settings_of_site.checked_languages = [language]
    with django_capture_on_commit_callbacks(execute=True):
        settings_of_site.save()
    assert current_service().checked_languages == [language]
    assert not BeautifulSoup(client.get(f"/{language}/case/").content, "html.parser").select(notice)


class TestPagesThatEditorsWrite:
    @pytest.fixture
    def page(self, site_tree) -> PlainPage:
        return site_tree.add_child(instance=PlainPage(title="Your rights", slug="your-rights", show_in_menus=True))

    @pytest.fixture
    def polish(self, site_tree) -> HomePage:
        locale = Locale.objects.get_or_create(language_code="pl")[0]
        front = site_tree.copy_for_translation(locale)
        front.title = front.heading = "Larkfield po polsku"
        front.save_revision().publish()
        return front

    def main(self, html: bytes):
        return BeautifulSoup(html, "html.parser").find("main")

    def test_one_that_nobody_has_translated_is_read_in_ours_and_says_so(self, client, page):
        answer = client.get("/pl/your-rights/")
        assert "The text of this page is in English only" not in text_of(answer.content)
        assert self.main(answer.content)["lang"] == "en-gb"
        assert "Your rights" in text_of(answer.content)
        assert not self.main(client.get("/your-rights/").content).has_attr("lang")

    def test_it_is_read_in_ours_also_where_the_front_page_is_translated(self, client, page, polish):
        assert "Larkfield po polsku" in text_of(client.get("/pl/").content)
        assert "Larkfield po polsku" not in text_of(client.get("/").content)
        assert self.main(client.get("/pl/your-rights/").content)["lang"] == "en-gb"
        assert client.get("/pl/nowhere/").status_code == 404

    def test_one_that_is_translated_takes_its_place_in_menus_too(self, client, page, polish):
        translated = page.copy_for_translation(polish.locale)
        translated.title = "Twoje prawa"
        translated.save_revision().publish()
        answer = client.get("/pl/your-rights/")
        assert not self.main(answer.content).has_attr("lang")
        menu = BeautifulSoup(answer.content, "html.parser").select_one(".fs-nav__more")
        assert menu.find("a", href="/pl/your-rights/").text == "Twoje prawa"
        ours = BeautifulSoup(client.get("/").content, "html.parser").select_one(".fs-nav__more")
        assert ours.find("a", href="/your-rights/").text == "Your rights"

    def test_links_stay_in_the_language_that_is_read(self, client, page):
        links = BeautifulSoup(client.get("/pl/your-rights/").content, "html.parser").select(
            "header a[href^='/'], nav a"
        )
        elsewhere = [
            link["href"] for link in links if not link.get("hreflang") and not link["href"].startswith("/pl/")
        ]
        assert set(elsewhere) <= {"/exit/"}

    def test_search_finds_each_page_once(self, client, page, polish):
        translated = page.copy_for_translation(polish.locale)
        translated.save_revision().publish()
        for prefix in ("", "/pl"):
            found = BeautifulSoup(client.get(f"{prefix}/search/?q=rights").content, "html.parser").select("main h3 a")
            assert [link["href"] for link in found] == [f"{prefix}/your-rights/"]


class TestTheFiles:
    def test_nothing_that_is_filled_in_is_lost(self, language):
        for entry in catalogue(language):
            source = entry.msgid_plural or entry.msgid
            for words in list(entry.msgstr_plural.values()) or [entry.msgstr]:
                lost = places(source) ^ places(words)
                # One may be said as a word: "one working day".
                assert not lost or (entry.msgid_plural and places(words) <= places(source)), entry.msgid
                assert sorted(TAG.findall(source)) == sorted(TAG.findall(words)), entry.msgid

    def test_each_has_the_same_words(self, language):
        first, this = ({(e.msgctxt, e.msgid) for e in catalogue(code)} for code in (OTHERS[0], language))
        assert this == first
        assert all(e.translated() for e in catalogue(language))

    def test_what_is_read_is_made_from_what_is_written(self, language):
        written = catalogue(language)
        made = polib.mofile(str(written.fpath).removesuffix("po") + "mo")
        assert {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in made} == {
            (e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in written.translated_entries()
        }

    def test_it_says_that_a_machine_made_it(self, language):
        assert "X-Machine-Made" in catalogue(language).metadata


def places(words: str) -> set[str]:
    return {match[0] for match in PLACE.finditer(words)}


@pytest.mark.parametrize(
    ("language", "path", "address"),
    [
        ("pl", "/case/", "/pl/case/"),
        ("en-gb", "/pl/case/", "/case/"),
        ("ur", "/pl/case/", "/ur/case/"),
        ("ar", "/", "/ar/"),
        ("pl", "/pl/", "/pl/"),
        ("pl", "/plain/", "/pl/plain/"),
        ("pl", "https://elsewhere.example/", "https://elsewhere.example/"),
    ],
)
def test_an_address_in_a_language(language, path, address):
    assert address_in(language, path) == address


def test_what_is_kept_is_in_our_language_and_the_page_goes_on_in_its_own():
    with translation.override("pl"):
        assert in_our_language(translation.get_language)() == "en-gb"
        assert translation.get_language() == "pl"
