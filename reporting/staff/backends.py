"""Who is signed in, with all that every page of the desk asks about them."""

from django.contrib.auth.backends import ModelBackend

from .models import User

ENTER = "wagtailadmin.access_admin"


class StaffBackend(ModelBackend):
    """Django's own, in fewer queries: every page of the desk loads the user, their groups and Wagtail's profile of them,
    and asks whether they may enter at all, which their having a role answers.
    """

    def get_user(self, user_id):
        users = User.objects.select_related("wagtail_userprofile").prefetch_related("groups")
        user = users.filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj, perm, obj=None):
        if perm == ENTER and obj is None and getattr(user_obj, "roles", None):
            return True
        return super().has_perm(user_obj, perm, obj)
