"""Who may sit at a conversation: asked for every page, and again for every frame of a socket."""

from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from types import SimpleNamespace

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django_otp.middleware import OTPMiddleware

from reporting.cases.permissions import Do, may, may_ever
from reporting.staff import sessions
from reporting.staff.models import User

from . import visitors
from .enums import Sender
from .models import Conversation

SessionStore = import_module(settings.SESSION_ENGINE).SessionStore


class NotYours(Exception):
    """Not for this person, or there is no such conversation: they are not told which."""


@dataclass(frozen=True)
class Seat:
    """A place at a conversation: the visitor's own, or that of a member of staff, at a socket with their session."""

    conversation: Conversation
    user: User | None = None
    session: SessionBase | None = None

    @property
    def side(self) -> Sender:
        return Sender.STAFF if self.user else Sender.VISITOR

    @property
    def other_side(self) -> Sender:
        return Sender.VISITOR if self.user else Sender.STAFF

    @cached_property
    def opens_files(self) -> bool:
        """Whether those of the chat that are on its case open to this side: the visitor sees their own pictures; for staff it
        is as for all evidence of the case."""
        case = self.conversation.case
        return self.user is None or case is None or may(self.user, Do.SEE_EVIDENCE, case)

    def wrote(self) -> None:
        """Whoever writes is there, though they ask for no page: their session does not end for want of use."""
        if self.session is None:
            return
        sessions.touch(self.session)
        if self.session.modified:
            try:
                self.session.save()
            except UpdateError:  # signed out at this moment, in another tab
                raise NotYours from None


def visitors_seat(cookies, public_id: str) -> Seat:
    conversation = visitors.conversation_of(cookies, public_id)
    if conversation is None:
        raise NotYours
    return Seat(conversation)


def staff_seat(user, public_id: str, session: SessionBase | None = None) -> Seat:
    conversation = Conversation.objects.seen_by(user).select_related("case", "taken_by").filter(public_id=public_id)
    if not conversation:
        raise NotYours
    return Seat(conversation[0], user, session)


def staff_seat_of_socket(cookies, public_id: str) -> Seat:
    user, session = staff_of_socket(cookies)
    return staff_seat(user, public_id, session)


def staff_of_socket(cookies) -> tuple[User, SessionBase]:
    """As a page of the desk would decide it: signed in, not too long ago, with the second factor where it is asked for."""
    session = SessionStore(cookies.get(settings.SESSION_COOKIE_NAME))
    request = SimpleNamespace(session=session)
    request.user = get_user(request)
    OTPMiddleware(lambda _request: None)(request)
    user = request.user
    unverified = settings.STAFF_TWO_FACTOR and not user.is_verified()
    if unverified or sessions.is_over(session) or not may_ever(user, Do.CHAT):
        raise NotYours
    return user, session
