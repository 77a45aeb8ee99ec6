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


def _hash(column: str, view: str) -> str:
    return f'SELECT hash("{column}") FROM {view}'


def _faulty_rows(
    child: ReadingChild, group: Group, setting: Setting, but: frozenset[str], view: str
) -> int:
    contract = REGISTERS[str(group.table)]
    kinds = {name: kind for name, kind, _ in group.files[0].columns if kind is not None}
    wrong = faulty(ibis.table(kinds, name=view), contract, setting, but)
    answer = child.ask("rows", sql=ibis.to_sql(wrong.sum().name("faulty").as_table(), "duckdb"))
    return int(answer[0][0] or 0)


def _scan(
    child: ReadingChild, group: Group, setting: Setting, referred: set[str], seen: set[str]
) -> tuple[bool, dict[str, int | None]]:
    """(whether the table is clean, references that lead nowhere); `seen`: tables whose ids are known."""
    contract, view = REGISTERS[str(group.table)], f"clean_{group.table}"
    listed = ", ".join(quoted(str(file.path)) for file in group.files)
    create = f"CREATE VIEW {view} AS SELECT * FROM read_parquet([{listed}])"
    if not child.ask("attempt", sql=create):
        return False, {}
    present = set(group.files[0].names)
    refers = [c for c in contract.columns if c.refers_to in seen and c.name in present]
    hashed = frozenset([contract.id_column, *(column.name for column in refers)])
    if _faulty_rows(child, group, setting, hashed, view):
        return False, {}
    rows, sql = sum(file.rows for file in group.files), _hash(contract.id_column, view)
    keep = contract.name in referred
    if not child.ask("unique", table=contract.name, sql=sql, rows=rows, keep=keep):
        return False, {}
    broken: dict[str, int | None] = {}
    for column in refers:
        sql, place = _hash(column.name, view), f"{contract.name}.{column.name}"
        broken[place] = child.ask(
            "broken", table=column.refers_to, sql=sql, required=column.required
        )
    clean = None not in broken.values()
    lacking = {c.name for c in contract.columns if c.refers_to and c.name not in present}
    return clean, {**broken, **{f"{contract.name}.{name}": 0 for name in lacking}}


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
    names = {str(name) for name in referred}
    clean: dict[str, RegisterFiles] = {}
    references: dict[str, int | None] = {}
    for group in candidates:
        table = str(group.table)
        passed, counted = _scan(child, group, setting, names, set(clean))
        if passed:
            paths = tuple(Path(str(file.path)) for file in group.files)
            clean[table] = RegisterFiles(table, paths, sum(f.rows for f in group.files), True)
            references.update(counted)
    child.ask("forget")
    rest = [group for group in plan.groups if str(group.table) not in clean]
    return clean, references, rest


def _refers(contract: Table) -> bool:
    return any(column.refers_to for column in contract.columns)
