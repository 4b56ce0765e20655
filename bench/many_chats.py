"""Fills a service's database with chats that go on: `python -m bench.many_chats NUMBER`.

Prints, for each, its public id and its visitor's token, and first the session of the one who answers them all.
"""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

import django


def main(number: int) -> None:
    django.setup()
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.db import transaction

    from reporting.chat import actions
    from reporting.chat.enums import Status
    from reporting.chat.models import Conversation
    from reporting.sealing import keyed_hash
    from reporting.staff import sessions
    from reporting.staff.models import User

    agent = User.objects.get(username="connie")
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(agent.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = agent.get_session_auth_hash()
    sessions.begin(session)
    session.create()
    print(session.session_key)
    with transaction.atomic():
        for each in range(number):
            token = f"bench-{os.getpid()}-{each}"
            owner = keyed_hash("chat-owner", token)
            chat = actions.start(owner=owner, client_id=f"first-{each}", text="Hello")
            print(chat.public_id, token)
        # More than anyone may have at once: what is measured is the server, not a person.
        Conversation.objects.filter(status=Status.WAITING).update(status=Status.OPEN, taken_by=agent)


if __name__ == "__main__":
    main(int(sys.argv[1]))
