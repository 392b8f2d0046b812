# The interface of this repository. `make` alone lists the targets. Each target does its own
# set-up: all that a bare machine needs is Python 3.11 or later and a C compiler.

.DEFAULT_GOAL := help
.PHONY: help run test fresh coverage check lint format types docs package clean
.PHONY: schemas bench memcheck differential fuzz mutants code-mutants

VENV := .venv
PY := $(VENV)/bin/python
PYTEST_ARGS ?= -n auto

# The first Python here that is new enough and can make an environment. 3.12 and 3.11 come first
# because the durable-rules matcher builds there without a flag. `make PYTHON=...` overrides it;
# after a change of Python, `make clean` first.
PYTHON ?= $(shell for python in python3.12 python3.11 python3.13 python3 python; do \
	"$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' \
	>/dev/null 2>&1 && command -v "$$python" && break; done)

help:
	@echo "make run       ask the 2020 statement for its status on a few telling dates"
	@echo "make test      run the tests (PYTEST_ARGS= for one process)"
	@echo "make fresh TIMES=10  draw new examples, so many times as many (ARGS= for some tests)"
	@echo "make coverage  run the tests and say which lines and branches they miss"
	@echo "make check     lint, types and docs"
	@echo "make format    let ruff lay out the code and mend what it can"
	@echo "make schemas   write JSON Schemas, classes of clauses and the tables of the reference anew"
	@echo "make docs      build the documentation into docs/_build/html"
	@echo "make package   build the wheel and the sdist into dist/"
	@echo "make bench     measure how long answers take, against the least that they can cost"
	@echo "make memcheck  look for memory faults of durable-rules (needs valgrind, takes an hour)"
	@echo "make differential SECONDS=600   compare matchers and oracle on drawn cases for so long"
	@echo "make fuzz SECONDS=600           spoil files and arguments for so long"
	@echo "make mutants ARGS=\"--step 8\"          change the doctrine in small ways: does a test notice?"
	@echo "make code-mutants ARGS=\"--sample 50 --nearest\"  the same with the code of counting, engine, tail"
	@echo "make clean     remove all that the other targets made, .venv included"

run: $(VENV)/.run
	@$(PY) examples/quickstart.py

test: $(VENV)/.tests
	$(PY) -m pytest $(PYTEST_ARGS)

# Only the tests that draw: the others would do again what `make test` does.
TIMES ?= 1
fresh: $(VENV)/.tests
	HYPOTHESIS_PROFILE=fresh FRESH_TIMES=$(TIMES) $(PY) -m pytest -m hypothesis $(PYTEST_ARGS) $(ARGS)

coverage: $(VENV)/.tests
	$(PY) -m coverage erase
	$(PY) -m coverage run -m pytest $(PYTEST_ARGS)
	$(PY) -m coverage combine --quiet
	$(PY) -m coverage report

check: lint types docs

lint: $(VENV)/.dev
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m codespell_lib

format: $(VENV)/.dev
	$(PY) -m ruff check --fix-only
	$(PY) -m ruff format

types: $(VENV)/.dev
	$(PY) -m mypy
	$(PY) -m pyright --pythonpath $(PY)
	$(PY) -m pytest -q -p no:xdist tests/typing

docs: $(VENV)/.dev
	@if [ -f docs/conf.py ]; then \
		$(PY) -m sphinx -n -W --keep-going -b html docs docs/_build/html; \
	else echo "docs: there is no docs/conf.py yet"; fi

schemas: $(VENV)/.tests
	$(PY) -m mandate.schema
	$(PY) -m mandate.reference

package: $(VENV)/.dev
	rm -rf dist
	$(PY) -m build --outdir dist
	$(PY) -m twine check --strict dist/*

bench: $(VENV)/.tests
	@$(PY) benchmarks/bench.py $(ARGS)

memcheck: $(VENV)/.tests
	@$(PY) benchmarks/memcheck.py $(ARGS)

SECONDS ?= 600
differential: $(VENV)/.tests
	@$(PY) benchmarks/differential.py $(SECONDS) $(ARGS)

fuzz: $(VENV)/.tests
	@$(PY) -m tests.making.fuzz $(SECONDS)

mutants: $(VENV)/.tests
	@$(PY) -m benchmarks.doctrine_mutants $(ARGS)

code-mutants: $(VENV)/.tests
	@$(PY) -m pip install --quiet --group mutation
	@$(PY) -m benchmarks.code_mutants $(ARGS)

clean:
	rm -rf $(VENV) dist docs/_build .coverage .coverage.* htmlcov
	rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ── Set-up ──────────────────────────────────────────────────────────────────
# Each stamp says that the environment holds what pyproject.toml asks for at that level.

$(VENV)/.pip:
	@$(PY) -c "" 2>/dev/null || { \
		test -n "$(PYTHON)" || { echo "$$NO_PYTHON" >&2; exit 1; }; \
		"$(PYTHON)" -c "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))" \
			2>/dev/null || { echo "$(PYTHON) cannot be used." >&2; echo "$$NO_PYTHON" >&2; exit 1; }; \
		echo "Making $(VENV) with $(PYTHON)"; \
		"$(PYTHON)" -m venv --clear $(VENV); }
	@$(PY) -m pip install --quiet --upgrade "pip>=25.1" # the first that knows --group
	@touch $@

$(VENV)/.run: pyproject.toml | $(VENV)/.pip
	@echo "Installing mandate (a minute the first time)"
	@$(PY) -m pip install --quiet --editable . || { $(PY) -c "$$DIAGNOSE" >&2; exit 1; }
	@touch $@

$(VENV)/.tests: pyproject.toml | $(VENV)/.pip
	@echo "Installing mandate and what its tests need (a minute or two the first time)"
	@$(PY) -m pip install --quiet --editable . --group tests || { $(PY) -c "$$DIAGNOSE" >&2; exit 1; }
	@touch $(VENV)/.run $@

$(VENV)/.dev: $(VENV)/.tests
	@echo "Installing the tools for lint, types, docs and packaging"
	@$(PY) -m pip install --quiet --group dev
	@touch $@

define NO_PYTHON
No usable Python was found. mandate needs Python 3.11 or later with the modules venv and
ensurepip (on Debian and Ubuntu: apt install python3-venv). Name one that is not on the
PATH so: make $(or $(MAKECMDGOALS),test) PYTHON=/path/to/python3.12
endef
export NO_PYTHON

# Why an installation failed, where the likely cause can be told.
define DIAGNOSE
import os, pathlib, shlex, shutil, sys, sysconfig
compiler = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")[0]
header = pathlib.Path(sysconfig.get_path("include"), "Python.h")
missing = []
if not shutil.which(compiler):
    missing.append(f"the C compiler {compiler!r}")
if not header.exists():
    missing.append(f"the Python headers ({header})")
print("\nThe installation failed.", end=" ")
if missing and sys.version_info < (3, 13):
    print("This machine lacks " + " and ".join(missing) + ".")
    print("durable-rules, one of the two matchers, is published as C source only. Either install")
    print("what is missing (Debian, Ubuntu: apt install gcc python3-dev; Fedora: dnf install gcc")
    print("python3-devel; macOS: xcode-select --install), or use Python 3.13 or later, where mandate")
    print("runs on its own matcher and needs no compiler: make clean; make test PYTHON=python3.13")
    print("Without the tests it needs none here either: .venv/bin/python -m pip install --no-deps .")
    print("attrs python-dateutil six tzdata; then .venv/bin/python examples/quickstart.py")
else:
    print("The message of pip above says why.")
endef
export DIAGNOSE
