"""Wagtail's own pages are for those who publish."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, GroupCollectionPermission, Page

from reporting.staff.groups import permissions
from reporting.staff.roles import Role

from .factories import UserFactory

pytestmark = pytest.mark.django_db

WAGTAILS = [
    "/desk/pages/",
    "/desk/choose-page/",
    "/desk/api/main/pages/",
    "/desk/images/chooser/",
    "/desk/documents/",
]
CASEWORK = [role for role in Role if role != Role.EDITOR]


@pytest.mark.parametrize("role", CASEWORK)
@pytest.mark.parametrize("address", WAGTAILS)
def test_for_someone_who_works_cases_they_do_not_exist(client, role, address):
    client.force_login(UserFactory(roles=[role]))
    hidden, missing = client.get(address), client.get("/desk/no-such-page/")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content
    assert hidden["Cache-Control"] == missing["Cache-Control"]
    assert client.post(address).status_code == 404


@pytest.mark.parametrize("address", WAGTAILS)
def test_the_editor_has_them(client, address):
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    assert client.get(address).status_code == 200


def test_so_has_someone_whose_group_may_do_something_there(client):
    group = Group.objects.create(name="Picture desk")
    group.permissions.add(*permissions(["wagtailadmin.access_admin"]))
    someone = UserFactory()
    someone.groups.add(group)
    client.force_login(someone)
    assert client.get("/desk/images/").status_code == 404
    (add_image,) = permissions(["wagtailimages.add_image"])
    root = Collection.get_first_root_node()
    GroupCollectionPermission.objects.create(group=group, collection=root, permission=add_image)
    assert client.get("/desk/images/").status_code == 200


def test_everyone_has_their_account_and_the_start_of_the_desk(client):
    client.force_login(UserFactory(roles=[Role.PANEL]))
    assert client.get("/desk/").status_code == 200
    assert client.get("/desk/account/").status_code == 200


def test_the_page_tree_is_the_editors(client):
    root = Page.get_first_root_node()
    client.force_login(UserFactory(roles=[Role.MANAGER]))
    assert client.get(f"/desk/pages/{root.pk}/").status_code == 404
