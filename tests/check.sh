#!/bin/sh
# What can be told without running the tests. Stops at the first thing that is wrong.
set -eu
cd "$(dirname "$0")/.."
# Checking must not make keys or a database where a real one may stand.
FAIRSTREET_VAR=$(mktemp -d)
export FAIRSTREET_VAR
trap 'rm -rf "$FAIRSTREET_VAR"' EXIT

echo "== code: lint and format"
ruff check --quiet .
ruff format --quiet --check .
echo "== templates"
djlint templates --lint --quiet
echo "== import contracts"
# Not through a pipe, which would end well whatever was found.
PYTHONPATH=site lint-imports --no-cache > "$FAIRSTREET_VAR/contracts" || { cat "$FAIRSTREET_VAR/contracts"; exit 1; }
tail -n 12 "$FAIRSTREET_VAR/contracts"
echo "== migrations are complete"
python manage.py makemigrations --check --dry-run
echo "== system checks, as for production"
. tests/production.env
python manage.py check --deploy --fail-level WARNING --settings config.settings.production
