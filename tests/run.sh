#!/bin/sh
# Everything: what `make test` and CI run.
set -eu
cd "$(dirname "$0")/.."
sh tests/check.sh
echo "== a browser for the journeys"
python -m tests.browser
echo "== tests"
# A browser waits much: three keep two processors busy. The journeys go in two groups, each with a service of its own.
pytest -n "${TEST_WORKERS:-3}" --dist loadgroup "$@"
