"""What takes a message out of the house. Only the gateway may use these.

A carrier has one method, `carry(to, text)`, and raises `NotCarried` when the message did not go.
"""

from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from reporting.sealing import random_name


class NotCarried(Exception):
    """The message did not go; trying again later may help."""


class Carrier(Protocol):
    def carry(self, to: str, text: str) -> None: ...


class EmailCarrier:
    """E-mail with a sender and a subject that give nothing away on a locked screen."""

    def carry(self, to: str, text: str) -> None:
        message = EmailMessage(subject=_("A message for you"), body=text, to=[to])
        try:
            message.send()
        except OSError as problem:  # smtplib's errors are OSErrors too
            raise NotCarried(type(problem).__name__) from problem


class FileCarrier:
    """Texts and letters as files in a folder, for a trial and for tests; an installation names a real carrier."""

    def carry(self, to: str, text: str) -> None:
        folder = Path(settings.POST_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        stamp = timezone.now().strftime("%Y%m%d-%H%M%S")
        (folder / f"{stamp}-{random_name()[:8]}.txt").write_text(f"{to}\n\n{text}\n", encoding="utf-8")


def carrier_for(channel: str) -> Carrier | None:
    """The carrier set for `channel`; none when this installation has none for it."""
    path = settings.POST_CARRIERS.get(channel)
    return import_string(path)() if path else None
