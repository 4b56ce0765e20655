"""The list of new tenants who have read their pack."""

from datetime import date

import pytest
from django.urls import reverse

from reporting.places.models import PackRead
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def said():
    return PackRead.objects.create(name="Sam Lee", home="TEN-1", read_on=date(2026, 11, 5))


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.MANAGER, True), (Role.NEIGHBOURHOOD_OFFICER, True), (Role.PANEL, False)]
)
def test_those_who_sign_tenants_up_see_who_has_read_it(client, said, role, sees):
    client.force_login(UserFactory(roles=[role]))
    answer = client.get(reverse("desk_sign_ups"))
    assert (b"Sam Lee" in answer.content) is sees
    assert (answer.status_code == 200) is sees


def test_the_list_as_a_file_runs_nothing(client, said):
    PackRead.objects.create(name="=1+1", home="TEN-2", read_on=date(2026, 11, 6))
    client.force_login(UserFactory(roles=[Role.QUALITY]))
    lines = client.get(reverse("desk_sign_ups_file")).content.decode().splitlines()
    assert lines[0].endswith("Read on,Told us")
    assert any(line.startswith("Sam Lee,TEN-1,2026-11-05") for line in lines)
    assert any(line.startswith("'=1+1") for line in lines)


def test_the_list_costs_the_same_however_long_it_is(client, said, django_assert_max_num_queries):
    client.force_login(UserFactory(roles=[Role.MANAGER]))
    client.get(reverse("desk_sign_ups"))
    PackRead.objects.bulk_create(PackRead(name=f"{n}", home="x", read_on=date(2026, 11, 5)) for n in range(60))
    with django_assert_max_num_queries(8):
        page = client.get(reverse("desk_sign_ups")).content.decode()
    assert "after=" in page
