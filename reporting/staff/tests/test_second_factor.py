import base64
from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from reporting.staff import second_factor
from reporting.staff.roles import Role

from .factories import UserFactory

pytestmark = pytest.mark.django_db

HOME = "/desk/"
VERIFY = "/desk/verify/"
SET_UP = "/desk/set-up/"


@pytest.fixture(autouse=True)
def asked_for(settings):
    settings.STAFF_TWO_FACTOR = True


@pytest.fixture
def dana(client):
    dana = UserFactory(username="dana", roles=[Role.DUTY_OFFICER])
    client.force_login(dana)
    return dana


@pytest.fixture
def phone(dana):
    return TOTPDevice.objects.create(user=dana, name="phone", confirmed=True)


def code_of(phone, *, steps_ahead=0) -> str:
    return f"{totp(phone.bin_key, drift=steps_ahead):06d}"


def wrong_code_of(phone) -> str:
    right = {code_of(phone, steps_ahead=step) for step in (-2, -1, 0, 1, 2)}
    return next(code for code in ("000000", "111111", "222222", "333333", "444444", "555555") if code not in right)


def errors(response):
    return response.context["form"].errors["code"]


class TestTheDoor:
    def test_someone_without_a_phone_is_led_to_set_one_up(self, client, dana):
        assert client.get(HOME).url == f"{SET_UP}?next=/desk/"

    def test_someone_with_a_phone_is_asked_for_its_code(self, client, phone):
        assert client.get(HOME).url == f"{VERIFY}?next=/desk/"

    @pytest.mark.parametrize(
        "address",
        ["/desk/", "/desk/pages/", "/desk/account/", "/desk/users/", "/desk/api/main/pages/", "/desk/nothing/"],
    )
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_nothing_of_the_desk_opens_before_it(self, client, phone, address, method):
        response = getattr(client, method)(address)
        assert response.status_code == 302
        assert response.url.startswith(VERIFY)

    def test_the_way_back_keeps_its_query_and_cannot_be_used_to_slip_another_in(self, client, phone):
        response = client.get("/desk/account/", {"tab": "a&next=/elsewhere"})
        assert response.url == f"{VERIFY}?next=/desk/account/%3Ftab%3Da%2526next%253D%252Felsewhere"

    def test_what_was_posted_is_not_come_back_to(self, client, phone):
        assert client.post("/desk/account/").url == f"{VERIFY}?next=/desk/"

    def test_signing_out_stays_possible(self, client, phone):
        assert client.post(reverse("wagtailadmin_logout")).url == reverse("wagtailadmin_login")

    def test_the_doors_ask_for_a_password_first(self, client):
        for address in (VERIFY, SET_UP, "/desk/forget-phone/1/"):
            assert client.get(address).url.startswith("/desk/login/")
        assert client.post("/desk/backup-codes/").url.startswith("/desk/login/")

    def test_switched_off_nobody_is_asked(self, client, dana, settings):
        settings.STAFF_TWO_FACTOR = False
        assert client.get(HOME).status_code == 200


def who_am_i(request):
    return HttpResponse(request.user.get_username() or "nobody")


class TestOutsideTheDesk:
    """A page that is not the desk's and looks at who is signed in must not be a way round."""

    @pytest.fixture(autouse=True)
    def urls(self, settings):
        urls = import_module(settings.ROOT_URLCONF)
        settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": [path("who/", who_am_i), *urls.urlpatterns]})

    def test_one_is_nobody_before_the_code(self, client, phone):
        assert client.get("/who/").content == b"nobody"

    def test_and_oneself_after_it(self, client, phone):
        client.post(VERIFY, {"code": code_of(phone)})
        assert client.get("/who/").content == b"dana"


class TestTheCode:
    def test_a_right_code_opens_the_desk_where_one_was_going(self, client, phone):
        assert client.post(VERIFY, {"code": code_of(phone), "next": "/desk/account/"}).url == "/desk/account/"
        assert client.get("/desk/account/").status_code == 200

    def test_spaces_do_no_harm(self, client, phone):
        code = code_of(phone)
        assert client.post(VERIFY, {"code": f" {code[:3]} {code[3:]} "}).status_code == 302

    @pytest.mark.parametrize(
        "elsewhere",
        ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "/\\elsewhere.example"],
    )
    def test_it_leads_nowhere_off_this_site(self, client, phone, elsewhere):
        assert client.post(VERIFY, {"code": code_of(phone), "next": elsewhere}).url == HOME

    def test_a_wrong_code_says_so_beside_the_box_and_opens_nothing(self, client, phone):
        response = client.post(VERIFY, {"code": wrong_code_of(phone)})
        assert errors(response) == ["That code is not right, or has run out. Try the one your app shows now."]
        assert 'aria-describedby="id_code_error"' in response.content.decode()
        assert client.get(HOME).status_code == 302

    @pytest.mark.parametrize("code", ["", "\x00", "١٢٣٤٥٦", "🙂🙂🙂🙂🙂🙂", "9" * 10_000, "²²²²²²", "' OR 1=1"])
    def test_odd_codes_are_answered_with_the_form(self, client, phone, code):
        response = client.post(VERIFY, {"code": code})
        assert response.status_code == 200
        assert errors(response)

    def test_a_code_works_once(self, client, phone):
        code = code_of(phone)
        client.post(VERIFY, {"code": code})
        client.logout()
        client.force_login(phone.user)
        assert client.post(VERIFY, {"code": code}).status_code == 200

    def test_another_persons_code_opens_nothing(self, client, phone):
        theirs = TOTPDevice.objects.create(user=UserFactory(), name="phone", confirmed=True)
        assert client.post(VERIFY, {"code": code_of(theirs)}).status_code == 200
        assert client.get(HOME).status_code == 302

    def test_guessing_is_slowed_even_for_the_right_code(self, client, phone):
        with time_machine.travel(timezone.now(), tick=False) as clock:
            client.post(VERIFY, {"code": wrong_code_of(phone)})
            response = client.post(VERIFY, {"code": code_of(phone)})
            assert errors(response) == ["Too many wrong codes. Wait a minute, then try a new one."]
            clock.shift(timedelta(seconds=31))
            assert client.post(VERIFY, {"code": code_of(phone)}).status_code == 302

    def test_verifying_again_leads_straight_on(self, client, phone):
        client.post(VERIFY, {"code": code_of(phone)})
        assert client.get(VERIFY).url == HOME

    def test_a_new_session_asks_again(self, client, phone):
        client.post(VERIFY, {"code": code_of(phone)})
        client.logout()
        client.force_login(phone.user)
        assert client.get(HOME).url.startswith(VERIFY)


class TestSettingUp:
    def test_the_page_shows_a_picture_made_here_and_the_key_in_words(self, client, dana):
        page = client.get(SET_UP)
        phone = TOTPDevice.objects.get(user=dana, confirmed=False)
        assert base64.b32encode(phone.bin_key).decode() == page.context["key"].replace(" ", "")
        assert page.context["qr"].startswith("data:image/svg+xml;base64,")
        assert "http" not in page.context["qr"]
        assert "no-store" in page["Cache-Control"]

    def test_the_right_code_takes_the_phone_and_shows_ten_backup_codes_once(self, client, dana):
        client.get(SET_UP)
        phone = TOTPDevice.objects.get(user=dana)
        page = client.post(SET_UP, {"code": code_of(phone)})
        codes = page.context["codes"]
        assert len(set(codes)) == 10
        assert all(code in page.content.decode() for code in codes)
        assert client.get(HOME).status_code == 200
        assert not any(code in client.get(SET_UP).content.decode() for code in codes)

    def test_a_wrong_code_keeps_the_same_key_to_try_again(self, client, dana):
        key = client.get(SET_UP).context["key"]
        phone = TOTPDevice.objects.get(user=dana)
        response = client.post(SET_UP, {"code": wrong_code_of(phone)})
        assert errors(response)
        assert response.context["key"] == key
        assert client.get(HOME).status_code == 302

    def test_an_unconfirmed_phone_opens_nothing(self, client, dana):
        client.get(SET_UP)
        phone = TOTPDevice.objects.get(user=dana)
        assert client.post(VERIFY, {"code": code_of(phone)}).url == SET_UP
        assert client.get(HOME).status_code == 302

    def test_a_password_alone_cannot_put_another_phone_in_place_of_the_first(self, client, phone):
        assert client.get(SET_UP).url == VERIFY
        assert client.post(SET_UP, {"code": "123456"}).url == VERIFY
        assert client.post("/desk/backup-codes/").url.startswith(VERIFY)
        assert TOTPDevice.objects.get() == phone

    def test_another_phone_takes_the_place_of_the_old_one(self, client, phone):
        client.post(VERIFY, {"code": code_of(phone)})
        client.get(SET_UP)
        new = TOTPDevice.objects.get(user=phone.user, confirmed=False)
        client.post(SET_UP, {"code": code_of(new)})
        assert list(TOTPDevice.objects.filter(user=phone.user)) == [new]
        assert client.get(HOME).status_code == 200


class TestBackupCodes:
    def test_a_backup_code_opens_the_desk_once(self, client, phone):
        code = second_factor.new_backup_codes(phone.user)[0]
        assert client.post(VERIFY, {"code": code.upper()}).status_code == 302
        assert client.get(HOME).status_code == 200
        client.logout()
        client.force_login(phone.user)
        assert client.post(VERIFY, {"code": code}).status_code == 200

    def test_guessing_backup_codes_is_slowed_too(self, client, phone):
        code = second_factor.new_backup_codes(phone.user)[0]
        client.post(VERIFY, {"code": "aaaa1111"})
        assert errors(client.post(VERIFY, {"code": code}))[0].startswith("Too many wrong codes")

    def test_guessing_them_does_not_lock_the_phone(self, client, phone):
        second_factor.new_backup_codes(phone.user)
        client.post(VERIFY, {"code": "aaaa1111"})
        assert client.post(VERIFY, {"code": code_of(phone)}).status_code == 302

    def test_new_ones_end_the_old(self, client, phone):
        old = second_factor.new_backup_codes(phone.user)
        client.post(VERIFY, {"code": code_of(phone)})
        new = client.post("/desk/backup-codes/").context["codes"]
        assert not set(old) & set(new)
        assert set(StaticToken.objects.values_list("token", flat=True)) == set(new)

    def test_one_is_told_when_few_are_left(self, client, phone):
        codes = second_factor.new_backup_codes(phone.user)
        StaticToken.objects.filter(token__in=codes[2:]).delete()
        page = client.post(VERIFY, {"code": codes[0]}, follow=True)
        assert "You have 1 backup" in page.content.decode()


class TestLostPhone:
    def test_an_administrator_lets_someone_set_up_anew(self, client, phone, settings):
        settings.STAFF_TWO_FACTOR = False
        client.force_login(UserFactory(username="ada", is_superuser=True))
        address = reverse("staff_forget_phone", args=[phone.user.pk])
        assert client.get(address).status_code == 200
        assert TOTPDevice.objects.exists()
        client.post(address)
        assert not TOTPDevice.objects.exists()

    @pytest.mark.parametrize("role", list(Role))
    def test_nobody_else_may(self, client, phone, role, settings):
        settings.STAFF_TWO_FACTOR = False
        client.force_login(UserFactory(roles=[role]))
        assert client.post(reverse("staff_forget_phone", args=[phone.user.pk])).status_code == 404
        assert TOTPDevice.objects.exists()
