import pytest

from reporting.staff.backends import ENTER, StaffBackend
from reporting.staff.roles import Role

from .factories import UserFactory

pytestmark = pytest.mark.django_db


def test_someone_with_roles_is_loaded_in_one_query_and_may_enter(django_assert_num_queries):
    pk = UserFactory(roles=[Role.QUALITY, Role.EDITOR]).pk
    with django_assert_num_queries(1):
        user = StaffBackend().get_user(pk)
        assert user.roles == {Role.QUALITY, Role.EDITOR}
        assert user.has_perm(ENTER)
        assert not hasattr(user, "wagtail_userprofile")


def test_a_group_that_is_no_role_gives_none():
    user = UserFactory()
    user.groups.create(name="friends of the service")
    assert StaffBackend().get_user(user.pk).roles == frozenset()


def test_someone_in_no_group_is_themselves_and_nobody_is_nobody():
    user = UserFactory()
    assert StaffBackend().get_user(user.pk) == user
    assert StaffBackend().get_user(user.pk + 1) is None


def test_someone_without_a_role_may_not_enter():
    assert not UserFactory().has_perm(ENTER)


def test_someone_who_left_is_nobody():
    left = UserFactory(roles=[Role.MANAGER], is_active=False)
    assert StaffBackend().get_user(left.pk) is None
    assert not left.has_perm(ENTER)


def test_a_role_gives_no_other_permission():
    assert not UserFactory(roles=[Role.MANAGER]).has_perm("wagtailcore.add_page")
