"""Who is signed in, with all that every page of the desk asks about them."""

from django.contrib.auth.backends import ModelBackend

from .models import User

ENTER = "wagtailadmin.access_admin"


class StaffBackend(ModelBackend):
    """Django's own, in fewer queries: every page of the desk loads the user, their roles and Wagtail's profile of them,
    and asks whether they may enter at all, which their having a role answers.
    """

    def get_user(self, user_id):
        user = self._with_roles(user_id) or User.objects.filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    @staticmethod
    def _with_roles(user_id) -> User | None:
        """Found by way of their groups, with all of it in one query; nobody if they are in none."""
        groups = User.groups.through.objects.filter(user=user_id)
        found = list(groups.select_related("user__wagtail_userprofile", "group"))
        if not found:
            return None
        user = found[0].user
        user.roles = user.roles_among(each.group.name for each in found)
        return user

    def has_perm(self, user_obj, perm, obj=None):
        if perm == ENTER and obj is None and getattr(user_obj, "roles", None):
            return True
        return super().has_perm(user_obj, perm, obj)
