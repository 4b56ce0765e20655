"""What migrations do on PostgreSQL in its own words can be taken back and done again."""

import os
import subprocess
import sys

import psycopg
import pytest

from tests.database import postgres_copy, postgres_server
from tests.server import ROOT

STEPS = ("cases 0001", "home 0001", "")
OF_OURS = """
SELECT (SELECT count(*) FROM pg_trigger WHERE tgname = 'cases_event_append_only'),
       (SELECT count(*) FROM pg_ts_config WHERE cfgname = 'fairstreet'),
       (SELECT collation_name FROM information_schema.columns WHERE (table_name, column_name) = ('cases_searchword', 'word'))
"""


@pytest.fixture
def a_database():
    with postgres_copy(postgres_server()) as address:
        yield address


def migrate(address: str, to: str) -> tuple:
    """What then stands there that is PostgreSQL's alone: triggers, ways of searching, order of words."""
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0", *to.split()],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        check=True,
    )
    with psycopg.connect(address) as connection:
        return connection.execute(OF_OURS).fetchone()


def test_they_go_back_and_forth(a_database):
    assert [migrate(a_database, to) for to in STEPS] == [(0, 1, None), (0, 0, None), (1, 1, "C")]
