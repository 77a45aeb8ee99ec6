"""Reads the table `judgement` from a file: what people decided, in CSV or Parquet."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hejda.base.errors import InputError
from hejda.tables.identity import JUDGEMENT, JUDGEMENT_KINDS

DATES = ("decided_on", "withdrawn_on")
NEEDED = tuple(column.name for column in JUDGEMENT.columns if column.required)
TWO_RECORDS = ("same", "not_same", "partner", "not_partner", "connected_victims")
"""Kinds that concern two records."""


def judgements_in(path: Path) -> list[dict[str, Any]]:
    """The judgements in `path`, a .csv or .parquet file; every fault is told at once."""
    rows = _rows(path)
    faults = [f"row {at}: {fault}" for at, row in enumerate(rows, 1) if (fault := _fault(row))]
    names = [row["judgement_id"] for row in rows]
    if len(names) != len(set(names)):
        faults.append("a judgement_id stands twice")
    if faults:
        more = f" and {len(faults) - 10} more" if len(faults) > 10 else ""
        raise InputError(
            "judgements",
            f"The file of judgements cannot be used: {'; '.join(faults[:10])}{more}.",
            "A decision read wrongly would join or part people.",
            f"Columns: {', '.join(JUDGEMENT.names)}; dates as YYYY-MM-DD.",
        )
    return rows


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        if path.suffix == ".parquet":
            rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
        else:
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = [dict(row) for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, csv.Error, pa.ArrowException):
        raise InputError(
            "judgements",
            "The file of judgements cannot be read.",
            "",
            "Name a CSV or Parquet file.",
        ) from None
    return [{name: _read(name, row.get(name)) for name in JUDGEMENT.names} for row in rows]


def _read(name: str, value: Any) -> Any:
    """A value as the contract has it; a date that cannot be read stays text, which is a fault."""
    if isinstance(value, str):
        value = value.strip() or None
    if isinstance(value, dt.datetime):
        return value.date()
    if name in DATES and isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _fault(row: dict[str, Any]) -> str | None:
    missing = [name for name in NEEDED if row[name] is None]
    if missing:
        return f"{', '.join(missing)} missing"
    if row["kind"] not in JUDGEMENT_KINDS:
        return "unknown kind"
    if any(row[name] is not None and not isinstance(row[name], dt.date) for name in DATES):
        return "a date is not YYYY-MM-DD"
    if row["kind"] in TWO_RECORDS and row["b"] in (None, row["a"]):
        return "this kind is about two records"
    if row["withdrawn_on"] is not None and row["withdrawn_on"] < row["decided_on"]:
        return "withdrawn before it was decided"
    return None
