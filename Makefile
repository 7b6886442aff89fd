# Needs Python 3.11 or newer and make; everything else is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
EXAMPLE := examples/lighthouse/page.txt

.PHONY: run test check lint types format pages docs dist clean

run: $(READY)
	@if [ -t 1 ] && [ "$${TERM:-dumb}" != dumb ]; then $(BIN)/threadscope $(EXAMPLE); \
	else $(BIN)/threadscope stats $(EXAMPLE); fi

test: $(READY)
	$(BIN)/pytest

check: lint types test

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Pages that are made of the code, written anew.
pages: $(READY)
	set -e; for page in commands describe make measures schemas tables; do $(BIN)/python docs/$$page.py; done

# The site, in build/site.
docs: $(READY)
	$(BIN)/python -m pip install --quiet --editable '.[docs]'
	$(BIN)/python docs/site.py
	$(BIN)/zensical build --clean --strict

# Wheel and source archive, in dist.
dist: $(READY)
	$(BIN)/python -m pip install --quiet build
	$(BIN)/python -m build

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis dist build

$(READY): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $(READY)
