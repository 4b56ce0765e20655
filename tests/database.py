"""A migrated database, made once for a set of migrations and copied by whoever needs a fresh one.

Wagtail's history is long: migrating takes half a minute, copying no time at all. SQLite's is a file; PostgreSQL's
is a database on the server that DATABASE_URL names.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg.sql import SQL, Identifier

from reporting.codes import new_code

ROOT = Path(__file__).resolve().parents[1]


def fingerprint() -> str:
    """Changes whenever a migration of ours, a library, what runs after migrating or this file does."""
    files = [ROOT / "requirements.txt", ROOT / "reporting" / "staff" / "groups.py", Path(__file__)]
    files += ROOT.glob("*/migrations/*.py")
    files += ROOT.glob("reporting/*/migrations/*.py")
    parts = [path.name.encode() + path.read_bytes() for path in sorted(files)]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:20]


@contextlib.contextmanager
def fresh_database(folder: Path) -> Iterator[str]:
    """The address of a fresh, migrated database of the kind that the tests run on; gone at the end."""
    if server := postgres_server():
        with postgres_copy(server) as url:
            yield url
    else:
        migrated_copy(folder / "fresh.sqlite3")
        yield f"sqlite:///{folder}/fresh.sqlite3"


def _migrate(url: str) -> None:
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)


# --- SQLite ---------------------------------------------------------------------------------------


def migrated_copy(target: Path) -> None:
    """Put a fresh, migrated database at `target`."""
    template = Path(tempfile.gettempdir()) / f"fairstreet-migrated-{os.getuid()}-{fingerprint()}.sqlite3"
    with template.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            _make_file(template)
    shutil.copy(template, target)


def _make_file(template: Path) -> None:
    making = template.with_suffix(".making")
    making.unlink(missing_ok=True)
    _migrate(f"sqlite:///{making}")
    _leave_wal(making)
    making.rename(template)


def _leave_wal(path: Path) -> None:
    # In WAL mode the last changes may stand in a file of their own, which a copy would leave behind.
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()


# --- PostgreSQL -----------------------------------------------------------------------------------

# Sorts as people in England do, as many a server is set up to: no query may rely on the order of bytes.
AS_IN_ENGLAND = SQL("TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-GB'")


def postgres_server() -> str:
    """The server the tests run on, as the address of a database that is only connected to; none with SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else ""


def postgres_template(server: str) -> str:
    """The name of a migrated database on `server`, for Django or `postgres_copy` to copy."""
    name = f"fairstreet_migrated_{fingerprint()}"
    with psycopg.connect(server, autocommit=True) as connection:
        # Two workers who start together make it once. The lock goes with the connection.
        connection.execute("SELECT pg_advisory_lock(hashtext('fairstreet migrated'))")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            _make_template(connection, server, name)
    return name


def _make_template(connection, server: str, name: str) -> None:
    making = f"{name}_making"
    _drop(connection, making)
    connection.execute(SQL("CREATE DATABASE {} {}").format(Identifier(making), AS_IN_ENGLAND))
    _migrate(_named(server, making))
    connection.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(making), Identifier(name)))


@contextlib.contextmanager
def postgres_copy(server: str) -> Iterator[str]:
    """The address of a fresh, migrated database on `server`, dropped at the end."""
    template, name = postgres_template(server), f"fairstreet_copy_{new_code(12).lower()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)))
    try:
        yield _named(server, name)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            _drop(connection, name)


def _drop(connection, name: str) -> None:
    connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def _named(server: str, name: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
