"""Several processes with one PostgreSQL and one Redis between them, as a large installation runs.

Run by `tests/services.sh`, which has both; left out of what `make test` collects.
"""

import os

import psycopg
import pytest

from tests.database import postgres_copy, postgres_server
from tests.server import running

REDIS = os.environ.get("REDIS_URL", "")
collect_ignore_glob = [] if REDIS and postgres_server() else ["test_*.py"]


@pytest.fixture(scope="package")
def database():
    """The address of the database that both processes use."""
    with postgres_copy(postgres_server()) as address:
        yield address


@pytest.fixture(scope="package")
def two(tmp_path_factory, database):
    """Two processes of one service: they share database, Redis, keys and uploads."""
    folder = tmp_path_factory.mktemp("two")
    shared = {"DATABASE_URL": database, "REDIS_URL": REDIS}
    # The first loads the demo, the second finds it there.
    with running(folder, **shared) as first, running(folder, **shared) as second:
        yield first, second


@pytest.fixture
def asked_of(database):
    """Ask the database for one value."""

    def ask(query: str, *values):
        with psycopg.connect(database) as connection:
            return connection.execute(query, values).fetchone()[0]

    return ask
