# What the house can do. `make run` and `make test` need Python ≥ 3.11 with venv and nothing else.

SHELL := /bin/bash
PYTHON := $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$python; break; }; done)
BIN := .venv/bin
PORT ?= 8000
T ?= tests
S ?=
OUT ?= look
# What was compiled once is read by every process that the tests start, whatever the shell says.
export PYTHONDONTWRITEBYTECODE :=
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check
# A hundred packages: on a poor connection one of them may not arrive at the first try.
install = $(PIP) $(1) || { echo "Not everything arrived; once more …" >&2; $(PIP) $(1); }

.PHONY: run test bench look check lock translations snapshot

run: .venv/.runs
	@$(BIN)/salesapp migrate
	@$(BIN)/salesapp demo --if-empty
	@echo
	@echo "  salesapp is starting on http://127.0.0.1:$(PORT)"
	@echo "  Log in as rep@demo.example (admin@ manager@ rep2@ finance@ service@ marketing@), password: demo demo demo"
	@echo
	@$(BIN)/salesapp serve --port $(PORT)

test: check
	@$(BIN)/python -m pytest $(T)

bench: .venv/.tests
	@$(BIN)/python -m bench $(B)

look: .venv/.tests
	@$(BIN)/python -m bench.look --out "$(OUT)" --screen "$(S)"

check: .venv/.tests
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo --cache-dir .cache/imports
	@test ! -d templates || $(BIN)/djlint templates --lint --quiet
	@$(BIN)/python -m tests.architecture.translations

# After a change of the Chinese texts: sorts them and writes the binary catalogue that the application reads.
translations: .venv/.tests
	@$(BIN)/python -m tests.architecture.translations --compile

# After some migrations: a new database begins with the tables of the newest version again.
snapshot: .venv/.tests
	@WRITE_SNAPSHOT=1 $(BIN)/python -m pytest -q -n 0 tests/operating/test_snapshot.py

# Locks hold hashes and no addresses; run after changing the dependencies in pyproject.toml.
lock: .venv/.tests
	@$(BIN)/uv pip compile pyproject.toml --extra build --universal --generate-hashes --upgrade \
	  --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet --output-file requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --extra build --extra dev --constraint requirements.lock \
	  --universal --generate-hashes --upgrade \
	  --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet --output-file requirements-dev.lock

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (python3 on the PATH)." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { \
	  echo "Python's venv is missing; on Debian and Ubuntu: apt install python3-venv" >&2; rm -rf .venv; exit 1; }

.venv/.runs: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing the packages (about half a minute, once) …"
	@$(call install,--require-hashes --requirement requirements.lock)
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.tests: requirements-dev.lock .venv/.runs
	@echo "Installing what the tests need …"
	@$(call install,--require-hashes --requirement requirements-dev.lock)
	@touch $@
