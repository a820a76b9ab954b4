# What goes out to users, tried before it goes: included by the Makefile.
#   make test-wheel | test-minimum | reproducible | sbom | audit | release-pins

.PHONY: test-wheel test-minimum reproducible sbom audit release-pins

# Which tests run:  make test-wheel SUITE="tests/test_pages.py tests/test_cli.py"
SUITE ?= tests
# Which extras users have; what is for developers is not audited.
EXTRAS_OF_USERS := batch datasets datatrove langchain llamaindex lxml ray s3 scrapy service

# The tests on the installed wheel, in a folder without src.
WHEEL := $(VENV)/wheel
test-wheel: $(VENV)/.python
	rm -rf $(WHEEL) && mkdir -p $(WHEEL)/away
	BODYCOPY_BUILD=release $(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir $(WHEEL) .
	$(PYTHON) -m venv $(WHEEL)/venv
	$(WHEEL)/venv/bin/python -m pip install --quiet "$$(ls $(WHEEL)/*.whl)[dev]"
	tar -c --exclude=./src --exclude=./build --exclude=./.git --exclude=./.venv --exclude='./.*cache' . | tar -x -C $(WHEEL)/away
	cd $(WHEEL)/away && BODYCOPY_WHEEL=compiled "$(abspath $(WHEEL))/venv/bin/python" -m pytest -q \
		-n auto -p no:cacheprovider $(SUITE)

# The tests with the lowest versions that pyproject.toml allows:
#   make test-minimum MINIMUM_OF=scrapy SUITE=tests/test_scrapy.py
MINIMUM := $(VENV)/minimum
MINIMUM_OF ?= batch lxml service
test-minimum: $(VENV)/.python $(VENV)/.uv
	$(BIN)/uv pip compile --quiet --python $(BIN)/python --resolution lowest-direct \
		$(MINIMUM_OF:%=--extra %) --output-file $(VENV)/minimum.txt pyproject.toml
	$(PYTHON) -m venv --clear $(MINIMUM)
	$(MINIMUM)/bin/python -m pip install --quiet --constraint $(VENV)/minimum.txt \
		--requirement $(VENV)/minimum.txt --editable '.[dev]'
	$(MINIMUM)/bin/python -m pytest -q -n auto -p no:cacheprovider $(SUITE)

# Two builds in two folders, byte by byte; and what is in them.
reproducible: $(VENV)/.dev
	$(BIN)/python -m pytest -q -p no:cacheprovider tests/test_wheel.py

# dist/bodycopy.cdx.json: what comes along with a plain installation, with versions and licences.
SBOM := $(VENV)/sbom
sbom: $(VENV)/.python
	$(BIN)/python -m pip install --quiet 'cyclonedx-bom>=6'
	$(PYTHON) -m venv --clear --without-pip $(SBOM)
	$(BIN)/python -m pip --python $(SBOM)/bin/python install --quiet $(or $(DISTRIBUTION),.)
	mkdir -p dist
	$(BIN)/cyclonedx-py environment $(SBOM)/bin/python --pyproject pyproject.toml --mc-type library \
		--output-reproducible --output-format JSON --output-file dist/bodycopy.cdx.json

# Known vulnerabilities of all that users install; needs the database of advisories.
audit: $(VENV)/.python $(VENV)/.uv
	$(BIN)/python -m pip install --quiet 'pip-audit>=2.7'
	$(BIN)/uv pip compile --quiet --python $(BIN)/python --no-annotate $(EXTRAS_OF_USERS:%=--extra %) \
		--output-file $(VENV)/audited.txt pyproject.toml
	$(BIN)/pip-audit --strict --disable-pip --no-deps --requirement $(VENV)/audited.txt

# The tools that build what is published, by version and hash.
release-pins: $(VENV)/.python $(VENV)/.uv
	for name in tools backend; do $(BIN)/uv pip compile --quiet --upgrade --universal \
		--python-version 3.11 --generate-hashes --custom-compile-command 'make release-pins' \
		--output-file tools/release/$$name.txt tools/release/$$name.in || exit 1; done

$(VENV)/.uv: $(VENV)/.python
	$(BIN)/python -m pip install --quiet 'uv>=0.5'
	@touch $@
