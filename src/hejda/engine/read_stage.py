"""Brings the files of a plan into the private folder, each as Parquet, through the reading child.

After this every file has its rows counted, its columns named and its faults known, and each group
is one view in the child's engine: `_file`, `_row`, `_fault` and the group's columns g0, g1, …
"""

# ruff: noqa: S608 (statements are made of our own names; what is delivered is never part of one)

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from hejda.base.errors import DeliveryError
from hejda.engine.read_child import quoted
from hejda.engine.read_guard import Limits, ReadingChild
from hejda.engine.read_plan import (
    DeliveredFile,
    Group,
    Plan,
    match_columns,
    merge_columns,
    options_of,
)
from hejda.registers.mapping import ParquetEntry, PostgresqlEntry, TextEntry

SQL_TYPES = {
    "string": "VARCHAR",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "boolean": "BOOLEAN",
    "int64": "BIGINT",
    "float64": "DOUBLE",
}


def _checksum(path: Path) -> tuple[str, int]:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
    except OSError:
        return "", 0


class Checksums:
    """SHA-256 and size of every file, taken while the child reads."""

    def __init__(self, plan: Plan) -> None:
        self._pool = ThreadPoolExecutor(1)
        self._taken: list[tuple[DeliveredFile, Future[tuple[str, int]]]] = [
            (file, self._pool.submit(_checksum, file.path))
            for file in plan.files
            if file.path is not None and file.fault in (None, "unknown_table")
        ]

    def fill(self) -> None:
        """Write them into the files."""
        for file, taken in self._taken:
            file.sha256, file.bytes = taken.result()
        self.stop()

    def stop(self) -> None:
        """Take no more."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def staged_path(work: Path, file: DeliveredFile) -> Path:
    """Where a file's rows lie as Parquet."""
    return work / "stage" / f"f{file.index}.parquet"


def _stage_text(
    child: ReadingChild, work: Path, file: DeliveredFile, entry: TextEntry, limits: Limits
) -> None:
    out = str(staged_path(work, file))
    found = child.ask("stage_text", path=str(file.path), out=out, spec=options_of(entry, limits))
    file.rows = found["rows"]
    file.columns = [(name, "string", True) for name in found["columns"]]
    file.places = {int(row): (lines[0], lines[1]) for row, lines in found["places"].items()}
    file.stopped = found["detail"]
    file.staged = file.rows > 0
    if found["fault"]:
        file.refuse(found["fault"], found["detail"])
    elif entry.encoding == "auto" and found["encoding"] == "cp1252":
        file.remarks.append(("encoding_assumed", ""))


def _stage_query(
    child: ReadingChild,
    work: Path,
    file: DeliveredFile,
    entry: PostgresqlEntry,
    environment: Mapping[str, str],
) -> None:
    address = environment.get(entry.dsn_env)
    if not address:
        raise DeliveryError(
            "no_address",
            f"The environment variable {entry.dsn_env} is empty; it should hold the address of the "
            "database.",
            "",
            f"Set it (postgresql://user@host/name), for example: export {entry.dsn_env}=…",
        )
    out = str(staged_path(work, file))
    found = child.ask("stage_query", name=file.name, address=address, query=entry.query, out=out)
    file.rows, file.sha256, file.staged = found["rows"], found["sha256"], found["rows"] > 0
    file.columns = [(name, kind, exact) for name, kind, exact in found["columns"]]


def look_at_parquet(child: ReadingChild, file: DeliveredFile) -> None:
    """Rows and columns of a delivered Parquet file, without reading its rows."""
    found = child.ask("look_at_parquet", path=str(file.path))
    file.rows = found["rows"]
    file.columns = [(name, kind, exact) for name, kind, exact in found["columns"]]
    if found["fault"]:
        file.refuse(found["fault"])
    lowered = [name.lower() for name in file.names]
    if len(set(lowered)) < len(lowered):
        file.refuse("duplicate_header", "names that differ only in capitals")


def _sql_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _stage_parquet(child: ReadingChild, work: Path, file: DeliveredFile) -> None:
    usable = [(n, name, kind) for n, (name, kind, _) in enumerate(file.columns) if kind]
    columns = [f"{_sql_name(name)}::{SQL_TYPES[kind]} AS c{n}" for n, name, kind in usable]
    read = f"read_parquet({quoted(str(file.path))}, file_row_number = true)"
    select = ", ".join(["file_row_number + 1 AS _row", *columns])
    out = quoted(str(staged_path(work, file)))
    if not child.ask(
        "attempt", sql=f"COPY (SELECT {select} FROM {read}) TO {out} (FORMAT parquet)"
    ):
        file.refuse("damaged_parquet")
        return
    file.staged = True


def stage(
    child: ReadingChild,
    work: Path,
    group: Group,
    limits: Limits,
    environment: Mapping[str, str],
) -> None:
    """Bring every file of a group into the private folder and say what each lacks."""
    for file in group.files:
        if file.fault is not None:
            continue
        if isinstance(group.entry, TextEntry):
            _stage_text(child, work, file, group.entry, limits)
        elif isinstance(group.entry, PostgresqlEntry):
            _stage_query(child, work, file, group.entry, environment)
        elif isinstance(group.entry, ParquetEntry) and file.rows:
            _stage_parquet(child, work, file)
        _finish(child, work, group, file)


def _finish(child: ReadingChild, work: Path, group: Group, file: DeliveredFile) -> None:
    if file.fault is None:
        match_columns(group, file)
    if file.fault is None and not file.rows:
        file.remarks.append(("no_rows", ""))
    if file.staged:
        staged = quoted(str(staged_path(work, file)))
        counted = child.ask("rows", sql=f"SELECT count(*) FROM read_parquet({staged})")[0][0]
        if counted != file.rows:
            file.refuse("row_count_differs")


def _part(work: Path, group: Group, file: DeliveredFile) -> str:
    """The rows of one file with the group's columns, missing where the file lacks one."""
    places = {name: n for n, name in reversed(list(enumerate(file.names)))}
    fault = "_fault" if group.is_text else "NULL"
    columns = [f"{file.index}::INTEGER AS _file", "_row", f"{fault}::VARCHAR AS _fault"]
    for name, (own, kind) in group.columns.items():
        source = f"c{places[name]}" if name in places else "NULL"
        columns.append(f"{source}::{SQL_TYPES[kind]} AS {own}")
    return f"SELECT {', '.join(columns)} FROM read_parquet({quoted(str(staged_path(work, file)))})"


def make_view(child: ReadingChild, work: Path, group: Group) -> None:
    """The view `s<number>` of the rows of a group's usable files."""
    merge_columns(group)
    usable = [file for file in group.files if file.staged and file.fault is None]
    parts = [_part(work, group, file) for file in usable]
    if not parts:
        own = [f"NULL::{SQL_TYPES[kind]} AS {name}" for name, kind in group.columns.values()]
        empty = ["0::INTEGER AS _file", "0::BIGINT AS _row", "NULL::VARCHAR AS _fault", *own]
        parts = [f"SELECT {', '.join(empty)} WHERE false"]
    child.ask("run", sql=f"CREATE VIEW s{group.number} AS {' UNION ALL '.join(parts)}")
