# Everything a newcomer needs. Each target sets up what it needs; nothing is left outside this folder.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
AXE := node_modules/.package-lock.json
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then command -v $$p; break; fi; done)
export PIP_CACHE_DIR := $(CURDIR)/.cache/pip
export PLAYWRIGHT_BROWSERS_PATH := $(CURDIR)/.cache/browsers
export npm_config_cache := $(CURDIR)/.cache/npm
TESTS ?= tests
COVERAGE ?=  # --cov measures what the tests reach, and takes half as long again

.DEFAULT_GOAL := help
.PHONY: help setup demo test faults lint format lock bench browser clean

help: ## list what you can do here
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## build .venv from the lock (with .venv/bin/liaison)

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Liaison needs Python 3.11 or newer, with its venv module. Install it (on Debian: python3 and python3-venv), then run make again."; exit 1; }
	@echo "Building $(VENV) with $$($(PYTHON) --version). The first time takes a minute or two."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --progress-bar on --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY) ## try Liaison in the browser, with Cumbria's register and no Slack account
	@$(BIN)/liaison demo

test: $(READY) browser ## run the whole test suite, on SQLite and PostgreSQL
	@$(BIN)/python -m pytest $(TESTS) $(COVERAGE)

# Wherever the machine keeps no compiled modules, each worker of the tests would compile them all, every time.
test: export PYTHONDONTWRITEBYTECODE :=

faults: $(READY) ## kill senders 200 times among 10,000 notices, on SQLite and PostgreSQL (takes a few minutes)
	@LIAISON_FAULTS_NOTICES=10000 LIAISON_FAULTS_KILLS=200 $(BIN)/python -m pytest tests/faults/test_senders_killed.py -q -s -n 0 --timeout 0

browser: $(READY) $(AXE)
	@$(BIN)/python tools/find_browser.py --install

$(AXE): package.json package-lock.json
	@command -v npm >/dev/null || { echo "The browser tests need npm, for axe-core. Install it (on Debian: nodejs and npm), then run make again."; exit 1; }
	@npm ci --silent
	@touch $@

lint: $(READY) ## check style, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: $(READY) ## put the code into the house style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: $(READY) ## write requirements.lock anew from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--no-emit-index-url --no-emit-find-links --group dev pyproject.toml --output-file requirements.lock

bench: $(READY) ## measure the paths that people wait for
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.owing

clean: ## remove what the targets above have made
	@rm -rf $(VENV) node_modules .cache .demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov
