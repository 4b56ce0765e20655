import pytest

from reporting.staff.backends import ENTER, StaffBackend
from reporting.staff.roles import Role

from .factories import UserFactory

pytestmark = pytest.mark.django_db


def test_someone_with_a_role_is_loaded_in_two_queries_and_may_enter(django_assert_num_queries):
    pk = UserFactory(roles=[Role.QUALITY]).pk
    with django_assert_num_queries(2):
        user = StaffBackend().get_user(pk)
        assert user.roles == {Role.QUALITY}
        assert user.has_perm(ENTER)
        assert not hasattr(user, "wagtail_userprofile")


def test_someone_without_a_role_may_not_enter():
    assert not UserFactory().has_perm(ENTER)


def test_someone_who_left_is_nobody():
    left = UserFactory(roles=[Role.MANAGER], is_active=False)
    assert StaffBackend().get_user(left.pk) is None
    assert not left.has_perm(ENTER)


def test_a_role_gives_no_other_permission():
    assert not UserFactory(roles=[Role.MANAGER]).has_perm("wagtailcore.add_page")
