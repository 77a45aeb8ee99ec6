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
from hejda.engine.read_sql import compiled
from hejda.engine.read_stage import look_at_parquet
from hejda.registers.checks import Setting, allowed_words, faulty
from hejda.registers.mapping import ParquetEntry
from hejda.tables import REGISTERS, Column, Table


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


def _words_fit(
    child: ReadingChild, contract: Table, setting: Setting, present: set[str], view: str
) -> tuple[bool, frozenset[str]]:
    """(whether columns of stated words hold no other, the columns looked at): by their different
    values, which is far quicker than row by row.
    """
    words: dict[str, tuple[frozenset[str], bool]] = {"operation": (frozenset(["new"]), False)}
    for column in contract.columns:
        allowed = allowed_words(contract, column, setting)
        if allowed is not None:
            words[column.name] = (allowed, column.required)
    looked_at = frozenset(words) & present
    for name in sorted(looked_at):
        allowed, required = words[name]
        sql = f'SELECT DISTINCT "{name}" FROM {view} LIMIT {len(allowed) + 2}'
        answer = child.ask("look", sql=sql)
        found = {row[0] for row in answer or ()}
        if answer is None or not found <= (allowed if required else allowed | {None}):
            return False, looked_at
    return True, looked_at


def _all_fit(
    child: ReadingChild, group: Group, setting: Setting, hashed: set[str], view: str
) -> bool:
    """Whether no row has a fault in a column whose hash is not looked at afterwards."""
    contract = REGISTERS[str(group.table)]
    kinds = {name: kind for name, kind, _ in group.files[0].columns if kind is not None}
    fit, looked_at = _words_fit(child, contract, setting, set(kinds), view)
    if not fit:
        return False
    wrong = faulty(ibis.table(kinds, name=view), contract, setting, looked_at | hashed)
    answer = child.ask("look", sql=compiled(wrong.sum().name("faulty").as_table()))
    return answer is not None and not answer[0][0]


def _view(child: ReadingChild, group: Group) -> str | None:
    view = f"clean_{group.table}"
    listed = ", ".join(quoted(str(file.path)) for file in group.files)
    create = f"CREATE VIEW {view} AS SELECT * FROM read_parquet([{listed}])"
    return view if child.ask("attempt", sql=create) else None


def _refers_to(group: Group, seen: set[str]) -> list[Column]:
    """The columns of a group's table that refer to one of `seen`, as far as they are delivered."""
    present, contract = set(group.files[0].names), REGISTERS[str(group.table)]
    return [c for c in contract.columns if c.refers_to in seen and c.name in present]


def _scan(
    child: ReadingChild, group: Group, setting: Setting, referred: set[str], seen: set[str]
) -> bool:
    """Whether the rows of a table are clean; its ids are then being looked at, to be asked later."""
    contract, view = REGISTERS[str(group.table)], _view(child, group)
    hashed = {contract.id_column, *(column.name for column in _refers_to(group, seen))}
    if view is None or not _all_fit(child, group, setting, hashed, view):
        return False
    child.ask(
        "look_at_ids",
        table=contract.name,
        sql=_hash(contract.id_column, view),
        rows=_rows(group),
        keep=contract.name in referred,
    )
    return True


def _broken(child: ReadingChild, group: Group, seen: set[str]) -> dict[str, int] | None:
    """How many references of a table lead nowhere, by column; None where rows must be looked at."""
    contract, view = REGISTERS[str(group.table)], f"clean_{group.table}"
    present = set(group.files[0].names)
    lacking = {c.name for c in contract.columns if c.refers_to and c.name not in present}
    broken = {f"{contract.name}.{name}": 0 for name in lacking}
    for column in _refers_to(group, seen):
        count = child.ask(
            "broken",
            table=column.refers_to,
            sql=_hash(column.name, view),
            required=column.required,
        )
        if count is None:
            return None
        broken[f"{contract.name}.{column.name}"] = count
    return broken


def take_clean(
    child: ReadingChild, plan: Plan, setting: Setting, references: bool
) -> tuple[dict[str, RegisterFiles], dict[str, int], list[Group]]:
    """(clean tables, references counted on the way, the groups that go the ordinary way).

    `references`: False where nobody wants those of clean tables counted.
    """
    for group in plan.groups:
        if isinstance(group.entry, ParquetEntry):
            for file in group.files:
                if file.fault is None:
                    look_at_parquet(child, file)
                    match_columns(group, file)
    groups = [group for group in plan.groups if _may_be_clean(plan, group)]
    groups = _in_order(groups) if references else sorted(groups, key=_rows, reverse=True)
    tables = {str(group.table) for group in groups}
    referred = {c.refers_to for t in tables for c in REGISTERS[t].columns if c.refers_to in tables}
    names = {str(name) for name in referred} if references else set()
    clean: dict[str, RegisterFiles] = {}
    broken: dict[str, int] = {}
    waiting: list[tuple[Group, set[str]]] = []

    def settle() -> None:
        for group, seen in waiting:
            table = str(group.table)
            counted = _broken(child, group, seen) if child.ask("unique", table=table) else None
            if counted is not None:
                paths = tuple(Path(str(file.path)) for file in group.files)
                clean[table] = RegisterFiles(table, paths, _rows(group), True)
                broken.update(counted)
        waiting.clear()

    for group in groups:
        if references and _refers(REGISTERS[str(group.table)]):
            settle()
        seen = set(clean) if references else set()
        if _scan(child, group, setting, names, seen):
            waiting.append((group, seen))
    settle()
    child.ask("forget")
    rest = [group for group in plan.groups if str(group.table) not in clean]
    return clean, broken, rest


def _in_order(groups: list[Group]) -> list[Group]:
    """What others refer to first, then what refers to nothing, so that references can be followed."""
    tables = {str(group.table) for group in groups}
    referred = {c.refers_to for t in tables for c in REGISTERS[t].columns}

    def late(group: Group) -> tuple[bool, bool]:
        return _refers(REGISTERS[str(group.table)]), str(group.table) not in referred

    return sorted(groups, key=late)


def _rows(group: Group) -> int:
    return sum(file.rows for file in group.files)


def _refers(contract: Table) -> bool:
    return any(column.refers_to for column in contract.columns)
