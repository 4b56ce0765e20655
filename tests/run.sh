#!/bin/sh
# Everything: what `make test` and CI run.
set -eu
cd "$(dirname "$0")/.."
sh tests/check.sh
echo "== a browser for the journeys"
python -m tests.browser
echo "== tests"
pytest -n "${TEST_WORKERS:-2}" --dist loadgroup "$@"
