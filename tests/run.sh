#!/bin/sh
# Everything: what `make test` and CI run.
set -eu
cd "$(dirname "$0")/.."
echo "== a browser for the journeys"
python -m tests.browser
# A service with its demo, made while other things run; each service of the journeys begins with a copy of its folder.
JOURNEYS_READY=$(mktemp -d)
export JOURNEYS_READY
trap 'rm -rf "$JOURNEYS_READY"' EXIT
python -m tests.ready &
sh tests/check.sh
echo "== tests"
# A browser waits much: three keep two processors busy. Each takes a test when it has done one.
pytest -n "${TEST_WORKERS:-3}" --dist loadgroup "$@"
