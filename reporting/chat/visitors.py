"""Which browser a conversation is open in: the one that holds the cookie whose keyed hash the conversation keeps."""

import secrets

from django.conf import settings

from reporting.sealing import keyed_hash

from . import actions
from .models import Block, Conversation
from .networks import network_of


def cookie_name() -> str:
    # Browsers take a `__Host-` cookie over https alone.
    return "__Host-chat" if settings.REPORTER_COOKIES_SECURE else "chat"


def owner_of(cookies) -> str:
    """What the conversations of this browser are owned by; nothing when it has no cookie."""
    token = cookies.get(cookie_name(), "")
    return keyed_hash("chat-owner", token) if token else ""


def ensure_cookie(request) -> str:
    """This browser's token: the one it has, or a new one that `keep_cookie` gives it."""
    return request.COOKIES.setdefault(cookie_name(), secrets.token_urlsafe(32))


def keep_cookie(request, response):
    """Give the browser its token, until it is closed. Before the first form, so that a double click has one owner."""
    response.set_cookie(
        cookie_name(),
        ensure_cookie(request),
        httponly=True,
        samesite="Lax",
        secure=settings.REPORTER_COOKIES_SECURE,
    )
    return response


def conversation_of(cookies, public_id: str) -> Conversation | None:
    owner = owner_of(cookies)
    return Conversation.objects.filter(public_id=public_id, owner=owner).first() if owner else None


def live_conversation(cookies) -> Conversation | None:
    owner = owner_of(cookies)
    return Conversation.objects.live().filter(owner=owner).first() if owner else None


def block_on(request) -> Block | None:
    """What keeps this browser, or everyone where it is, from starting and writing in a chat."""
    return Block.objects.against(owner=owner_of(request.COOKIES), network=network_of(request)).first()


def end_all(request, response=None) -> None:
    """The quick exit: this browser's conversations end, and can never be opened in it again."""
    if owner := owner_of(request.COOKIES):
        actions.leave(owner=owner)
        if response is not None:
            response.delete_cookie(cookie_name(), samesite="Lax")
