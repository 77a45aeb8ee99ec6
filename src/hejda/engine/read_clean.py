"""The fast path: delivered Parquet that already is the contract, and clean, is not copied.

One scan of each such table counts faulty rows and tells whether every id is there once. A table that
is not clean in every row goes the ordinary way, row by row.
"""

# ruff: noqa: S608 (statements are made of our own names; what is delivered is never part of one)

from __future__ import annotations

from pathlib import Path

import ibis

from hejda.engine.read_child import quoted
from hejda.engine.read_guard import ReadingChild
from hejda.engine.read_outcome import RegisterFiles
from hejda.engine.read_plan import Group, Plan, match_columns
from hejda.engine.read_stage import look_at_parquet
from hejda.registers.checks import Setting, faulty
from hejda.registers.mapping import ParquetEntry
from hejda.tables import REGISTERS, Table


def _may_be_clean(plan: Plan, group: Group) -> bool:
    """Whether a group is the only source of its table, in the contract's types, alike in every file."""
    if group.table is None or not isinstance(group.entry, ParquetEntry):
        return False
    if sum(group.table in other.tables() for other in plan.groups) != 1:
        return False
    first = group.files[0]
    alike = all(f.fault is None and f.rows and f.columns == first.columns for f in group.files)
    types = {c.name: c.type.value for c in REGISTERS[group.table].columns if not c.set_by_hejda}
    types["operation"] = "string"
    exact = all(
        kind == types[name] and plain for name, kind, plain in first.columns if name in types
    )
    return alike and exact


def _scan_sql(group: Group, contract: Table, setting: Setting) -> tuple[str, list[str], list[str]]:
    """(the statement, the referring columns, the tables they refer to)."""
    names = {name: kind for name, kind, _ in group.files[0].columns if kind is not None}
    rows = ibis.table(names, name=f"clean{group.number}")
    refers = [c for c in contract.columns if c.refers_to and c.name in names]
    hashed = {f"h{n}": rows[name] for n, name in enumerate(
        [contract.id_column, *(c.name for c in refers)])}  # fmt: skip
    inner = ibis.to_sql(rows.select(faulty=faulty(rows, contract, setting), **hashed), "duckdb")
    listed = ", ".join(f"hash({name})" for name in hashed)
    sql = f"SELECT faulty, {listed} FROM ({inner})"
    return sql, [c.name for c in refers], [c.refers_to or "" for c in refers]


def _scan(
    child: ReadingChild, group: Group, setting: Setting, referred: set[str]
) -> tuple[bool, dict[str, int | None]]:
    contract = REGISTERS[str(group.table)]
    listed = ", ".join(quoted(str(file.path)) for file in group.files)
    view = f"CREATE VIEW clean{group.number} AS SELECT * FROM read_parquet([{listed}])"
    if not child.ask("attempt", sql=view):
        return False, {}
    sql, columns, targets = _scan_sql(group, contract, setting)
    rows = sum(file.rows for file in group.files)
    found = child.ask("scan", table=contract.name, sql=sql, rows=rows, references=targets,
                      keep=contract.name in referred)  # fmt: skip
    if found["faulty"] or not found["unique"]:
        return False, {}
    places = [f"{contract.name}.{column}" for column in columns]
    return True, dict(zip(places, found["broken"], strict=True))


def take_clean(
    child: ReadingChild, plan: Plan, setting: Setting
) -> tuple[dict[str, RegisterFiles], dict[str, int | None], list[Group]]:
    """(clean tables, references counted on the way, the groups that go the ordinary way)."""
    for group in plan.groups:
        if isinstance(group.entry, ParquetEntry):
            for file in group.files:
                if file.fault is None:
                    look_at_parquet(child, file)
                    match_columns(group, file)
    candidates = [group for group in plan.groups if _may_be_clean(plan, group)]
    tables = {str(group.table) for group in candidates}
    referred = {c.refers_to for t in tables for c in REGISTERS[t].columns if c.refers_to in tables}
    order = {t: (not _refers(REGISTERS[t]), t in referred) for t in tables}
    candidates.sort(key=lambda group: order[str(group.table)], reverse=True)
    clean: dict[str, RegisterFiles] = {}
    references: dict[str, int | None] = {}
    for group in candidates:
        table = str(group.table)
        passed, counted = _scan(child, group, setting, {str(name) for name in referred})
        if passed:
            paths = tuple(Path(str(file.path)) for file in group.files)
            clean[table] = RegisterFiles(table, paths, sum(f.rows for f in group.files), True)
            references.update(counted)
    child.ask("forget")
    rest = [group for group in plan.groups if str(group.table) not in clean]
    return clean, references, rest


def _refers(contract: Table) -> bool:
    return any(column.refers_to for column in contract.columns)
