"""Conversations as they come to be: begun by the action itself."""

from itertools import count

from reporting.chat import actions, presence
from reporting.chat.enums import Reason
from reporting.chat.models import Conversation
from reporting.sealing import keyed_hash
from reporting.staff.roles import Role
from reporting.staff.tests.factories import UserFactory

_numbers = count(1)


def an_id() -> str:
    return f"client-id-{next(_numbers)}"


def an_owner(token: str = "") -> str:
    """What owns the conversations of a browser whose cookie is `token`."""
    return keyed_hash("chat-owner", token or f"token {next(_numbers)}")


def a_chat(*, token: str = "", text: str = "Loud music every night.", name: str = "") -> Conversation:
    return actions.start(owner=an_owner(token), client_id=an_id(), text=text, name=name)


def an_agent(**values):
    return UserFactory(roles=[Role.CONTACT_CENTRE], **values)


def an_agent_there(**values):
    """Someone who takes chats at this moment, so that the chat is open."""
    agent = an_agent(**values)
    presence.take_chats(agent)
    return agent


def a_taken_chat(*, by=None, **values) -> Conversation:
    conversation = a_chat(**values)
    actions.take(conversation=conversation, by=by or an_agent())
    return conversation


def a_chat_with_removal(**values) -> Conversation:
    """Its second message was removed by who leads those who answer."""
    conversation = a_chat(**values)
    message = actions.say(conversation=conversation, client_id=an_id(), text="My neighbour is Sam Example.")
    lead = UserFactory(roles=[Role.DUTY_OFFICER])
    actions.remove_message(conversation=conversation, by=lead, seq=message.seq, reason=Reason.PERSON)
    return conversation
