# Everything runs in .venv, which is built from hashed locks; no other tool than python3.11 and make is needed.
PYTHON ?= python3.11
BIN := .venv/bin
NICE_NAME := $(word 2,$(MAKECMDGOALS))

RECORD := $(addprefix tests/,record people comments post charter decisions verification jobs)

# Parts of the tests that run beside each other, JOBS at a time, the longest first; the rest is whatever no part names.
JOBS ?= 2
PARTS := site analyses browser facts record rest postgres
site := $(addprefix tests/,web api)
analyses := $(addprefix tests/,analyses methods)
browser := $(addprefix tests/,browser survival)
facts := tests/facts
record := $(RECORD)
rest := $(filter-out $(site) $(analyses) $(browser) $(facts) $(record),$(patsubst %/,%,$(wildcard tests/*/ tests/test_*.py)))

.PHONY: demo serve test $(addprefix test-part-,$(PARTS)) test-postgres check soak test-engines bench docs lock new-analysis clean

demo: .venv/core ## build everything, run the main job on a made-up retailer, and open it as a site (NO_SERVE=1: do not)
	$(BIN)/accord demo --out demo $(if $(NO_SERVE),--no-serve,--serve)

serve: .venv/core ## your own site, on this machine
	$(BIN)/accord serve

test: .venv/dev check ## lint, types, floors, tests; the record once more on PostgreSQL
	$(MAKE) --no-print-directory --jobs=$(JOBS) --keep-going --output-sync=target $(addprefix test-part-,$(PARTS))

test-part-postgres: .venv/dev
	ACCORD_TEST_RECORD=postgres $(BIN)/python -m pytest $(RECORD) --ignore-glob='*_in_a_browser.py'

$(filter-out test-part-postgres,$(addprefix test-part-,$(PARTS))): test-part-%: .venv/dev
	$(BIN)/python -m pytest $($*)

test-postgres: .venv/dev ## the record and the site's addresses on PostgreSQL
	ACCORD_TEST_RECORD=postgres $(BIN)/python -m pytest $(RECORD) tests/web

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

soak: .venv/dev ## the full counts: hours
	$(BIN)/python -m pytest -m soak

test-engines: .venv/dev ## the same findings on DuckDB, PostgreSQL and Spark (Spark needs Java)
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements-spark.lock
	$(BIN)/python -m pytest -m engines

bench: .venv/bench ## peers side by side; writes docs/performance.md
	$(BIN)/python -m bench

lock: .venv/dev ## write the locks anew
	$(BIN)/python -m pip install --quiet uv
	for name in core dev bench spark; do \
	  $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	    --no-emit-package accord requirements-$$name.in -o requirements-$$name.lock || exit 1; done

new-analysis: .venv/core ## make new-analysis NAME: the file, its test and its page
	$(BIN)/python -m tools.new_analysis $(NICE_NAME)

.venv/core: requirements-core.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements-core.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

.venv/dev: .venv/core requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements-dev.lock
	touch $@

.venv/bench: .venv/dev requirements-bench.lock
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements-bench.lock
	touch $@

clean:
	rm -rf .venv demo bench/out

%:
	@test "$(word 1,$(MAKECMDGOALS))" = new-analysis
