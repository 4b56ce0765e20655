import pytest
from django.contrib.auth.models import Group

from reporting.staff import demo
from reporting.staff.models import User
from reporting.staff.roles import Role

from .factories import UserFactory

pytestmark = pytest.mark.django_db

ADD = "/desk/users/new/"


@pytest.fixture
def admin(client):
    admin = UserFactory(username="ada", is_superuser=True)
    client.force_login(admin)
    return admin


def an_area():
    return demo.area("Millbrook")


def someone(**changes):
    return {
        "username": "newcomer",
        "email": "newcomer@fairstreet.example",
        "first_name": "New",
        "last_name": "Comer",
        "password1": "four words or so here",
        "password2": "four words or so here",
        **changes,
    }


def test_an_administrator_makes_an_account_with_a_role_and_an_area(client, admin):
    area = an_area()
    group = Group.objects.get(name=Role.COORDINATOR)
    response = client.post(ADD, someone(groups=[group.pk], areas=[area.pk]))
    assert response.status_code == 302
    newcomer = User.objects.get(username="newcomer")
    assert newcomer.roles == {Role.COORDINATOR}
    assert list(newcomer.areas.all()) == [area]


def test_the_form_names_roles_as_people_do(client, admin):
    assert "Community safety co-ordinator" in client.get(ADD).content.decode()


def test_the_areas_of_an_account_can_be_changed(client, admin):
    area = an_area()
    officer = UserFactory(roles=[Role.COORDINATOR])
    address = f"/desk/users/edit/{officer.pk}/"
    assert area.name in client.get(address).content.decode()
    client.post(
        address, someone(username=officer.username, password1="", password2="", areas=[area.pk], is_active="on")
    )
    assert list(officer.areas.all()) == [area]


def test_a_short_password_is_refused_beside_the_field(client, admin):
    response = client.post(ADD, someone(password1="short", password2="short"))
    assert response.context["form"].errors["password2"]
    assert not User.objects.filter(username="newcomer").exists()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("address", [ADD, "/desk/users/", "/desk/groups/", "/desk/groups/new/"])
def test_no_role_manages_accounts(client, role, address):
    client.force_login(UserFactory(roles=[role]))
    assert client.get(address).status_code in {302, 404}
    assert client.post(address, someone()).status_code in {302, 404, 405}
    assert not User.objects.filter(username="newcomer").exists()
