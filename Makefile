# The commands of this project. Everything is installed into .uv/ and .venv/ beside this file, from package
# registries alone; an interpreter is never downloaded. ARGS passes options on: make run ARGS="--as-of 2025-12-31"

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

UV_VERSION := 0.13.9
UV := .uv/bin/uv
READY := .venv/.ready
ARGS ?=

# The first Python 3.11 to 3.13 that really starts (a version manager's shim may be there and refuse).
FIND_PYTHON = for name in python3.13 python3.12 python3.11 python3; do \
	if "$$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then \
	command -v "$$name"; exit 0; fi; done; exit 1

.PHONY: help run test prove bench ui docs site lint format clean

help: ## Show these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 12

run: $(READY) ## Install what is needed, run sources to pages, end with a summary
	@.venv/bin/vitals run $(ARGS)

test: $(READY) ## Everything CI runs: linters, types, dbt, tests
	@.ci/test $(ARGS)

bench: $(READY) ## How fast each protocol lands beside its floor (minutes; nothing else should run)
	@.venv/bin/python -m benchmarks.landing $(ARGS)

prove: $(READY) ## The long proofs: 20 seeds recounted, kills at every step and moment
	@.ci/prove $(ARGS)

ui: $(READY) ## Dagster on http://127.0.0.1:3000
	@.venv/bin/vitals ui $(ARGS)

docs: $(READY) ## Tables, columns and their lineage as static pages (needs a build: make run)
	@.venv/bin/vitals docs $(ARGS)

site: $(READY) ## Serve the pages on http://127.0.0.1:8000
	@.venv/bin/vitals site $(ARGS)

lint: $(READY) ## The linters and the type checker alone
	@.ci/test --lint-only

format: $(READY) ## Put Python and SQL into the house form
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .
	@mkdir -p var/build/dev
	@VITALS_HOME=$(CURDIR)/var .venv/bin/sqlfluff fix --quiet dbt_project/models tests/dbt

clean: ## Remove what was installed and cached; var/ (data, releases) stays
	rm -rf .uv .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(UV): Makefile .ci/install_uv.py
	@python="$$($(FIND_PYTHON))" || { \
	echo "No Python 3.11, 3.12 or 3.13 was found on PATH, and none is downloaded." >&2; \
	echo "Install one (Debian: apt-get install python3 python3-venv) and run make again." >&2; exit 1; }; \
	echo "Installing uv $(UV_VERSION) with $$python"; \
	"$$python" .ci/install_uv.py "$(UV_VERSION)" .uv
	@touch $@

# The stamp keeps the warm path free: nothing is asked unless the lock or the project changed.
$(READY): $(UV) uv.lock pyproject.toml
	@python="$$($(FIND_PYTHON))" || { echo "No Python 3.11 to 3.13 on PATH." >&2; exit 1; }; \
	echo "Installing the locked packages (about 1 GB the first time)"; \
	$(UV) sync --frozen --quiet --python "$$python"
	@touch $@
