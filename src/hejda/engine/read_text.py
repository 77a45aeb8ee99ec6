"""One delimited text file into Parquet: `_row`, `_fault` and its columns as c0, c1, … all text.

Runs in the reading child. Faulty rows keep their number and lose their content.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hejda.engine.read_records import (
    STOPS,
    Lines,
    TextSpec,
    encoding_of,
    records,
    text_of,
    why_stopped,
)

ROWS_AT_ONCE = 65_536
SIGNS_AT_ONCE = 32 << 20
PLACES_KEPT = 1_000
COLUMNS_AT_MOST = 2_000
DAMNING = ("unpacks_too_large", "damaged_archive", "file_unreadable")
"""Stops after which not even the rows before can be trusted."""
NOT_TEXT = {
    b"PK\x03\x04": "a zip archive or a spreadsheet",
    b"\xd0\xcf\x11\xe0": "a spreadsheet or a document",
    b"PAR1": "a Parquet file",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"%PDF": "a PDF",
    b"SQLite format 3": "an SQLite database",
}
"""First bytes of files that no text reader can read, and what they are."""


@dataclass(slots=True)
class TextResult:
    """What was found in one file. `fault` concerns all of it; `places`: row → first and last line."""

    rows: int = 0
    columns: list[str] = field(default_factory=list)
    fault: str | None = None
    detail: str = ""
    encoding: str = ""
    places: dict[int, tuple[int, int]] = field(default_factory=dict)


class _Rows:
    """Collects good and faulty rows and writes them as Parquet, some at a time."""

    def __init__(self, out: Path, width: int) -> None:
        texts = [(f"c{n}", pa.string()) for n in range(width)]
        self._schema = pa.schema([("_row", pa.int64()), ("_fault", pa.string()), *texts])
        self._writer = pq.ParquetWriter(out, self._schema, compression="lz4")
        self._width = width
        self.numbers: list[int] = []
        self.records: list[list[str]] = []
        self.faults: list[tuple[int, str]] = []

    def write(self) -> None:
        """Write what has been collected."""
        try:
            self._write_good(self.numbers, self.records)
        except UnicodeEncodeError:
            self._write_one_by_one()
        if self.faults:
            numbers, faults = zip(*self.faults, strict=True)
            empty = [pa.nulls(len(faults), pa.string())] * self._width
            self._put([pa.array(numbers, pa.int64()), pa.array(faults, pa.string()), *empty])
        self.numbers, self.records, self.faults = [], [], []

    def _write_good(self, numbers: list[int], records_: list[list[str]]) -> None:
        if numbers:
            texts = [pa.array(column, pa.string()) for column in zip(*records_, strict=True)]
            none = pa.nulls(len(numbers), pa.string())
            self._put([pa.array(numbers, pa.int64()), none, *texts])

    def _write_one_by_one(self) -> None:
        for number, record in zip(self.numbers, self.records, strict=True):
            try:
                self._write_good([number], [record])
            except UnicodeEncodeError:  # half a surrogate pair, from an exotic encoding
                self.faults.append((number, "undecodable_bytes"))

    def _put(self, arrays: list[Any]) -> None:
        self._writer.write_batch(pa.record_batch(arrays, schema=self._schema))

    def close(self) -> None:
        """Write the rest and end the file."""
        self.write()
        self._writer.close()


def _fault_of(record: list[str], width: int, broken: bool, lines: Lines) -> str | None:
    if lines.fault or broken:
        return lines.fault or "broken_quotes"
    if len(record) == width:
        return None
    return "ragged_row" if record else "blank_line"


def _read_rows(
    lines: Lines, spec: TextSpec, result: TextResult, out: Path, seen: Callable[[], None]
) -> None:
    source = records(lines, spec)
    rows: _Rows | None = None
    if not spec.header:
        result.columns = list(spec.columns)
    try:
        if spec.header:
            result.fault = _read_header(source, lines, result)
        width = len(result.columns)
        rows = _Rows(out, width)
        for record, broken in source:
            result.rows += 1
            fault = _fault_of(record, width, broken, lines)
            if fault is None:
                rows.numbers.append(result.rows)
                rows.records.append(record)
            else:
                rows.faults.append((result.rows, fault))
                if len(lines.held) > 1 and len(result.places) < PLACES_KEPT:
                    result.places[result.rows] = (lines.first, lines.number)
            lines.next_record()
            if len(rows.numbers) >= ROWS_AT_ONCE or lines.signs > SIGNS_AT_ONCE:
                rows.write()
                lines.signs = 0
                seen()
    except STOPS as stop:
        rows = rows or _Rows(out, len(result.columns))
        _end_in_the_middle(stop, lines, result, rows)
    rows.close()


def _read_header(source: Any, lines: Lines, result: TextResult) -> str | None:
    record, broken = next(source, (None, False))
    if record is None:
        return "empty_file"
    if len(record) > COLUMNS_AT_MOST:
        return "too_many_columns"
    names = [name.strip().lstrip("\ufeff") for name in record]
    result.columns = [name[:200] for name in names]
    fault = lines.fault or ("broken_quotes" if broken else None)
    lines.next_record()
    if fault or not any(names):
        return "unreadable_header"
    return None


def _end_in_the_middle(stop: BaseException, lines: Lines, result: TextResult, rows: _Rows) -> None:
    """The record at which the reading stopped is the unreadable tail; some stops damn the file."""
    why = why_stopped(stop)
    if why in DAMNING or not result.columns:
        result.fault = why
    result.rows += 1
    result.detail = why
    rows.faults.append((result.rows, "unreadable_tail"))
    result.places[result.rows] = (lines.first, max(lines.number, lines.first))


def stage_text(path: Path, out: Path, spec: TextSpec, seen: Callable[[int], None]) -> TextResult:
    """Read the file at `path` into Parquet at `out`; `seen` is told how many bytes have been read."""
    result = TextResult()
    size = path.stat().st_size
    with path.open("rb") as packed:
        start = packed.peek(16)[:16]
        kind = next((kind for sign, kind in NOT_TEXT.items() if start.startswith(sign)), None)
        if kind is not None or not start:
            result.fault, result.detail = ("not_text", kind) if kind else ("empty_file", "")
            return result
        result.encoding = encoding_of(path, spec)
        text = text_of(packed, size, result.encoding, spec)
        lines = Lines(text, spec.field_bytes)
        _read_rows(lines, spec, result, out, lambda: seen(packed.tell()))
    return result
