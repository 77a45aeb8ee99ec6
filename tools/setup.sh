#!/bin/sh
# Brings what a chore needs: `setup.sh dev` (.venv with the locked tools and hejda itself),
# `setup.sh spark` (Spark in the same .venv), `setup.sh java` (a Java for Spark), `setup.sh chromium`.
# Everything is installed from a lock, by hash. Each refusal is one sentence.
set -eu
cd "$(dirname "$0")/.."
bin=.venv/bin

stop() {
  echo "hejda: $1" >&2
  exit 1
}

new_enough() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
  for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if command -v "$python" >/dev/null 2>&1 && new_enough "$python"; then
      echo "$python"
      return
    fi
  done
}

make_venv() {
  if new_enough "$bin/python" && "$bin/python" -m pip --version >/dev/null 2>&1; then
    return
  fi
  python=$(find_python)
  [ -n "$python" ] || stop "Python 3.11 or later is needed and none was found; install one, or name it with PYTHON=… ."
  "$python" -c 'import venv, ensurepip' >/dev/null 2>&1 ||
    stop "this Python has no venv module; install it (Debian, Ubuntu: apt-get install python3-venv) and type the command again."
  "$python" -m venv --clear .venv
}

# pip may have been told of an index that uv does not know; uv is told the same.
index_of_pip() {
  echo "${UV_DEFAULT_INDEX:-${UV_INDEX_URL:-${PIP_INDEX_URL:-$("$bin/python" -m pip config get global.index-url 2>/dev/null || true)}}}"
}

install() {
  index=$(index_of_pip)
  [ -z "$index" ] || export UV_DEFAULT_INDEX="$index"
  "$bin/uv" pip install --quiet --python "$bin/python" "$@" && return
  echo "hejda: uv could not install; trying with pip." >&2
  "$bin/python" -m pip install --quiet --disable-pip-version-check "$@" ||
    stop "the locked packages could not be installed; is a package index reachable?"
}

add_dev() {
  make_venv
  echo "hejda: setting up .venv (a minute or two the first time)"
  "$bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt ||
    stop "pip could not fetch the installer uv; is a package index reachable?"
  install --require-hashes -r requirements/dev.txt
  install --no-deps --no-build-isolation --editable .
  touch .venv/.installed-dev
}

add_spark() {
  echo "hejda: adding Apache Spark to .venv (about 450 MB)"
  install --require-hashes -r requirements/spark.txt
  touch .venv/.installed-spark
}

add_java() {
  command -v java >/dev/null 2>&1 && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "hejda: installing a Java for Spark"
    { apt-get update && apt-get install -y --no-install-recommends default-jre-headless; } >/dev/null 2>&1 || true
  fi
  command -v java >/dev/null 2>&1 ||
    stop "Spark needs Java 17 or later and there is none; install one (Debian, Ubuntu: apt-get install default-jre-headless) and type the command again."
}

add_chromium() {
  command -v chromium >/dev/null 2>&1 && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "hejda: installing Chromium for the journeys through the pages"
    { apt-get update && apt-get install -y --no-install-recommends chromium; } >/dev/null 2>&1 || true
  fi
  command -v chromium >/dev/null 2>&1 ||
    stop "the tests of the pages need Chromium and there is none; install it (Debian, Ubuntu: apt-get install chromium) and type the command again."
}

case "${1:-}" in
  dev | spark | java | chromium) "add_$1" ;;
  *) stop "tools/setup.sh takes dev, spark, java or chromium." ;;
esac
