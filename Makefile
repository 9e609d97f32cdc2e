# Everything happens in .venv here; the only things needed are make, Python 3.11 or newer, and package registries.
SHELL := /bin/sh
.DEFAULT_GOAL := help
BIN := .venv/bin
BUILT := mutua/foundation/ui/built/.mark
JOBS ?= 2
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help run demo test browser stories chaos check format lint types shape reference bench bench-methods bench-plan bench-segments bench-imports bench-timeline bench-search bench-worth bench-alarms migrations lock clean

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/run.mark $(BUILT) .venv/documents.mark ## Start Mutua here: database, web, worker and the demonstration
	@exec $(BIN)/mutua serve --end-with-parent

demo: .venv/run.mark ## Load the demonstration company again
	@$(BIN)/mutua demo load

test: .venv/dev.mark $(BUILT) .venv/documents.mark browser ## Run every test
	@$(BIN)/pytest -n $(JOBS) --dist loadscope

stories: .venv/dev.mark $(BUILT) browser ## Run the scenarios only
	@$(BIN)/pytest tests/stories

chaos: .venv/dev.mark ## Kill workers twenty times and look whether anything is lost or done twice
	@MUTUA_CHAOS_KILLS=20 $(BIN)/pytest tests/faults -n 0

check: .venv/dev.mark lint types ## Check style, types, storeys, migrations and templates
	@$(BIN)/lint-imports --no-cache --no-logo
	@$(BIN)/python -W ignore -m django makemigrations --check --dry-run --settings mutua.config.testing
	@$(BIN)/pytest tests/architecture -n 0

lint: .venv/dev.mark
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: .venv/dev.mark
	@$(BIN)/mypy

format: .venv/dev.mark ## Format the code and mend what can be mended
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

shape: .venv/dev.mark ## Print the biggest files and functions
	@$(BIN)/python tests/architecture/shape.py

reference: .venv/dev.mark ## Write the reference pages of docs/running from the code
	@$(BIN)/python -W ignore tests/architecture/reference.py

bench: .venv/dev.mark $(BUILT) ## Load a million rows and measure pages against a bare handler
	@$(BIN)/python -m bench

bench-methods: .venv/dev.mark ## Measure the portfolio, the sequential tests and lifetime values against their published aims
	@$(BIN)/python -m bench.bench_portfolio
	@$(BIN)/python -m bench.bench_sequential
	@$(BIN)/python -m bench.bench_lifetime

bench-plan: .venv/dev.mark ## Measure the plan of 7,200 candidates from database to database
	@$(BIN)/python -m bench.bench_plan

bench-imports: .venv/dev.mark ## Measure how many rows a second are imported, up to a million
	@$(BIN)/python -m bench.bench_imports

bench-segments: .venv/dev.mark ## Measure who belongs to a segment among a million accounts
	@$(BIN)/python -m bench.bench_segments

bench-worth: .venv/dev.mark ## Measure how long the worth of a million customers takes, from orders to results
	@$(BIN)/python -m bench.bench_worth

bench-alarms: .venv/dev.mark $(BUILT) ## Measure how long after a row its alarm stands on Today and in the mail, with other work in the queue
	@$(BIN)/python -m bench.bench_alarms

bench-timeline: .venv/dev.mark ## Measure whether a timeline of ten million lines is as quick as a short one
	@$(BIN)/python -m bench.bench_timeline

bench-search: .venv/dev.mark ## Measure how long the palette takes to find something among a million people
	@$(BIN)/python -m bench.bench_search

bench-matching: .venv/dev.mark var/bench/peers.mark ## Measure how well and how fast duplicates are found
	@$(BIN)/python -m bench.bench_matching

# What the benchmark compares with, in an environment of its own: it wants an older pandas than Mutua has
var/bench/peers.mark: requirements/peers.txt
	@mkdir -p var/bench
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python var/bench/peers
	@$(BIN)/uv pip install --quiet --python var/bench/peers/bin/python --require-hashes -r requirements/peers.txt
	@touch $@

migrations: .venv/dev.mark ## Write the migrations that the models ask for
	@$(BIN)/python -W ignore -m django makemigrations --settings mutua.config.testing

lock: .venv/dev.mark ## Renew the locks from pyproject.toml
	@$(BIN)/uv pip compile -q --generate-hashes --no-header --no-emit-index-url --universal -p 3.11 pyproject.toml -o requirements/run.txt
	@$(BIN)/uv pip compile -q --generate-hashes --no-header --no-emit-index-url --universal -p 3.11 --extra dev pyproject.toml -o requirements/dev.txt
	@echo recordlinkage==0.16 | $(BIN)/uv pip compile -q --generate-hashes --no-header --no-emit-index-url --universal -p 3.11 - -o requirements/peers.txt

clean: ## Remove what can be made again; the data folder stays
	@rm -rf .venv node_modules mutua/foundation/ui/built .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find mutua tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

.venv/run.mark: requirements/run.txt requirements/bootstrap.txt requirements/install.sh
	@sh requirements/install.sh run
	@touch $@

.venv/dev.mark: requirements/dev.txt requirements/bootstrap.txt requirements/install.sh
	@sh requirements/install.sh dev
	@touch $@ .venv/run.mark

# The browser files: node from the system, or from a wheel where there is none
$(BUILT): package-lock.json package.json mutua/foundation/ui/icons.txt mutua/foundation/ui/build.py
	@test -x $(BIN)/python || $(MAKE) --no-print-directory .venv/run.mark
	@command -v npm >/dev/null || sh requirements/install.sh node
	@npm ci --silent --no-progress
	@$(BIN)/python -m mutua.foundation.ui.build
	@touch $@

# PDFs are set by WeasyPrint, which needs Pango from the system; without it everything else works, and a PDF is refused with a sentence
.venv/documents.mark: .venv/run.mark
	@if $(BIN)/python -c 'import weasyprint' 2>/dev/null; then touch $@; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Pango for PDFs."; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 && touch $@; } >/dev/null 2>&1 || \
		echo "Pango could not be installed: PDFs are refused. By hand: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"; \
	else echo "No Pango here: PDFs are refused until it is. Debian: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"; fi

# Browser stories need a Chromium; without one they are skipped with a sentence
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the browser stories."; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 || \
		echo "Chromium could not be installed: the browser stories are skipped. By hand: apt install chromium"; \
	else echo "No Chromium here: the browser stories are skipped. Debian: sudo apt install chromium"; fi
