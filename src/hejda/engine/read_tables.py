"""Derived rows into the contract tables: conflicts settled, versions closed, written as Parquet.

Also what can only be said of whole tables: acts that did nothing, erasures, references that lead
nowhere, and the table `quarantine`.
"""

# ruff: noqa: S608 (statements are made of our own names; what is delivered is never part of one)

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import ibis

from hejda.engine.read_child import quoted
from hejda.engine.read_guard import ReadingChild
from hejda.engine.read_outcome import Erased, RegisterFiles
from hejda.engine.read_rows import (
    Derived,
    contract_columns,
    find_conflicts,
    set_aside,
    union_view,
)
from hejda.engine.read_sql import compiled
from hejda.registers.versions import NOTES, idle_acts, receipts, versions
from hejda.tables import REGISTERS, Table

ACTS = "operation IN ('withdraw', 'erase')"
WRITING = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 200000"


@dataclass(frozen=True, slots=True)
class Settled:
    """A contract table about to be written. `repeated`: some record and day comes more than once."""

    contract: Table
    repeated: bool


def settle(child: ReadingChild, derived: list[Derived]) -> list[Settled]:
    """The contract tables that derived rows feed, after every row in a conflict was set aside."""
    by_table: dict[str, list[Derived]] = {}
    for part in derived:
        by_table.setdefault(part.contract.name, []).append(part)
    set_aside(child)
    settled, conflicts = [], False
    for name in (name for name in REGISTERS if name in by_table):
        union_view(child, REGISTERS[name], by_table[name])
        repeated, conflicting = find_conflicts(child, REGISTERS[name])
        settled.append(Settled(REGISTERS[name], repeated))
        conflicts = conflicts or conflicting
    if conflicts:
        set_aside(child)
    return settled


def _rows_view(contract: Table, name: str) -> ibis.Table:
    schema = {"_file": "int32", "_row": "int64", "operation": "string"}
    given = {c.name: c.type.value for c in contract.columns if not c.set_by_hejda}
    return ibis.table({**schema, **given}, name=name)


def _once(child: ReadingChild, settled: Settled) -> str:
    """The rows of a table, one per record and day (by now all of these are the same), and its acts."""
    contract, view = settled.contract, f"u_{settled.contract.name}"
    if not settled.repeated:
        return view
    key = ", ".join(f'"{name}"' for name in contract.key)
    shared = f"shared_{contract.name} USING ({key})"
    rest = [f'"{name}"' for name in contract_columns(contract) if name not in contract.key]
    first = ", ".join(f"first({name}) AS {name}" for name in rest)
    columns = f"0::INTEGER AS _file, 0::BIGINT AS _row, operation, {key}, {', '.join(rest)}"
    child.ask(
        "run",
        sql=f"CREATE VIEW r_{contract.name} AS SELECT {columns} FROM {view} ANTI JOIN {shared} "
        f"WHERE NOT {ACTS} UNION ALL SELECT 0, 0, min(operation), {key}, {first} FROM {view} "
        f"SEMI JOIN {shared} WHERE NOT {ACTS} GROUP BY {key} "
        f"UNION ALL SELECT {columns} FROM {view} WHERE {ACTS}",
    )
    return f"r_{contract.name}"


def write_table(child: ReadingChild, settled: Settled, out: Path) -> tuple[int, list[Erased]]:
    """Write a contract table in the order of its key; its rows, and the receipts of erasures."""
    contract, name = settled.contract, _once(child, settled)
    key = ", ".join(f'"{column}"' for column in contract.key)
    acts = child.ask("rows", sql=f"SELECT count(*) FROM u_{contract.name} WHERE {ACTS}")[0][0]
    rows = _rows_view(contract, name)
    sql = compiled(versions(rows, contract, acts=acts > 0))
    child.ask("run", sql=f"COPY ({sql} ORDER BY {key}) TO {quoted(str(out))} ({WRITING})")
    counted = child.ask("rows", sql=f"SELECT count(*) FROM read_parquet({quoted(str(out))})")
    return int(counted[0][0]), _receipts(child, rows, contract) if acts else []


def _receipts(child: ReadingChild, rows: ibis.Table, contract: Table) -> list[Erased]:
    answer = child.ask("rows", sql=compiled(receipts(rows, contract)))
    return [Erased(contract.name, dt.date.fromisoformat(day), count) for day, count in answer]


def note_acts(child: ReadingChild, contract: Table) -> None:
    """Note corrections, withdrawals and erasures that did nothing."""
    view = f"u_{contract.name}"
    acts = f"SELECT count(*) FROM {view} WHERE operation <> 'new'"
    if not child.ask("rows", sql=acts)[0][0]:
        return
    idle = compiled(idle_acts(_rows_view(contract, view), contract))
    child.ask("run", sql=f"CREATE OR REPLACE TEMP TABLE idle AS {idle}")
    for code, sentence in NOTES.items():
        values = ", ".join([quoted(contract.name), "'operation'", "code", "true", quoted(sentence)])
        child.ask(
            "run",
            sql=f"INSERT INTO fault SELECT _file, _row, {values} FROM idle "
            f"WHERE code = {quoted(code)}",
        )


def broken_references(
    child: ReadingChild,
    tables: dict[str, RegisterFiles],
    known: dict[str, int],
    of_clean: bool,
) -> dict[str, int]:
    """`table.column` → how many rows refer to a record that is not there (only where some do).

    `known`: counts taken already, by the scan of clean tables; `of_clean`: count the rest of theirs
    too. References to a table that was not delivered at all are not counted.
    """
    broken = {place: count for place, count in known.items() if count}
    for name, files in tables.items():
        for column in REGISTERS[name].columns:
            place, target = f"{name}.{column.name}", tables.get(column.refers_to or "")
            if target is None or not files.rows or place in known:
                continue
            if files.delivered and not of_clean:
                continue
            ids = REGISTERS[target.table].id_column
            count = child.ask("rows", sql=_broken_sql(files, column.name, target, ids))[0][0]
            if count:
                broken[place] = int(count)
    return broken


def _broken_sql(files: RegisterFiles, column: str, target: RegisterFiles, ids: str) -> str:
    return (
        f'SELECT count(*) FROM (SELECT "{column}" AS id FROM {_scan(files)} '
        f'WHERE "{column}" IS NOT NULL) ANTI JOIN (SELECT "{ids}" AS id FROM {_scan(target)}) '
        "USING (id)"
    )


def _scan(files: RegisterFiles) -> str:
    listed = ", ".join(quoted(str(path)) for path in files.files)
    return f"read_parquet([{listed}])"


def write_quarantine(child: ReadingChild, out: Path) -> None:
    """The table `quarantine`: what was said of rows and of whole files, in the order of its key."""
    child.ask(
        "run",
        sql='COPY (SELECT DISTINCT name AS file, _row AS "row", tbl AS "table", col AS "column", '
        "code, message FROM fault JOIN file USING (_file) UNION ALL "
        "SELECT name, 0, NULL, NULL, code, message FROM said ORDER BY ALL) "
        f"TO {quoted(str(out))} ({WRITING})",
    )


def missing_counts(child: ReadingChild) -> dict[str, int]:
    """`table.column` → how many values were set to missing."""
    answer = child.ask(
        "rows",
        sql="SELECT tbl || '.' || col, count(DISTINCT (_file, _row)) FROM fault "
        "ANTI JOIN aside USING (_file, _row) WHERE noted AND col <> 'operation' "
        "GROUP BY 1 ORDER BY 1",
    )
    return {place: int(count) for place, count in answer}


def reason_counts(child: ReadingChild) -> dict[str, int]:
    """Code → how many rows carry it."""
    answer = child.ask(
        "rows", sql="SELECT code, count(DISTINCT (_file, _row)) FROM fault GROUP BY 1 ORDER BY 1"
    )
    return {code: int(count) for code, count in answer}
