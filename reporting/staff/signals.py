from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from .sessions import begin


@receiver(user_logged_in)
def note_when_session_began(request, **kwargs):
    begin(request.session)
