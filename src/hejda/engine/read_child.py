"""The reading child: a process of its own that touches the delivery, and can be killed.

It is told what to do by its parent, one JSON line at a time, and answers with one. It knows nothing
of mappings: it puts files into the private folder, runs the statements it is given on a locked
DuckDB, and says how many. When its parent is gone it ends. What goes wrong unforeseen is written to
a log in the private folder, which may hold values and is removed with it.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import os
import queue
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from hejda.base.errors import HejdaError
from hejda.engine.read_parquet import look_at_parquet
from hejda.engine.read_postgresql import stage_query
from hejda.engine.read_records import TextSpec
from hejda.engine.read_text import stage_text

Json = dict[str, Any]


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


class Child:
    """What the child can be asked to do; each public method is one verb."""

    def __init__(self, say: Callable[[Json], None]) -> None:
        self._say = say
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._keys: Any = None

    @property
    def _db(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            raise RuntimeError("the parent says `open` first")
        return self._connection

    def open(self, work: str, memory_mib: int, files: list[str], field_bytes: int) -> None:
        """Start DuckDB, give it the private folder and the files it may read, and lock it."""
        csv.field_size_limit(field_bytes)
        self._connection = duckdb.connect()
        listed = ", ".join(map(quoted, files))
        for statement in (
            f"SET memory_limit = '{memory_mib}MiB'",
            "SET threads = 2",
            "SET enable_progress_bar = false",
            "SET python_enable_replacements = false",
            f"SET temp_directory = {quoted(work + '/spill')}",
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            f"SET allowed_directories = [{quoted(work + '/')}]",
            f"SET allowed_paths = [{listed}]",
            "SET enable_external_access = false",
            "SET lock_configuration = true",
        ):
            self._db.execute(statement)

    def _seen(self, path: str) -> Callable[[int], None]:
        return lambda done: self._say({"seen": [path, done]})

    def stage_text(self, path: str, out: str, spec: Json) -> Json:
        """Put a text file into Parquet; see read_text."""
        return asdict(stage_text(Path(path), Path(out), TextSpec(**spec), self._seen(path)))

    def stage_query(self, name: str, address: str, query: str, out: str) -> Json:
        """Put the answer of a database into Parquet; see read_postgresql."""
        return stage_query(address, query, Path(out), self._seen(name))

    def look_at_parquet(self, path: str) -> Json:
        """Rows and columns of a Parquet file."""
        return look_at_parquet(Path(path))

    def checksum(self, path: str) -> Json:
        """SHA-256 and size of a file."""
        with open(path, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return {"sha256": digest, "bytes": file.tell()}

    def run(self, sql: str) -> None:
        """Run a statement whose answer nobody needs."""
        self._db.execute(sql).fetchall()

    def attempt(self, sql: str) -> bool:
        """Run a statement over a delivered file; False where its content makes that impossible."""
        return self.look(sql) is not None

    def look(self, sql: str) -> list[list[Any]] | None:
        """As `rows`, over a delivered file; None where its content makes that impossible."""
        try:
            answer = self._db.execute(sql).fetchall()
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error:
            traceback.print_exc()
            return None
        return [[_plain(value) for value in row] for row in answer]

    def rows(self, sql: str) -> list[list[Any]]:
        """The answer of a statement, for small answers."""
        answer = self._db.execute(sql).fetchall()
        return [[_plain(value) for value in row] for row in answer]

    def _scan(self) -> Any:
        if self._keys is None:
            from hejda.engine.read_keys import KeyScan

            self._keys = KeyScan(self._db)
        return self._keys

    def look_at_ids(self, table: str, sql: str, rows: int, keep: bool) -> None:
        """Begin to look whether the ids of a large table are there once each; see read_keys."""
        self._scan().look_at(table, sql, rows, keep)

    def unique(self, table: str) -> bool:
        """Whether the ids looked at are there once each."""
        return bool(self._scan().unique(table))

    def broken(self, table: str, sql: str, required: bool) -> int | None:
        """How many references lead nowhere; see read_keys."""
        count: int | None = self._scan().broken(table, sql, required)
        return count

    def forget(self) -> None:
        """Give back what scans remembered."""
        self._keys = None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _answer(child: Child, request: Json) -> Json:
    verb = request.pop("verb")
    try:
        return {"answer": getattr(child, verb)(**request)}
    except HejdaError as error:
        told = [error.code, error.what, error.why, error.todo]
        return {"error": told, "kind": type(error).__name__}
    except (MemoryError, duckdb.OutOfMemoryException):
        traceback.print_exc()
        return {"failed": "memory"}
    except Exception as error:  # the parent says it in a sentence; nothing may end as a traceback
        traceback.print_exc()
        return {"failed": type(error).__name__}


class _WithoutPandas:
    """Keeps pyarrow from importing pandas, which takes it a second and which nothing here needs."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Nothing is found here; pandas is not found anywhere."""
        if name == "pandas":
            raise ModuleNotFoundError(name)


def serve() -> None:
    """Answer the parent until it says no more."""
    os.umask(0o077)
    sys.meta_path.insert(0, _WithoutPandas())
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    asked: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(asked,), daemon=True).start()

    def say(told: Json) -> None:
        channel.write(json.dumps(told) + "\n")
        channel.flush()

    child = Child(say)
    say({"answer": "ready"})
    while True:
        say(_answer(child, json.loads(asked.get())))


def _listen(asked: queue.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        asked.put(line)
    os._exit(0)  # the parent is gone or done: whatever is being read no longer matters


if __name__ == "__main__":
    serve()
