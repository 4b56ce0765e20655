import gc
import shutil
import socket
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from tests.database import migrated_copy, postgres_server, postgres_template

OTHERS_HERE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def pytest_collection_finish(session):
    """What is loaded by now stays to the end: no use in looking through it for garbage again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config):
    if settings.configured:
        shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_keepdb(request):
    """A database that was copied in place is kept, as one that is kept between runs is."""
    return _is_copied(request) or request.config.getvalue("reuse_db")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_modify_db_settings_parallel_suffix):
    """Each worker begins with a copy of a migrated database, unless one is named to be kept between runs."""
    of_tests = settings.DATABASES["default"]["TEST"]
    if server := postgres_server():
        of_tests["TEMPLATE"] = postgres_template(server)
    elif _is_copied(request):
        migrated_copy(Path(of_tests["NAME"]))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A connection that a thread left open does not keep PostgreSQL from dropping the database."""
    yield
    if postgres_server():
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(OTHERS_HERE)


def _is_copied(request) -> bool:
    is_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    return is_sqlite and not request.config.getvalue("reuse_db") and not request.config.getvalue("create_db")


@pytest.fixture(autouse=True)
def _nothing_kept():
    """What one test put in the cache is not there for the next."""
    cache.clear()
    yield
    cache.clear()


class NotFromATest(RuntimeError):
    """A test tried to reach another machine."""


def is_here(address) -> bool:
    """Whether `address` is on this machine: a file's socket, or the loopback."""
    return not isinstance(address, tuple) or address[0] in {"localhost", "::1", ""} or address[0].startswith("127.")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    def kept_here(name):
        real = getattr(socket.socket, name)

        def guarded(self, *args):
            # The address comes last: connect(address), sendto(bytes[, flags], address).
            if not is_here(args[-1]):
                raise NotFromATest(f"a test tried to reach {args[-1][0]}")
            return real(self, *args)

        return guarded

    real_lookup = socket.getaddrinfo

    def lookup(host, *args, **kwargs):
        if host and not is_here((host,)):
            raise NotFromATest(f"a test tried to find {host}")
        return real_lookup(host, *args, **kwargs)

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, kept_here(name))
    monkeypatch.setattr(socket, "getaddrinfo", lookup)
