"""Waits until the servers that `tests/services.sh` needs answer, and says plainly what is wrong with one that does not.

Run as `python -m tests.servers` with TEST_POSTGRES_URL and TEST_REDIS_URL.
"""

import os
import sys
import time

import psycopg
import redis

ANSWERS_WITHIN = 20
OLDEST_POSTGRES = 15


def main() -> None:
    look_at("TEST_POSTGRES_URL", postgres_is_wrong, psycopg.OperationalError)
    look_at("TEST_REDIS_URL", redis_is_wrong, redis.ConnectionError)


def look_at(name: str, wrong, not_yet: type[Exception]) -> None:
    try:
        problem = patiently(lambda: wrong(os.environ[name]), not_yet)
    except (psycopg.Error, redis.RedisError, ValueError) as error:
        problem = str(error).strip()
    if problem:
        sys.exit(f"The server that {name} names cannot be used: {problem}")


def patiently(ask, not_yet: type[Exception]):
    """What `ask` gives, asked again while a server may still be starting."""
    deadline = time.monotonic() + ANSWERS_WITHIN
    while True:
        try:
            return ask()
        except not_yet:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def postgres_is_wrong(url: str) -> str:
    with psycopg.connect(url) as connection:
        if connection.info.server_version < OLDEST_POSTGRES * 10_000:
            return f"the tests need PostgreSQL {OLDEST_POSTGRES} or newer."
        may = connection.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        return "" if may.fetchone()[0] else "its user may not create databases."


def redis_is_wrong(url: str) -> str:
    # The tests empty it again and again.
    with redis.Redis.from_url(url) as client:
        return "its database is not empty. Name another by its number, such as /7." if client.dbsize() else ""


if __name__ == "__main__":
    main()
