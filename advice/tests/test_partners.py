import io
import re

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import Page

from advice.models import Partner, PartnerDirectoryPage
from advice.partners import DATA, NotAList, import_partners, without_remarks
from advice.topics import topics_in
from home.page_cache import forget_pages
from home.tests.trees import plant
from reporting.places.tests.factories import AreaFactory
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

HEADER = "name,what_for,phone,text_or_sms,website,hours,emergency,for_topics,source,verified\n"


def read(*lines: str) -> int:
    return import_partners(io.StringIO(HEADER + "\n".join(lines)))


@pytest.fixture
def directory(db):
    home = plant()
    return home.add_child(instance=PartnerDirectoryPage(title="Who else can help", slug="who"))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("24 hours", "24 hours"),
        ("24 hours (check)", "24 hours"),
        ("Live chat on website (times: check)", "Live chat on website"),
        ("check before publishing (2020: 9 to 5)", ""),
        ("24 hours per its site (undated); check - believed shortened since 2023", ""),
        ("", ""),
    ],
)
def test_remarks_for_editors_are_not_for_the_public(said, shown):
    assert without_remarks(said) == shown


def test_a_list_is_read_and_what_is_for_editors_put_aside(db):
    assert (
        read('Paws,Dogs,0300 1234 999,a@paws.example (email),https://paws.example,"9 (check)",no,pets,Seen,yes') == 1
    )
    paws = Partner.objects.get()
    assert (paws.shown_phone, paws.shown_email) == ({"number": "0300 1234 999", "remark": ""}, "a@paws.example")
    assert (paws.shown_hours, paws.shown_text, paws.topics) == ("9", "", ["animals"])
    assert paws.note == "hours: 9 (check)\nsource: Seen"


def test_reading_it_again_changes_and_never_doubles(db):
    read("Paws,Dogs,1,,,,no,pets,Seen,no")
    read("Paws,Cats,1,,,,no,pets,Seen,yes")
    assert Partner.objects.get().what_for == "Cats"


def test_a_file_that_is_no_list_is_refused_whole(db, tmp_path):
    with pytest.raises(NotAList, match="website"):
        import_partners(io.StringIO("name,phone\nPaws,1\n"))
    with pytest.raises(CommandError):
        call_command("import_partners", str(tmp_path / "missing.csv"))
    assert not Partner.objects.exists()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Claws,Cats,1,,nonsense,,no,pets,Seen,yes", "Line 3: website"),
        (",Cats,1,,,,no,pets,Seen,yes", "Line 3: name"),
        (f"Claws,{'Cats' * 99},1,,,,no,pets,Seen,yes", "Line 3: what_for"),
        ("Claws", "Line 3: what_for"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_and_nothing_is_read(db, line, why):
    with pytest.raises(NotAList, match=why):
        read("Paws,Dogs,1,,,,no,pets,Seen,yes", line)
    assert not Partner.objects.exists()


def test_the_list_that_comes_with_the_project_can_be_read(db):
    call_command("import_partners", verbosity=0)
    with DATA.open(encoding="utf-8") as file:
        assert Partner.objects.count() == sum(1 for _ in file) - 1
    assert all(partner.last_checked for partner in Partner.objects.filter(verified=True))
    assert not any("check" in partner.hours.lower() for partner in Partner.objects.all())


def test_words_of_a_list_become_our_topics():
    assert topics_in("noise,smoke, Pets,nonsense") == ["noise", "animals"]


def test_until_checked_only_name_purpose_and_website_are_shown(client, directory):
    Partner.objects.create(
        name="Paws",
        what_for="Dogs",
        phone="0300 1234 999",
        text_or_sms="12345",
        email="a@paws.example",
        hours="9 to 5",
        website="https://paws.example",
        note="Seen on a leaflet",
        topics=["animals"],
    )
    page = client.get("/who/").content.decode()
    for shown in ("Paws", "Dogs", "https://paws.example"):
        assert shown in page
    for kept in ("0300 1234 999", "12345", "a@paws.example", "9 to 5", "leaflet"):
        assert kept not in page


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("0300 124 5225 (option 3)", {"number": "0300 124 5225", "remark": "option 3"}),
        ("999", {"number": "999", "remark": ""}),
        ("999 then press 55 when told to", {"words": "999 then press 55 when told to"}),
        ("Your council", {"words": "Your council"}),
        ("", {}),
    ],
)
def test_only_what_can_be_dialled_is_a_link(phone, shown):
    assert Partner(name="x", phone=phone, verified=True).shown_phone == shown


def test_a_page_shows_first_those_who_are_checked_and_for_whom_it_matters_most(db):
    Partner.objects.create(name="Unchecked", topics=["noise"], order=1)
    Partner.objects.create(name="Among others", topics=["complaints", "noise"], verified=True, order=2)
    Partner.objects.create(name="Most of all", topics=["noise"], verified=True, order=3)
    Partner.objects.create(name="Emergencies", topics=["noise"], verified=True, emergency=True)
    Partner.objects.create(name="Pets", topics=["animals"], verified=True)
    assert [partner.name for partner in Partner.objects.about(["noise"])] == [
        "Most of all",
        "Among others",
        "Unchecked",
    ]


def test_topics_come_from_the_list():
    with pytest.raises(ValidationError):
        Partner._meta.get_field("topics").clean(["noise", "nonsense"], None)
    assert Partner._meta.get_field("topics").clean(["noise"], None) == ["noise"]


def test_a_changed_partner_shows_at_once_and_is_found(client, directory, django_capture_on_commit_callbacks):
    assert b"Paws" not in client.get("/who/").content
    with django_capture_on_commit_callbacks(execute=True):
        paws = Partner.objects.create(name="Paws", what_for="Dogs that howl", topics=["animals"])
    assert b"Paws" in client.get("/who/").content
    assert b'href="/who/"' in client.get("/search/", {"q": "howl"}).content.split(b"<main")[1]
    with django_capture_on_commit_callbacks(execute=True):
        paws.delete()
    assert b"Paws" not in client.get("/who/").content


def test_editors_have_a_list_of_what_to_check(client, db):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    Partner.objects.create(name="Never checked")
    Partner.objects.create(name="Checked long ago", verified=True, last_checked="2020-01-01")
    Partner.objects.create(name="Just checked", verified=True, last_checked="2999-01-01")
    address = reverse(Partner.snippet_viewset.get_url_name("list"))
    page = client.get(address, {"to_check": "yes"}).content.decode()
    assert "Never checked" in page
    assert "Checked long ago" in page
    assert "Just checked" not in page
    assert f"{address}?to_check=yes" in client.get(reverse("wagtailadmin_home")).content.decode()


def test_an_editor_can_change_a_partner_in_the_desk(client, db):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    paws = Partner.objects.create(name="Paws", what_for="Dogs", topics=["animals"])
    address = reverse(Partner.snippet_viewset.get_url_name("edit"), args=[paws.pk])
    page = client.get(address).content.decode()
    assert not re.search(r"<script>|<script(?![^>]*(src|application/json))", page)
    typed = {"name": "Paws", "what_for": "Dogs", "topics": ["noise", "animals"], "last_checked": "2026-11-21"}
    assert client.post(address, typed | {"order": 1}).status_code == 302
    paws.refresh_from_db()
    assert paws.topics == ["noise", "animals"]
    assert 'value="2026-11-21"' in client.get(address).content.decode()


def test_case_staff_have_no_partners_to_edit(client, db):
    client.force_login(UserFactory())
    assert client.get(reverse(Partner.snippet_viewset.get_url_name("list"))).status_code in {302, 403, 404}


def test_many_changes_are_indexed_once(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as calls:  # kept pages, and the directory
        read("Paws,Dogs,1,,,,no,pets,Seen,no", "Claws,Cats,1,,,,no,pets,Seen,no")
    assert len(calls) == 2


def test_a_site_without_a_directory_has_partners_all_the_same(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        Partner.objects.create(name="Paws")
    assert not Page.objects.type(PartnerDirectoryPage).exists()


def shown(client, **query) -> list[str]:
    page = client.get("/who/", query).content.decode()
    return re.findall(r'<h3 class="fs-card__title">([^<]+)<', page)


@pytest.fixture
def several(directory):
    millbrook = AreaFactory(name="Millbrook")
    Partner.objects.create(name="Nine nine nine", emergency=True, order=1)
    Partner.objects.create(name="Everywhere", topics=["noise"], order=2)
    Partner.objects.create(name="By night", topics=["animals"], order=4, verified=True, open_hours="24 hours")
    here = Partner.objects.create(name="Just here", topics=["animals", "noise"], order=3)
    here.areas.add(millbrook)
    return {"millbrook": millbrook.pk, "elsewhere": AreaFactory().pk}


def test_partners_are_found_by_need_and_by_where_one_lives_and_emergencies_come_first(client, several):
    assert shown(client) == ["Nine nine nine", "Everywhere", "Just here", "By night"]
    assert shown(client, need="noise") == ["Nine nine nine", "Just here", "Everywhere"]
    assert shown(client, area=several["millbrook"]) == ["Nine nine nine", "Everywhere", "Just here", "By night"]
    assert shown(client, area=several["elsewhere"]) == ["Nine nine nine", "Everywhere", "By night"]
    assert shown(client, need="animals", now="yes") == ["Nine nine nine", "By night"]


@pytest.mark.parametrize("query", [{"need": "x\0"}, {"area": "9" * 40}, {"now": "<b>"}])
def test_whoever_asks_for_nothing_we_have_still_gets_the_emergency_numbers(client, several, query):
    assert shown(client, **query)[0] == "Nine nine nine"


def test_the_directory_costs_the_same_for_many(client, several, django_assert_num_queries):
    for number in range(20):
        Partner.objects.create(name=f"Partner {number}", topics=["noise"]).areas.add(several["millbrook"])
    client.get("/who/")
    for path in ("/who/?not-kept", "/who/?need=noise"):
        # The site, the front page, the pages on the way, the page itself, who may see it, partners, where they help.
        with django_assert_num_queries(7):
            client.get(path)


def test_a_page_that_is_kept_says_open_no_longer_than_a_minute_after_closing(client, directory):
    Partner.objects.create(name="Paws", verified=True, open_hours="Mon-Fri 09:00-17:00")
    with time_machine.travel("2026-11-23 16:59:30+00:00", tick=False) as clock:
        assert "Open now</strong> until 5pm" in client.get("/who/").content.decode()
        clock.shift(70)
        assert "Closed now</strong> until Tuesday 24 November at 9am" in client.get("/who/").content.decode()


def test_nothing_is_said_of_being_open_where_nobody_checked_it_or_nobody_knows(client, directory):
    Partner.objects.create(name="Unchecked", open_hours="24 hours")
    Partner.objects.create(name="In words only", verified=True, hours="24 hours, we think")
    assert b"pen now</strong>" not in client.get("/who/").content


def test_each_says_when_it_was_last_checked_and_how_to_reach_it_without_hearing_or_speaking(client, directory):
    Partner.objects.create(
        name="Paws", verified=True, last_checked="2026-11-21", relay="18001 101", bsl="https://bsl.example"
    )
    page = client.get("/who/").content.decode()
    for words in ("Checked on 21 November 2026", "18001 101", 'href="https://bsl.example"'):
        assert words in page
    Partner.objects.update(verified=False)
    forget_pages()
    page = client.get("/who/").content.decode()
    for words in ("Checked on", "18001 101", "https://bsl.example"):
        assert words not in page


def test_advice_for_everyone_names_nobody_who_helps_only_some(several):
    assert [partner.name for partner in Partner.objects.about(["noise", "animals"])] == ["By night", "Everywhere"]


def test_a_list_may_say_where_and_when(db):
    AreaFactory(name="Millbrook")
    header = HEADER.strip() + ",open_hours,relay,areas\n"
    line = "Paws,Dogs,1,,,,no,pets,Seen,yes,Mon 09:00-12:00; Sat 10:00-11:00,18001 1,Millbrook\n"
    import_partners(io.StringIO(header + line))
    paws = Partner.objects.get()
    assert (paws.shown_relay, [area.name for area in paws.areas.all()]) == ("18001 1", ["Millbrook"])
    read("Paws,Cats,1,,,,no,pets,Seen,yes")  # a list without these columns leaves them as they are
    paws.refresh_from_db()
    assert (paws.what_for, paws.open_hours, paws.areas.count()) == ("Cats", "Mon 09:00-12:00; Sat 10:00-11:00", 1)
    import_partners(io.StringIO(header + line.replace("Millbrook", "")))
    assert not paws.areas.exists()


@pytest.mark.parametrize(
    ("more", "why"), [("Mon 9-5,,", "Line 2: open_hours"), (",,Nowhere", "Line 2: we have no area called Nowhere")]
)
def test_a_list_with_hours_or_areas_that_cannot_be_is_refused(db, more, why):
    header = HEADER.strip() + ",open_hours,relay,areas\n"
    with pytest.raises(NotAList, match=why):
        import_partners(io.StringIO(f"{header}Paws,Dogs,1,,,,no,pets,Seen,yes,{more}\n"))


def test_editors_are_reminded_after_ninety_days(client, db):
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    Partner.objects.create(name="Paws", verified=True, last_checked="2026-11-21")
    with time_machine.travel("2027-02-18 12:00:00+00:00", tick=False):
        assert not Partner.objects.to_check().exists()
    with time_machine.travel("2027-02-20 12:00:00+00:00", tick=False):
        client.force_login(UserFactory(roles=[Role.EDITOR]))
        page = client.get(reverse("wagtailadmin_home")).content.decode()
        assert "Partners to check" in page
        assert ">Paws</a>" in page


def test_who_works_cases_is_not_reminded(client, db):
    client.force_login(UserFactory(roles=[Role.MANAGER]))
    assert b"Partners to check" not in client.get(reverse("wagtailadmin_home")).content


def test_hours_that_cannot_be_read_are_said_beside_the_field(client, db):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    paws = Partner.objects.create(name="Paws", what_for="Dogs", topics=["animals"])
    address = reverse(Partner.snippet_viewset.get_url_name("edit"), args=[paws.pk])
    typed = {"name": "Paws", "what_for": "Dogs", "topics": ["noise"], "order": 1, "open_hours": "Mon 9-5"}
    response = client.post(address, typed)
    assert "We cannot read line 1" in response.context["form"].errors["open_hours"][0]
    assert "Mon 9-5" in response.content.decode()
