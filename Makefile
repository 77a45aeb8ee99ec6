# Every chore of the house. `make demo` and `make test` each work as the first command ever typed on a
# machine with Python 3.11 or later, make and a package index: what they need is set up on the way.

.DEFAULT_GOAL := help
.PHONY: help setup demo report calibration check test test-real test-spark campaign bench docs lock clean

BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
DEV := .venv/.installed-dev
SPARK := .venv/.installed-spark
LOCKS := requirements/uv.txt pyproject.toml tools/setup.sh

# Whole runs of a country: in `make test`, not among the fast tests of `make check`.
SLOW := tests/unit/flow tests/unit/synthetic/test_replay_truth.py tests/unit/synthetic/test_truth_measures.py \
  tests/unit/report/test_validation_beside.py

# One variable sizes every generated test: 1 at a push, 10 in a campaign.
HEJDA_SIZE ?= 1
export HEJDA_SIZE
export SPARK_LOCAL_IP ?= 127.0.0.1

help: ## What can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

setup: $(DEV) ## Create .venv and install what is locked (the other chores do this by themselves)

$(DEV): requirements/dev.txt $(LOCKS)
	@sh tools/setup.sh dev

$(SPARK): requirements/spark.txt $(DEV)
	@sh tools/setup.sh spark

demo: setup ## The whole application on an invented country: a login page in the browser (ARGS="--port 8081")
	$(BIN)/hejda demo $(ARGS)

report: setup ## The core alone: an invented country mapped, and its report opened
	@mkdir -p build
	$(BIN)/hejda simulate --persons 300000 --years 10 --seed 1 --out build/country --force
	$(BIN)/hejda map build/country/source.yaml --data build/country --as-of 2025-12-31 --lists 100 \
	  --now 2026-01-01 --out build/demo --force
	@$(BIN)/python tools/open_report.py build/demo/report.html

calibration: setup ## The invented country beside what is published, for three seeds
	@mkdir -p build
	@for seed in 1 2 3; do $(BIN)/hejda simulate --persons 300000 --years 10 --seed $$seed \
	  --out build/calibration-$$seed --force --report || exit 1; done

check: setup ## Lint, types, import fences and the fast tests; under two minutes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=src:tools $(BIN)/mypy --config-file tools/mypy_web.ini src/hejda_web src/hejda_audit
	PYTHONPATH=src $(BIN)/lint-imports --no-logo
	$(PYTEST) -q -n 2 --dist worksteal -m "not spark and not campaign and not real_data" \
	  $(addprefix --ignore ,$(SLOW)) tests/unit tests/house_rules tests/knowledge

test: setup ## The push suite: everything but Spark, at most 20 minutes
	@sh tools/setup.sh chromium
	$(PYTEST) -n 2 --dist worksteal -m "not spark and not campaign and not real_data"

test-real: setup ## The examples on their real files, where ../shared/data holds them (see examples/*/README.md)
	$(PYTEST) -m "real_data"

test-spark: $(SPARK) ## The same pages on Apache Spark: two of them, or all when HEJDA_SIZE is above 1
	@sh tools/setup.sh java
	PYSPARK_PYTHON=$(BIN)/python $(PYTEST) -n 2 --dist worksteal -m spark

campaign: setup $(SPARK) ## The same tests at full size, Spark too
	@sh tools/setup.sh java
	@sh tools/setup.sh chromium
	HEJDA_SIZE=10 $(PYTEST) -n 2 -m "not spark and not real_data"
	HEJDA_JOURNEYS=upgraded HEJDA_SIZE=1 $(PYTEST) -n 2 --dist worksteal tests/web/journeys
	HEJDA_SIZE=10 PYSPARK_PYTHON=$(BIN)/python $(PYTEST) -n 2 --dist worksteal -m spark

bench: setup ## hejda beside hand-written SQL and pandas, on one machine
	$(BIN)/python bench/run.py

docs: setup ## Write docs/reference again from the code
	$(BIN)/python tools/reference.py
	PYTHONPATH=src:tools $(BIN)/python tools/api_reference.py

lock: setup ## Solve the locks again (UPGRADE=--upgrade moves what is locked)
	sh tools/lock.sh

clean: ## Remove what the commands built; .venv stays
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
