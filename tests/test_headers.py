"""What goes with every page to keep it from being framed, listened to, or made to run what we did not write."""

import re

import pytest
from django.conf import settings as configured
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query

from advice.models import Partner
from config import urls
from config.security import WITH_INLINE_SCRIPTS, ClientAddressMiddleware
from home.page_cache import keep_whole
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

from .addresses import addresses
from .world import ADMINISTRATOR, CASE_PARTS, make_world, path_of

pytestmark = pytest.mark.django_db

STRICT = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "media-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "manifest-src": ["'self'"],
}
# A script that is written into the page, not one that is only named, and not data or a template to be read by one.
INLINE_SCRIPT = re.compile(
    rb"<script(?![^>]*\ssrc=)(?![^>]*type=[\"'](?:application/json|text/django-form-template))"
)
INLINE_STYLE = re.compile(rb"<style[\s>]|<[a-z][^>]*\sstyle=[\"']")
INLINE_HANDLER = re.compile(rb"<[a-z][^>]*\son(?:click|change|submit|load|error|input|focus|keydown)=")


def policy(response) -> dict[str, list[str]]:
    header = response["Content-Security-Policy"]
    return {name: values for name, *values in (part.split() for part in header.split("; "))}


@pytest.mark.parametrize("address", ["/status/", "/case/", "/report/", "/chat/", "/desk/login/", "/no-such-page/"])
def test_a_public_page_has_the_strict_policy_and_its_companions(client, address):
    response = client.get(address)
    assert policy(response) == STRICT
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "geolocation=()" in response["Permissions-Policy"]
    assert "microphone=()" in response["Permissions-Policy"]


@pytest.mark.parametrize(
    "address", ["/desk/", "/desk/cases/queue/", "/desk/account/", "/desk/set-up/", "/desk/nothing/"]
)
def test_a_page_of_the_desk_has_it_too(client, address):
    client.force_login(UserFactory(roles=[Role.DUTY_OFFICER]))
    response = client.get(address)
    assert response.status_code in {200, 404}
    assert policy(response) == STRICT
    assert response["X-Frame-Options"] == "DENY"


def test_only_cookies_that_scripts_cannot_read_say_who_is_signed_in(client):
    UserFactory(username="dana", roles=[Role.DUTY_OFFICER])
    client.post("/desk/login/", {"username": "dana", "password": "a long enough password"})
    cookie = client.cookies[configured.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker, tmp_path_factory):
    """Every page of Wagtail's that an administrator gets, each with its address. Asked for once: there are many."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), transaction.atomic(), media:
        yield asked_for()
        transaction.set_rollback(True)


def asked_for() -> list[tuple]:
    world = make_world()
    Redirect.objects.create(pk=1, old_path="/old", redirect_link="/new/")
    Query.objects.create(pk=1, query_string="noise")
    Partner.objects.create(pk=1, name="Invented Mediation", what_for="Talking it over")
    client = Client(raise_request_exception=False)
    client.force_login(world.users[ADMINISTRATOR])
    found = []
    for address in addresses():
        if address.is_desk and not CASE_PARTS & set(address.parts):
            # Wagtail's address for signing out takes the cookie away from whoever looks at it.
            cookies, response = client.cookies.copy(), client.get(path_of(address, world))
            client.cookies = cookies
            if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
                found.append((address, response))
    return found


class TestWagtailsPages:
    """The list of pages whose policy is loosened is exact: each needs it, and no other page does."""

    def test_it_holds_every_page_with_a_script_written_into_it_and_no_other(self, pages):
        assert len(pages) > 80
        with_scripts = {address.name for address, response in pages if INLINE_SCRIPT.search(response.content)}
        # What comes as a piece of another page, or opens in Wagtail's dialog, runs under that page's policy.
        whole = {address.name for address, response in pages if b"<html" in response.content}
        need_it = with_scripts & whole
        assert sorted(need_it - WITH_INLINE_SCRIPTS) == []
        assert sorted(WITH_INLINE_SCRIPTS - need_it) == []

    def test_no_page_needs_styles_or_handlers_written_into_it(self, pages):
        for address, response in pages:
            assert not INLINE_STYLE.search(response.content), address
            assert not INLINE_HANDLER.search(response.content), address

    def test_every_other_page_stays_strict_and_styles_are_loosened_for_writing_pages_only(self, pages):
        for address, response in pages:
            scripts = address.name in WITH_INLINE_SCRIPTS
            assert policy(response)["script-src"] == (["'self'", "'unsafe-inline'"] if scripts else ["'self'"]), (
                address
            )
            styles = address.name in {"wagtailadmin_pages:add", "wagtailadmin_pages:edit"}
            assert policy(response)["style-src"] == (["'self'", "'unsafe-inline'"] if styles else ["'self'"]), address

    def test_none_of_them_is_ours(self):
        ours = {address.name for address in addresses() if address.is_ours or address.desk_do}
        assert not ours & WITH_INLINE_SCRIPTS


def test_a_preview_may_be_framed_by_the_editor_and_by_nobody_else(client, settings):
    """Wagtail makes a preview by a request within the request, so it comes with the policy of a page on its own."""

    def preview(request):
        made_within = HttpResponse("<h1>Home</h1>")
        made_within["Content-Security-Policy"] = "frame-ancestors 'none'"
        made_within["X-Frame-Options"] = "SAMEORIGIN"
        return made_within

    settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": [path("desk/preview/", preview), *urls.urlpatterns]})
    page = client.get("/desk/preview/")
    assert policy(page) == STRICT | {"frame-ancestors": ["'self'"]}


def test_a_page_that_is_kept_whole_is_not_handed_out_in_the_clear(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    kept = path("kept/", lambda request: keep_whole(HttpResponse("the same for everyone")))
    settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": [kept, *urls.urlpatterns]})
    assert client.get("/kept/", secure=True).status_code == 200
    assert client.get("/kept/", secure=False).url == "https://testserver/kept/"


class TestWhoIsAsking:
    def address_seen(self, settings, *, behind_proxy, forwarded):
        settings.BEHIND_PROXY = behind_proxy
        request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="192.0.2.1")
        ClientAddressMiddleware(lambda _request: HttpResponse())(request)
        return request.META["REMOTE_ADDR"]

    def test_without_a_proxy_nobody_is_believed(self, settings):
        assert self.address_seen(settings, behind_proxy=False, forwarded="198.51.100.7") == "192.0.2.1"

    def test_behind_one_the_last_hop_is_believed_and_no_other(self, settings):
        assert self.address_seen(settings, behind_proxy=True, forwarded="10.9.9.9, 198.51.100.7") == "198.51.100.7"

    def test_a_proxy_that_says_nothing_changes_nothing(self, settings):
        assert self.address_seen(settings, behind_proxy=True, forwarded="") == "192.0.2.1"

    def test_the_lock_of_the_sign_in_page_counts_by_it(self, client, settings):
        settings.BEHIND_PROXY = True
        UserFactory(username="dana", roles=[Role.DUTY_OFFICER])

        def sign_in(password, caller):
            body = {"username": "dana", "password": password}
            return client.post(
                "/desk/login/", body, headers={"X-Forwarded-For": f"198.51.100.1, {caller}"}
            ).status_code

        for _try in range(settings.AXES_FAILURE_LIMIT):
            sign_in("wrong", "203.0.113.5")
        assert sign_in("a long enough password", "203.0.113.5") == 429
        assert sign_in("a long enough password", "203.0.113.6") == 302
