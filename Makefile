# Everything here sets itself up: `make serve` and `make test` need only Python 3.11+, make and git.
PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
BIN := .venv/bin
PIP_INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
export PORT HOST

.DEFAULT_GOAL := help
.PHONY: help serve demo test test-services test-stories check journeys format lint lock bench bench-site bench-chat lighthouse messages pictures shell clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Fairstreet needs Python 3.11 or newer. Name one with: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python cannot make a virtual environment; on Debian: apt install python3-venv"; exit 1; }
	@touch $@

.venv/.installed: requirements.txt | .venv/.made
	@echo "Installing what the service needs…"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

# uv installs five times as quickly; where it cannot (it reads none of pip's settings), pip does.
.venv/.installed-dev: requirements-dev.txt | .venv/.made
	@echo "Installing what the tests need…"
	@awk '/^uv==/, !/\\$$/' requirements-dev.txt > .venv/uv.txt
	@$(PIP_INSTALL) -r .venv/uv.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.txt || \
		$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@ .venv/.installed

serve: .venv/.installed ## run the whole service with its demo site on http://127.0.0.1:8000 (PORT=… HOST=…)
	@exec $(BIN)/python manage.py serve

test: .venv/.installed-dev ## run every check and test
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh tests/run.sh

test-services: .venv/.installed-dev ## the tests on PostgreSQL and Redis, on servers you name or of its own (docs/running.md)
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh tests/services.sh

test-stories: .venv/.installed-dev ## 5,000 chats in which anything happens in any order (STORIES=… for another number)
	@CHAT_INTERLEAVINGS=$(or $(STORIES),5000) $(BIN)/pytest -n 2 reporting/chat/tests/test_interleavings.py

check: .venv/.installed-dev ## only what needs no test run: lint, contracts, migrations, system checks
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh tests/check.sh

journeys: .venv/.installed-dev ## only the journeys in a real browser
	@$(BIN)/python -m tests.browser
	@$(BIN)/pytest tests/journeys

format: .venv/.installed-dev ## put code and templates in shape
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .
	@$(BIN)/djlint templates --reformat --quiet || true

lock: .venv/.installed-dev ## compile requirements*.txt anew from pyproject.toml
	@$(BIN)/uv pip compile --quiet $(LOCK_OPTIONS) pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile --quiet $(LOCK_OPTIONS) --extra large --group dev pyproject.toml -o requirements-dev.txt

LOCK_OPTIONS := --upgrade --generate-hashes --universal --python-version 3.11 --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock"

bench: .venv/.installed-dev ## measure the pages that matter against bare equivalents
	@$(BIN)/python -m bench

bench-site: .venv/.installed-dev ## measure every type of public page, and 10,000 pages more
	@$(BIN)/python -m bench.site

bench-chat: .venv/.installed-dev ## measure the sockets of chat (PostgreSQL and Redis too, where they are named)
	@$(BIN)/python -m bench.chat

lighthouse: .venv/.installed-dev ## measure a page of every public type with Lighthouse (needs Node)
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m tests.lighthouse

messages: .venv/.installed-dev ## make what runs from the translations in locale/
	@$(BIN)/python -m tests.messages

pictures: .venv/.installed-dev ## take the screenshots in docs/pictures again
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m tests.pictures

shell: .venv/.installed ## a Python shell with the project loaded
	@$(BIN)/python manage.py shell

clean: ## remove the virtual environment; var/ (data, keys, uploads) stays
	rm -rf .venv
