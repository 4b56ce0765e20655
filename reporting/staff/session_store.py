"""Sessions as Django keeps them in the database, for keys that Django may have made."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    def _validate_session_key(self, key):
        # A cookie can hold anything, and PostgreSQL refuses to be asked for text with a null character in it.
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()
