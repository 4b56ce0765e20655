from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver

from .release import leave_desk


@receiver(user_logged_out)
def give_back_chats(user, **kwargs):
    if user is not None:
        leave_desk(user)
