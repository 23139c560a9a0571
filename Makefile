# Everything here works on a machine with Python 3.11+ and make; `make test` also wants what .ci/run installs.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo demo-real test check promises bench clean

demo: .venv/core
	@$(BIN)/python examples/demo.py

demo-real: .venv/real
	@$(BIN)/python examples/demo.py --real

test: check
	$(BIN)/python -m pytest -n 2 --dist worksteal -q

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src
	$(BIN)/typos

promises: .venv/dev
	$(BIN)/python -m pytest -m promise -q -s

bench: .venv/dev
	$(BIN)/python benchmarks/play_cost.py

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "brightline needs Python 3.11 or newer; set PYTHON=python3.12 or the like")'
	@$(PYTHON) -m venv .venv

.venv/core: .venv/bin/python pyproject.toml
	@echo "installing brightline into .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/real: .venv/core
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[real]'
	@touch $@

.venv/dev: .venv/bin/python pyproject.toml uv.lock
	@echo "installing brightline and what its tests need into .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv sync --quiet --frozen --inexact --group dev --extra team --extra otel --extra parquet --extra names
	@touch $@ .venv/core

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .brightline
