"""The alert at the top of every page."""

from datetime import time

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime

from home.models import ServiceSettings

WORDS = "Our phones are down."


@pytest.fixture
def service(home):
    return ServiceSettings.objects.get()


def save(service, capture, **changes):
    for name, value in changes.items():
        setattr(service, name, value)
    with capture(execute=True):
        service.save()


@pytest.mark.parametrize("address", ["/", "/how/", "/search/", "/report/", "/case/", "/chat/", "/nowhere/"])
def test_it_shows_on_every_public_page_at_once_and_goes_at_once(
    client, service, django_capture_on_commit_callbacks, address
):
    client.get(address)
    save(service, django_capture_on_commit_callbacks, alert=WORDS)
    assert WORDS in client.get(address).text
    save(service, django_capture_on_commit_callbacks, alert="")
    assert WORDS not in client.get(address).text


@pytest.mark.parametrize(
    ("now", "shown"), [("2026-11-23 07:59", False), ("2026-11-23 08:01", True), ("2026-11-23 10:01", False)]
)
def test_it_begins_and_ends_when_it_should(client, service, django_capture_on_commit_callbacks, now, shown):
    times = {
        "alert_from": parse_datetime("2026-11-23T08:00Z"),
        "alert_until": parse_datetime("2026-11-23T10:00Z"),
    }
    save(service, django_capture_on_commit_callbacks, alert=WORDS, **times)
    with time_machine.travel(now, tick=False):
        assert (WORDS in client.get("/how/").text) is shown


def test_an_urgent_one_says_so_in_words_and_leads_further(client, service, django_capture_on_commit_callbacks):
    save(service, django_capture_on_commit_callbacks, alert=WORDS, alert_level="urgent", alert_link="/how/")
    page = client.get("/").text
    assert "<strong>Urgent</strong>" in page
    assert 'href="/how/">More about this' in page


def test_it_stands_below_the_way_out_and_cannot_cover_it(client, service, django_capture_on_commit_callbacks):
    save(service, django_capture_on_commit_callbacks, alert=WORDS)
    page = client.get("/").text
    assert page.index("data-exit") < page.index(WORDS) < page.index("<main")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "//elsewhere.example", "http://x.example", "how"])
def test_its_link_leads_to_a_page(service, link):
    service.alert_link = link
    with pytest.raises(ValidationError, match="Begin with /"):
        service.full_clean()


def test_it_cannot_end_before_it_begins(service):
    service.alert_from = service.alert_until = parse_datetime("2026-11-23T10:00Z")
    with pytest.raises(ValidationError, match="after the beginning"):
        service.full_clean()


@pytest.mark.parametrize("opens", [time(18), time(18, 1)])
@pytest.mark.parametrize("which", ["centre", "office"])
def test_hours_that_end_before_they_begin_are_refused(which, opens):
    service = ServiceSettings(**{f"{which}_opens": opens, f"{which}_closes": time(18)})
    with pytest.raises(ValidationError) as refused:
        service.clean()
    assert list(refused.value.message_dict) == [f"{which}_closes"]
