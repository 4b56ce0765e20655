import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from advice.calendars import Entry, calendar, fold
from advice.enums import Repeats
from advice.models import NeighbourhoodIndexPage, NeighbourhoodPage, Partner, StoryIndexPage, StoryPage
from home.tests.trees import plant
from reporting.kinds import Kind
from reporting.places.tests.factories import AreaFactory, HomeFactory

NOW = "2026-10-20 12:00:00+00:00"  # a Tuesday; the clocks go back on the 25th


@pytest.fixture
def at_noon():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def index(db):
    return plant().add_child(instance=NeighbourhoodIndexPage(title="Neighbourhoods", slug="neighbourhoods"))


@pytest.fixture
def millbrook(index):
    area = AreaFactory(name="Millbrook")
    return index.add_child(instance=NeighbourhoodPage(title="Millbrook", slug="millbrook", area=area))


def add_event(page, title="Drop-in", starts="2026-10-21T13:00", ends="2026-10-21T15:00", **values):
    times = {
        "starts_at": datetime.fromisoformat(f"{starts}+00:00"),
        "ends_at": datetime.fromisoformat(f"{ends}+00:00"),
    }
    event = page.events.create(title=title, where="The hall", **times, **values)
    page.save()
    return event


def read(response) -> list[str]:
    """The lines of a calendar file, put together again where they were folded."""
    return response.content.decode().replace("\r\n ", "").split("\r\n")


class TestEvents:
    def test_only_what_is_still_to_come_is_shown_soonest_first(self, client, millbrook, at_noon):
        add_event(millbrook, "Was last week", "2026-10-13T13:00", "2026-10-13T15:00")
        add_event(millbrook, "Is on now", "2026-10-20T11:00", "2026-10-20T12:01")
        add_event(millbrook, "Comes later", "2026-11-21T13:00", "2026-11-21T15:00")
        add_event(millbrook, "Comes soon")
        page = client.get("/neighbourhoods/millbrook/").content.decode()
        assert re.findall(r"<h3>([^<]+)</h3>", page) == ["Is on now", "Comes soon", "Comes later"]
        assert "Wednesday 21 October, 2pm to 4pm" in page
        at_noon.shift(62)
        assert "Is on now" not in client.get("/neighbourhoods/millbrook/").content.decode()

    def test_what_repeats_is_at_the_same_time_on_the_clock_in_winter_and_summer(self, client, millbrook, at_noon):
        add_event(millbrook, repeats=Repeats.WEEKLY, repeats_until=datetime(2026, 11, 5, tzinfo=UTC).date())
        assert "Wednesday 21 October, 2pm to 4pm" in client.get("/neighbourhoods/millbrook/").content.decode()
        starts = [line for line in read(client.get("/neighbourhoods/millbrook/calendar/")) if "DTSTART" in line]
        assert starts == ["DTSTART:20261021T130000Z", "DTSTART:20261028T140000Z", "DTSTART:20261104T140000Z"]
        at_noon.shift(8 * 24 * 60 * 60)
        page = client.get("/neighbourhoods/millbrook/").content.decode()
        assert "Wednesday 28 October, 2pm to 4pm" in page
        assert "Then every week until Thursday 5 November." in page
        at_noon.shift(7 * 24 * 60 * 60)
        page = client.get("/neighbourhoods/millbrook/").content.decode()
        assert "Wednesday 4 November, 2pm to 4pm" in page
        assert "Then every week" not in page

    def test_what_repeats_for_years_does_not_fill_the_page(self, client, millbrook, at_noon):
        add_event(millbrook, repeats=Repeats.WEEKLY, repeats_until=datetime(2036, 1, 1, tzinfo=UTC).date())
        assert client.get("/neighbourhoods/millbrook/").content.decode().count("<h3>Drop-in</h3>") == 1
        lines = read(client.get("/neighbourhoods/millbrook/calendar/"))
        assert lines.count("BEGIN:VEVENT") == 26

    def test_each_can_be_put_into_a_calendar(self, client, millbrook, at_noon):
        add_event(millbrook, "Other")
        event = add_event(millbrook, "Tea, cake; and more", who_for="Everyone")
        response = client.get(f"/neighbourhoods/millbrook/calendar/{event.pk}/")
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert response["Content-Disposition"] == f'attachment; filename="millbrook-{event.pk}.ics"'
        lines = read(response)
        assert lines[0] == "BEGIN:VCALENDAR"
        assert lines[-2:] == ["END:VCALENDAR", ""]
        assert [line for line in lines if line.startswith("SUMMARY")] == ["SUMMARY:Tea\\, cake\\; and more"]
        assert f"UID:{event.pk}-20261021@testserver" in lines

    @pytest.mark.parametrize("number", ["0", "999999", "9" * 40])
    def test_what_is_not_there_is_not_found(self, client, millbrook, number):
        assert client.get(f"/neighbourhoods/millbrook/calendar/{number}/").status_code == 404

    def test_an_event_of_another_neighbourhood_is_not_found_here(self, client, index, millbrook):
        other = index.add_child(instance=NeighbourhoodPage(title="Far", slug="far", area=AreaFactory()))
        event = add_event(millbrook)
        assert client.get(f"/neighbourhoods/far/calendar/{event.pk}/").status_code == 404
        assert other.events.count() == 0

    def test_an_event_has_to_make_sense(self, millbrook):
        with pytest.raises(ValidationError, match="after it starts"):
            add_event(millbrook, ends="2026-10-21T13:00").clean()
        with pytest.raises(ValidationError, match="until when"):
            add_event(millbrook, repeats=Repeats.WEEKLY).clean()


class TestTheCalendarFile:
    def test_long_lines_are_folded_between_letters(self):
        lines = fold("SUMMARY:" + "ü" * 80).split(b"\r\n")
        assert all(len(line) <= 75 for line in lines)
        assert all(line.startswith(b" ") for line in lines[1:-1])
        assert b"".join(line.removeprefix(b" ") for line in lines).decode() == "SUMMARY:" + "ü" * 80

    def test_what_means_something_in_the_file_is_escaped(self):
        entry = Entry(
            "1", "a\\b;c,d\r\ne", datetime(2026, 7, 1, 10, tzinfo=UTC), datetime(2026, 7, 1, 11, tzinfo=UTC)
        )
        assert b"SUMMARY:a\\\\b\\;c\\,d\\ne\r\n" in calendar([entry], "x")

    def test_nobody_can_write_a_line_of_their_own_into_it(self):
        assert b"\nEND:VCALENDAR\r\nX" not in calendar([], "x\r\nEND:VCALENDAR\r\nX:y")


class TestTheNeighbourhood:
    def test_it_shows_who_helps_here_and_what_was_put_right_here(self, client, index, millbrook):
        here = Partner.objects.create(name="Just here")
        here.areas.add(millbrook.area)
        Partner.objects.create(name="Everywhere")
        there = Partner.objects.create(name="Somewhere else")
        there.areas.add(AreaFactory())
        stories = index.get_parent().add_child(instance=StoryIndexPage(title="Stories", slug="stories"))
        for title, area in (("Quiet here", millbrook.area), ("Quiet there", AreaFactory())):
            stories.add_child(instance=StoryPage(title=title, slug=title[-5:].strip(), kind=Kind.NOISE, area=area))
        page = client.get("/neighbourhoods/millbrook/").content.decode()
        for words in ("Just here", "Quiet here"):
            assert words in page
        for words in ("Everywhere", "Somewhere else", "Quiet there"):
            assert words not in page

    def test_it_costs_eight_queries_however_much_there_is(self, client, millbrook, django_assert_num_queries):
        for number in range(5):
            add_event(millbrook, f"Event {number}", "2036-10-21T13:00", "2036-10-21T15:00")
            Partner.objects.create(name=f"Partner {number}").areas.add(millbrook.area)
        client.get("/neighbourhoods/millbrook/")
        # The site, the front page, the pages on the way, the page itself, who may see it, events, partners, stories.
        with django_assert_num_queries(8):
            client.get("/neighbourhoods/millbrook/?not-kept")

    def test_an_area_has_one_page(self, index, millbrook):
        with pytest.raises(ValidationError, match="has a page already"):
            NeighbourhoodPage(title="Again", slug="again", area=millbrook.area).clean()
        millbrook.clean()

    def test_a_copy_of_a_page_is_not_of_the_same_area(self, millbrook):
        copy = millbrook.copy(update_attrs={"slug": "copy", "title": "Copy"}, copy_revisions=False)
        assert copy.area is None
        assert copy.partners == copy.stories == []


class TestFinding:
    @pytest.fixture(autouse=True)
    def homes(self, millbrook):
        HomeFactory.create_batch(2, area=millbrook.area, postcode="ZZ1 1AA")
        HomeFactory(postcode="ZZ1 1AA")  # of an area without a page, with fewer homes there

    def find(self, client, postcode: str):
        return client.get(reverse("find_neighbourhood"), {"postcode": postcode})

    def test_a_postcode_leads_to_its_neighbourhood(self, client):
        response = self.find(client, " zz11aa ")
        assert (response.status_code, response["Location"]) == (302, "/neighbourhoods/millbrook/")

    @pytest.mark.parametrize(
        ("postcode", "words"),
        [
            ("", "Enter your postcode"),
            ("nonsense", "does not look like a whole postcode"),
            ("ZZ1", "does not look like a whole postcode"),
            ("x\0", "a character here that we cannot read"),
            ("Z" * 400, "Use 20 characters or fewer"),
            ("AA9 9AA", "We have no homes at this postcode"),
        ],
    )
    def test_what_leads_nowhere_is_said_beside_the_box_and_all_are_listed(self, client, postcode, words):
        response = self.find(client, postcode)
        page = response.content.decode()
        assert response.status_code == 200
        assert words in page.split('id="id_postcode_error"')[1].split("</p>")[0]
        assert 'href="/neighbourhoods/millbrook/"' in page

    def test_what_was_typed_stays(self, client):
        assert 'value="AA9 9AA"' in self.find(client, "AA9 9AA").content.decode()

    def test_a_neighbourhood_without_a_page_is_named(self, client, millbrook):
        HomeFactory(area=AreaFactory(name="Hilltop"), postcode="ZZ9 9ZZ")
        assert "This postcode is in Hilltop" in self.find(client, "ZZ9 9ZZ").content.decode()

    def test_before_anything_is_typed_nothing_is_wrong(self, client):
        page = client.get(reverse("find_neighbourhood")).content.decode()
        assert "something to put right" not in page
        assert 'href="/neighbourhoods/millbrook/"' in page

    def test_nothing_of_it_is_kept(self, client):
        for postcode in ("ZZ1 1AA", "AA9 9AA"):
            response = self.find(client, postcode)
            assert "no-store" in response["Cache-Control"]
            assert not response.cookies
            assert "ZZ1" not in response.get("Location", "")

    def test_every_neighbourhood_page_list_has_the_box_and_no_token(self, client):
        page = client.get("/neighbourhoods/").content.decode()
        assert 'action="/neighbourhoods/find/"' in page
        assert "csrf" not in page

    def test_it_takes_only_questions(self, client):
        assert client.post(reverse("find_neighbourhood"), {"postcode": "ZZ1 1AA"}).status_code == 405
