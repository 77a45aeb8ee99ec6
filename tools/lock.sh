#!/bin/sh
# Writes the four locks from pyproject.toml. spark.txt is solved first and binds the others, so that
# all of them agree. Versions already locked stay; `make lock UPGRADE=--upgrade` moves them.
set -eu
cd "$(dirname "$0")/.."

uv=${UV:-.venv/bin/uv}

write_lock() {
  out=requirements/$1
  shift
  "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-annotate --custom-compile-command "make lock" ${UPGRADE:-} --output-file "$out" "$@"
}

write_lock spark.txt pyproject.toml --extra dev --extra web --extra spark
write_lock dev.txt pyproject.toml --extra dev --extra web --constraint requirements/spark.txt
write_lock run.txt pyproject.toml --extra web --constraint requirements/spark.txt
write_lock uv.txt requirements/uv.in
