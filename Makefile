# The work is done by small Python scripts in tools/, which also run where there is no make.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
PY := $(VENV)/Scripts/python
else
PY := $(VENV)/bin/python
endif

.PHONY: help env book serve test test-unit test-notebooks test-site figures lab check types format bench lock clean

help:  ## list the targets (default)
	@$(PYTHON) tools/help.py

env:  # .venv and node_modules from the lock files; a moment when they are there
	@$(PYTHON) tools/env.py

book: env  ## build the website to _build/html
	@$(PY) tools/book.py

serve: book  ## build the website and serve it on this machine
	@$(PY) -m http.server --bind 127.0.0.1 --directory _build/html

test: test-unit test-notebooks test-site  ## run everything: unit tests, notebooks, the built website

test-unit: env
	$(PY) -m pytest tests --ignore=tests/site -n auto

test-notebooks: env
	$(PY) -m pytest --nbval-lax book -n auto --dist loadfile

test-site: book
	$(PY) -m pytest tests/site

figures: env  ## draw the paper's figures, with their data, to figures/
	$(PY) -m orbitronics figures --out figures

lab: env  ## open the chapters in JupyterLab
	$(PY) -m jupyterlab book

check: env  ## lint, format, spelling, notebooks normalised
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m codespell_lib .
	$(PY) tools/normalise.py --check

types: env  ## check the library's types
	$(PY) -m mypy

format: env  ## put code and notebooks into the form that check wants
	$(PY) -m ruff check --fix --exit-zero .
	$(PY) -m ruff format .
	$(PY) tools/normalise.py

bench: env  ## time the solver beside its peers
	$(PY) -m benchmarks

lock: env  ## refresh requirements.lock and package-lock.json
	$(PY) tools/lock.py

clean:  ## remove everything that was made
	@$(PYTHON) tools/clean.py
