from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    WAITING = "waiting", _("Waiting for an answer")
    OPEN = "open", _("Being answered")
    ENDED = "ended", _("Ended")


LIVE = frozenset({Status.WAITING, Status.OPEN})


class Sender(TextChoices):
    VISITOR = "visitor", _("Visitor")
    STAFF = "staff", _("Staff")
    SYSTEM = "system", _("The service")
