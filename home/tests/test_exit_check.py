"""Whether the way out leads somewhere: asked by staff, on demand."""

import http.server
import threading

import pytest
from django.core.management import CommandError, call_command

from home.exit_check import check_exit
from home.models import ServiceSettings
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory


class Neutral(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/weather")
        else:
            self.send_response({"/weather": 200}.get(self.path, 404))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def site():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Neutral)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_an_address_that_answers_without_https_is_not_fine(site):
    assert not check_exit(f"{site}/weather").fine
    assert "without https" in check_exit(f"{site}/weather").words


@pytest.fixture
def as_if_https(monkeypatch):
    """Our own small server speaks no https; what it answers is read as if it did."""
    real = check_exit.__globals__["_judge"]
    monkeypatch.setattr(
        "home.exit_check._judge",
        lambda asked, came: real(*(each.replace("http:", "https:") for each in (asked, came))),
    )


def test_one_that_answers_is_fine(site, as_if_https):
    assert check_exit(f"{site}/weather").fine


def test_one_that_leads_on_says_where_to(site, as_if_https):
    finding = check_exit(f"{site}/moved")
    assert finding.fine
    assert "/weather" in finding.words


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("{site}/gone", "not with a page (404)"),
        ("http://127.0.0.1:9/", "does not answer from here"),
        ("http://[::1", "does not answer from here"),
        ("file:///etc/passwd", "no web address"),
        ("javascript:alert(1)", "no web address"),
        ("", "no web address"),
    ],
)
def test_one_that_does_not_is_said_to_in_words(site, address, words):
    finding = check_exit(address.format(site=site))
    assert not finding.fine
    assert words in finding.words


def test_an_editor_asks_with_a_button_and_looking_asks_nothing(client, home, site):
    ServiceSettings.objects.update(exit_url=f"{site}/gone")
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    assert "404" not in client.get("/desk/exit-check/").text
    assert "not with a page (404)" in client.post("/desk/exit-check/").text


def test_the_settings_page_leads_there(client, home):
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    site = ServiceSettings.objects.get().site_id
    assert 'href="/desk/exit-check/"' in client.get(f"/desk/settings/home/servicesettings/{site}/").text


def test_the_command_fails_when_it_does_not_answer(home, site):
    ServiceSettings.objects.update(exit_url=f"{site}/gone")
    with pytest.raises(CommandError, match="404"):
        call_command("check_exit")


def test_the_command_says_that_it_does(home, site, as_if_https, capsys):
    ServiceSettings.objects.update(exit_url=f"{site}/weather")
    call_command("check_exit")
    assert "It answers" in capsys.readouterr().out
