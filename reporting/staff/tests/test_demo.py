import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from reporting.staff import demo
from reporting.staff.models import User
from reporting.staff.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def test_every_role_can_be_tried(client):
    sign_ins = demo.load()
    assert {str(role.label) for role in Role} <= {role for _name, role, _password in sign_ins}
    for username, _label, password in sign_ins:
        assert client.post("/desk/login/", {"username": username, "password": password}).status_code == 302
        assert client.get("/desk/").status_code == 200


def test_loading_again_makes_nobody_twice_and_leaves_a_changed_password_alone():
    demo.load()
    dana = User.objects.get(username="dana")
    dana.set_password("something of her own choosing")
    dana.save()
    assert demo.load() == demo.load()
    assert User.objects.count() == len(demo.ACCOUNTS)
    assert User.objects.get(username="dana").check_password("something of her own choosing")


def test_two_coordinators_and_a_neighbourhood_officer_champion_an_area():
    demo.load()
    champions = User.objects.filter(areas__isnull=False).values_list("groups__name", flat=True)
    assert sorted(champions) == [Role.COORDINATOR, Role.COORDINATOR, Role.NEIGHBOURHOOD_OFFICER]


def test_the_password_is_kept_where_only_its_owner_reads_it(tmp_path):
    password = demo.load()[0][2]
    kept = tmp_path / "keys" / "demo_password"
    assert kept.read_text() == password
    assert kept.stat().st_mode & 0o777 == 0o600
    assert re.fullmatch(r"([0-9a-f]{4}-){3}[0-9a-f]{4}", password)


def test_a_real_installation_has_no_demo_accounts(settings):
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured):
        demo.load()
    assert not User.objects.exists()
