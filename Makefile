# make demo       a living demo at http://127.0.0.1:8000, its data under var/
# make test       what every change must pass, on SQLite and on PostgreSQL (WORKERS=0: one process)
# make install    the environment alone
# make bench      speed, as ratios measured in one run
# make bench-register  the same of a register of 100,000 matters against one of 1,000
# make bench-search  the search among 1,000,000 answers (BENCH_POSTGRES=1: on PostgreSQL)
# make torture  pages of a database of ten million ratings against one of ten thousand
# make pictures  those of the user guides anew, from the demo (needs Chromium)
# make translate  collect texts, update and compile the catalogues
# make lock       refresh requirements.txt from pyproject.toml (needs uv)
# make clean      remove what was built; var/ with its data stays

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
DATA ?= var
WORKERS ?= 2
SPREAD := --dist loadfile --no-loadscope-reorder
# A stalled disk is no fault of ours: what fails is tried again, and the closing lines name it.
AGAIN := -rsR --reruns 2 --reruns-delay 1
PY := .venv/bin/python
READY := .venv/ready
CATALOGUES := web/locale/en/LC_MESSAGES/messages.mo
export PICCOLO_CONF := web.piccolo_conf
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
unexport PYTHONDONTWRITEBYTECODE  # a process starts in two thirds of the time from bytecode

.PHONY: install demo test check tests tests-postgres bench bench-register bench-search torture lock translate pictures clean

install: $(READY) $(CATALOGUES)

demo: install
	@$(PY) -m web.cli demo --host $(HOST) --port $(PORT) --data $(DATA)

test: check tests tests-postgres

check: install
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy

tests: install
	$(PY) -m pytest $(AGAIN) -n $(WORKERS) $(SPREAD)

# What asks neither database nor real processes has run already.
tests-postgres: install
	$(PY) -m pytest $(AGAIN) -n $(WORKERS) $(SPREAD) --postgres -m "not unit and not e2e and not browser"

bench: install
	$(PY) -m tests.bench

bench-register: install
	$(PY) -m tests.bench.register

bench-search: install
	$(PY) -m tests.bench.search

torture: install
	$(PY) -m tests.bench.torture

# PostgreSQL's own binaries come with the lock's development part, so nothing else is installed.
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version). Try: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	  || { echo "Python's venv module is missing. Try: apt install python3-venv"; exit 1; }
	test -x $(PY) || $(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --require-hashes -r requirements.txt
	$(PY) -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

web/locale/%/LC_MESSAGES/messages.mo: web/locale/%/LC_MESSAGES/messages.po | $(READY)
	.venv/bin/pybabel -q compile -d web/locale

lock: pyproject.toml
	$(PYTHON) -m uv pip compile --quiet --extra dev --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --universal pyproject.toml -o requirements.txt

pictures: install
	LANGNGHE_GUIDES=docs/huong-dan/anh $(PY) -m pytest tests/e2e/test_guide_pictures.py

translate: $(READY)
	.venv/bin/pybabel -q extract -F babel.cfg -k _ -k gettext_lazy --no-location --omit-header -o web/locale/messages.pot .
	.venv/bin/pybabel -q update -i web/locale/messages.pot -d web/locale --no-fuzzy-matching --ignore-obsolete
	.venv/bin/pybabel -q compile -d web/locale

clean:
	rm -rf .venv *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
	find web/locale -name '*.mo' -delete
