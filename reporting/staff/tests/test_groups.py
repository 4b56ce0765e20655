import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from reporting.staff.groups import set_up_groups
from reporting.staff.roles import Role

from .factories import UserFactory

pytestmark = pytest.mark.django_db


def counts():
    return (
        Group.objects.count(),
        GroupPagePermission.objects.count(),
        GroupCollectionPermission.objects.count(),
        Group.permissions.through.objects.count(),
    )


def test_every_role_has_its_group_as_soon_as_the_database_is_made():
    assert set(Role.values) <= set(Group.objects.values_list("name", flat=True))


def test_setting_up_twice_changes_nothing():
    set_up_groups()
    before = counts()
    set_up_groups()
    assert counts() == before


def test_it_gives_back_what_was_taken_by_mistake():
    Group.objects.filter(name=Role.EDITOR).delete()
    set_up_groups()
    assert UserFactory(roles=[Role.EDITOR]).has_perm("wagtailadmin.access_admin")


def test_migrating_one_app_alone_does_not_stumble():
    call_command("migrate", "staff", verbosity=0)
    assert Group.objects.filter(name=Role.PANEL).exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EDITOR])
def test_a_role_of_casework_has_leave_for_nothing_but_the_door(role):
    assert UserFactory(roles=[role]).get_all_permissions() == {"wagtailadmin.access_admin"}
    group = Group.objects.get(name=role)
    assert not group.page_permissions.exists()
    assert not group.collection_permissions.exists()


def test_the_editor_may_publish_every_page_and_change_the_service_settings():
    editor = UserFactory(roles=[Role.EDITOR])
    root = Page.get_first_root_node()
    given = {p.codename for p in (gp.permission for gp in root.group_permissions.filter(group__name=Role.EDITOR))}
    assert {"add_page", "change_page", "publish_page"} <= given
    assert editor.has_perm("home.change_servicesettings")


def test_the_editor_may_not_manage_accounts():
    editor = UserFactory(roles=[Role.EDITOR])
    assert not [name for name in editor.get_all_permissions() if name.startswith(("auth.", "staff."))]
