# Everything from a fresh clone; needs Python 3.11 or later and a package index.
#   make demo | test | check | bench | train | clean
# Another interpreter:  make PYTHON=python3.12 test

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PAGE ?= tests/pages/de_regional_daily/source.html

.PHONY: demo test check lint format types layers bench train schema clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.installed
	$(BIN)/bodycopy extract --explain $(PAGE)
	@echo
	$(BIN)/bodycopy extract $(PAGE)

test: $(VENV)/.dev
	$(BIN)/python -m pytest -q

# `make -k check` runs all four whatever one of them says.
check: lint format types layers

lint: $(VENV)/.dev
	$(BIN)/ruff check .

format: $(VENV)/.dev
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

layers: $(VENV)/.dev
	$(BIN)/lint-imports

bench: $(VENV)/.bench
	$(BIN)/python -m bench --check bench/floors.json

train: $(VENV)/.train
	$(BIN)/python -m training

schema: $(VENV)/.installed
	$(BIN)/python tools/write_schema.py

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One empty file for each set of packages: pip runs again only when pyproject.toml changes.
$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed; try: make PYTHON=python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.dev $(VENV)/.bench $(VENV)/.train: $(VENV)/.%: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --editable '.[$*]'
	@touch $@
