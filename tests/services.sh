#!/bin/sh
# The tests against real servers: PostgreSQL and Redis, as a large installation has them. What `make test-services` runs.
#
# TEST_POSTGRES_URL and TEST_REDIS_URL, or else DATABASE_URL and REDIS_URL, name servers that are there already. Where one is
# not named, a server is started for the tests and stopped after them.
set -eu
cd "$(dirname "$0")/.."
OWN=$(mktemp -d)
AS=""   # PostgreSQL does not run as root
POSTGRES_BIN=""
REDIS_PID=""

stop_what_was_started() {
    [ -z "$POSTGRES_BIN" ] || $AS "$POSTGRES_BIN/pg_ctl" --silent --pgdata "$OWN/postgres/data" --mode immediate stop || true
    [ -z "$REDIS_PID" ] || kill "$REDIS_PID" || true
    rm -rf "$OWN"
}
trap stop_what_was_started EXIT
trap 'exit 1' INT TERM HUP

free_port() {
    python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

missing() {
    echo "$1 was not found. Install it (on Debian: apt install $2) or name a server in $3." >&2
    exit 1
}

start_postgres() {
    initdb=$(command -v initdb || ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)
    [ -n "$initdb" ] || missing PostgreSQL postgresql TEST_POSTGRES_URL
    mkdir "$OWN/postgres"
    if [ "$(id -u)" = 0 ]; then
        AS="setpriv --reuid=65534 --regid=65534 --clear-groups"  # nobody
        chmod 711 "$OWN"
        chown 65534:65534 "$OWN/postgres"
    fi
    port=$(free_port)
    password=$(python -c 'import secrets; print(secrets.token_hex(16))')
    (umask 022 && echo "$password" > "$OWN/postgres/password")
    $AS "$(dirname "$initdb")/initdb" --pgdata "$OWN/postgres/data" --username fairstreet --pwfile "$OWN/postgres/password" \
        --auth scram-sha-256 --encoding UTF8 --locale C.UTF-8 > /dev/null
    POSTGRES_BIN=$(dirname "$initdb")
    # What a power cut would lose is nothing that a test needs.
    $AS "$POSTGRES_BIN/pg_ctl" --silent --pgdata "$OWN/postgres/data" --log "$OWN/postgres/log" --wait start \
        --options "-p $port -c listen_addresses=127.0.0.1 -k $OWN/postgres -c fsync=off"
    TEST_POSTGRES_URL="postgres://fairstreet:$password@127.0.0.1:$port/postgres"
}

start_redis() {
    command -v redis-server > /dev/null || missing Redis redis-server TEST_REDIS_URL
    port=$(free_port)
    redis-server --port "$port" --bind 127.0.0.1 --save "" --appendonly no --dir "$OWN" > "$OWN/redis.log" &
    REDIS_PID=$!
    TEST_REDIS_URL="redis://127.0.0.1:$port/0"
}

TEST_POSTGRES_URL=${TEST_POSTGRES_URL:-${DATABASE_URL:-}}
TEST_REDIS_URL=${TEST_REDIS_URL:-${REDIS_URL:-}}
[ -n "$TEST_POSTGRES_URL" ] || start_postgres
[ -n "$TEST_REDIS_URL" ] || start_redis
export TEST_POSTGRES_URL TEST_REDIS_URL
echo "== both servers answer"
python -m tests.servers
echo "== PostgreSQL: every test but the journeys, and chat, whose turn is next"
env -u REDIS_URL DATABASE_URL="$TEST_POSTGRES_URL" CRASH_TIMES=4 \
    pytest -n "${TEST_WORKERS:-2}" --dist loadgroup --ignore tests/journeys --ignore reporting/chat
echo "== PostgreSQL and Redis: chat, and what is cached"
DATABASE_URL=$TEST_POSTGRES_URL REDIS_URL=$TEST_REDIS_URL \
    pytest -n "${TEST_WORKERS:-2}" --dist loadgroup reporting/chat reporting/cases/desk/tests/test_actions.py \
    home/tests/test_page_cache.py
echo "== PostgreSQL and Redis: two processes of one service"
# They start servers, which share what the Redis has.
DATABASE_URL=$TEST_POSTGRES_URL REDIS_URL=$TEST_REDIS_URL pytest tests/services
echo "== chats while the server is killed and Redis comes and goes"
python -m tests.faults --redis --chats 40 --messages 40 --kills 8
