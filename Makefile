# Two commands are all that a newcomer needs: `make run` and `make test`.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOME_DEMO := var/demo
.PHONY: help run demo test test-postgres journeys gallery lint format assets messages law requirements harness bench bench-matching bench-evidence check clean

help: ## Show what can be asked for
	@awk -F':.*## ' '/^[a-z][a-zA-Z-]*:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.base ## Install, make the database, load the demo and serve http://localhost:8000
	@UPSTANDER_MODE=demo UPSTANDER_HOME=$(HOME_DEMO) $(BIN)/upstander run --demo

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Upstander needs Python 3.11 or newer"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Making a virtual environment failed. On Debian: sudo apt-get install python3-venv"; exit 1; }

$(VENV)/.base: requirements/base.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what the hub needs (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: requirements/test.txt | $(VENV)/.base
	@echo "Installing what the tests need (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

machine: ## Install what the tests need from the distribution: Chromium, bubblewrap, ffmpeg, tesseract, poppler, openssl, unzip, strace
	@tests/machine.sh

test: $(VENV)/.test machine ## Run the whole suite on SQLite and on PostgreSQL
	$(BIN)/python -m pytest -n 2 --dist loadgroup
	$(BIN)/python tests/on_postgres.py -n 2 --dist loadgroup

test-sqlite: $(VENV)/.test machine ## Run the suite on SQLite alone
	$(BIN)/python -m pytest -n 2 --dist loadgroup

test-postgres: $(VENV)/.test machine ## Run the suite on PostgreSQL alone
	$(BIN)/python tests/on_postgres.py -n 2 --dist loadgroup

journeys: $(VENV)/.test machine ## Walk the journeys in a browser
	$(BIN)/python -m pytest -n 0 tests/journeys

gallery: $(VENV)/.test machine ## Photograph every page, phone and desktop, into build/gallery
	$(BIN)/python -m tests.gallery

lint: $(VENV)/.test ## Check style, types, floors and templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint --lint src/upstander/faces --extension html --profile jinja --quiet

format: $(VENV)/.test ## Put the code into the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

assets: ## Rebuild the committed CSS and JavaScript (maintainers; needs Node)
	cd frontend && npm ci && npm run build && node fixtures.mjs

messages: $(VENV)/.test ## Collect and compile the Welsh catalogue
	$(BIN)/python -m upstander.config.messages

law: $(VENV)/.base ## Write docs/law from the data of the law
	$(BIN)/python -m upstander.law.pages

requirements: ## Compile the hashed requirements (maintainers)
	@for name in base test train; do $(BIN)/python -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-annotate --no-header --quiet requirements/$$name.in -o requirements/$$name.txt; done

harness: $(VENV)/.test ## Kill real workers and servers, thousands of times
	UPSTANDER_HARNESS=whole $(BIN)/python -m pytest -n 0 tests/harness

bench: $(VENV)/.test ## Measure, print the tables and write build/bench/*.json
	$(BIN)/python -m bench

bench-matching: $(VENV)/.test ## Measure matching alone, at the full scale, beside the peers that are installed
	$(BIN)/python -m bench matching media --scale whole

bench-evidence: $(VENV)/.test ## Measure packages of 50 and 500 exhibits, report engines and the journal, at the full scale
	$(BIN)/python -m bench package report_engines log --scale whole

clean: ## Remove what was built (never var/)
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
