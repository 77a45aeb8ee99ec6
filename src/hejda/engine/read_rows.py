"""Delivered rows into contract rows: duplicates, the mapping's expressions, what is wrong.

Everything here is a statement the parent makes and the reading child runs. Tables in the child's
engine: `dup<group>` the duplicate rows, `d<n>` the rows one template made, `fault` everything said
of rows, `aside` the rows set aside.
"""

# ruff: noqa: S608 (statements are made of our own names; what is delivered is never part of one)

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis

from hejda.base.errors import MappingError
from hejda.engine.read_child import quoted
from hejda.engine.read_guard import ReadingChild
from hejda.engine.read_plan import Group, Plan
from hejda.engine.read_reasons import CONFLICT, CONFLICT_MESSAGE, row_message
from hejda.engine.read_sql import compiled
from hejda.registers.checks import NOTED, Setting, code_name, message
from hejda.registers.expressions import Source, cleaned, template_rows
from hejda.registers.mapping import RowTemplate
from hejda.registers.prepared import prepared_rows, steps_for
from hejda.registers.terms import columns_of
from hejda.tables import REGISTERS, Table


@dataclass(frozen=True, slots=True)
class Derived:
    """Table `name`: the rows that one template of one group made for one contract table."""

    name: str
    group: Group
    contract: Table
    template: RowTemplate


def prepare(child: ReadingChild) -> None:
    """The tables that collect what is said of rows."""
    child.ask(
        "run",
        sql="CREATE TABLE fault (_file INTEGER, _row BIGINT, tbl VARCHAR, col VARCHAR, "
        "code VARCHAR, noted BOOLEAN, message VARCHAR)",
    )


def _columns(group: Group) -> str:
    return ", ".join(own for own, _ in group.columns.values())


def find_duplicates(child: ReadingChild, group: Group) -> None:
    """`dup<group>`: rows equal in every field to an earlier row of the group; and `live<group>`."""
    n, columns = group.number, _columns(group)
    again = "SELECT _file, _row FROM (SELECT 0::INTEGER AS _file, 0::BIGINT AS _row) WHERE false"
    twice = (
        f"SELECT hash({columns}) AS h FROM s{n} WHERE _fault IS NULL GROUP BY h HAVING count(*) > 1"
    )
    if columns and child.ask("rows", sql=f"SELECT count(*) FROM ({twice})")[0][0]:
        again = (
            f"SELECT _file, _row FROM (SELECT _file, _row, row_number() OVER "
            f"(PARTITION BY {columns} ORDER BY _file, _row) AS nth FROM s{n} "
            f"WHERE _fault IS NULL AND hash({columns}) IN ({twice})) WHERE nth > 1"
        )
    child.ask("run", sql=f"CREATE TABLE dup{n} AS {again}")
    child.ask(
        "run",
        sql=f"CREATE VIEW live{n} AS SELECT * FROM s{n} ANTI JOIN dup{n} USING (_file, _row) "
        "WHERE _fault IS NULL",
    )


def note_unreadable(child: ReadingChild, group: Group) -> None:
    """What the text reader found: one fault per row, with its lines where it spans several."""
    n = group.number
    found = child.ask(
        "rows", sql=f"SELECT _fault, count(*) FROM s{n} WHERE _fault IS NOT NULL GROUP BY 1"
    )
    for code, _ in found:
        values = f"NULL, NULL, {quoted(code)}, false, {quoted(row_message(code))}"
        child.ask(
            "run",
            sql=f"INSERT INTO fault SELECT _file, _row, {values} FROM s{n} "
            f"WHERE _fault = {quoted(code)}",
        )
    _note_lines(child, group)


def _note_lines(child: ReadingChild, group: Group) -> None:
    """Say which lines of the file a record spans that swallowed others."""
    told = [
        (file.index, row, row_message(code, file.stopped, lines), code)
        for file in group.files
        for row, lines in file.places.items()
        for code in ("broken_quotes", "unreadable_tail")
    ]
    if not told:
        return
    listed = ", ".join(f"({f}, {row}, {quoted(m)}, {quoted(code)})" for f, row, m, code in told)
    child.ask(
        "run",
        sql=f"UPDATE fault SET message = t.message FROM (VALUES {listed}) t(f, r, message, code) "
        "WHERE fault._file = t.f AND fault._row = t.r AND fault.code = t.code",
    )


def _checked_patterns(child: ReadingChild, template: RowTemplate) -> None:
    for pattern in sorted(template.patterns):
        if not child.ask("attempt", sql=f"SELECT regexp_matches('', {quoted(pattern)})"):
            raise MappingError(
                "pattern_unusable",
                f"The pattern {pattern!r} of the mapping is not one the engine understands.",
                "",
                "Write it without look-around, back references or possessive repeats (RE2 syntax).",
            )


def make_ready(child: ReadingChild, group: Group) -> Source:
    """`ready<group>`: the rows that are no duplicates, cleaned, with what templates share computed."""
    n, templates = group.number, [template for _, template in group.templates()]
    reads = frozenset().union(*(template.reads for template in templates)) & set(group.columns)
    schema = {"_file": "int32", "_row": "int64", **dict(group.columns.values())}
    live = ibis.table(schema, name=f"live{n}")
    columns = {name: group.columns[name][0] for name in sorted(reads)}
    clean = {own: cleaned(live[own], group.is_text) for own in columns.values()}
    rows = live.select("_file", "_row", **clean)
    child.ask("run", sql=f"CREATE TABLE clean{n} AS {compiled(rows)}")
    source = Source(ibis.table(rows.schema(), name=f"clean{n}"), columns)
    steps = [step for step in steps_for(templates) if columns_of(step.part) <= set(columns)]
    if not steps:
        return source
    ready, found = prepared_rows(source, steps)
    child.ask("run", sql=f"CREATE TABLE ready{n} AS {compiled(ready)}")
    child.ask("run", sql=f"DROP TABLE clean{n}")
    return Source(ibis.table(ready.schema(), name=f"ready{n}"), columns, found)


def derive(child: ReadingChild, group: Group, setting: Setting, first: int) -> list[Derived]:
    """Make the tables `d<n>`, n from `first`, one per template of the group."""
    for _, template in group.templates():
        _checked_patterns(child, template)
    source = make_ready(child, group)
    made = []
    for n, (table, template) in enumerate(group.templates(), first):
        contract = REGISTERS[table]
        if template.reads <= set(group.columns):
            sql = compiled(template_rows(template, contract, source, setting))
            child.ask("run", sql=f"CREATE TABLE d{n} AS {sql}")
            made.append(Derived(f"d{n}", group, contract, template))
    child.ask("run", sql=f"DROP TABLE {source.rows.get_name()}")
    return made


def note_faults(child: ReadingChild, derived: Derived) -> None:
    """Put the codes of every column of a derived table into `fault`, with their sentences."""
    names = [c.name for c in derived.contract.columns if not c.set_by_hejda] + ["operation"]
    counts = ", ".join(f"count(*) FILTER (k_{name} <> 0)" for name in names)
    found = child.ask("rows", sql=f"SELECT {counts} FROM {derived.name}")[0]
    for name, count in zip(names, found, strict=True):
        if not count:
            continue
        codes = f"SELECT DISTINCT k_{name} FROM {derived.name} WHERE k_{name} <> 0"
        for (number,) in sorted(child.ask("rows", sql=codes)):
            told = (derived.contract.name, name, code_name(number))
            noted, sentence = number > NOTED, message(number, derived.contract, name)
            values = ", ".join([*map(quoted, told), str(noted), quoted(sentence)])
            child.ask(
                "run",
                sql=f"INSERT INTO fault SELECT _file, _row, {values} FROM {derived.name} "
                f"WHERE k_{name} = {number}",
            )


def set_aside(child: ReadingChild) -> None:
    """`aside`: the rows with a fault that sets them aside."""
    child.ask(
        "run",
        sql="CREATE OR REPLACE TABLE aside AS "
        "SELECT DISTINCT _file, _row FROM fault WHERE NOT noted",
    )


def contract_columns(contract: Table) -> list[str]:
    """The columns a template gives, in contract order."""
    return [column.name for column in contract.columns if not column.set_by_hejda]


def union_view(child: ReadingChild, contract: Table, parts: list[Derived]) -> None:
    """The view `u_<table>`: every derived row whose delivered row is not set aside."""
    columns = ", ".join(
        ["_file", "_row", "operation", *map(_quoted_name, contract_columns(contract))]
    )
    union = " UNION ALL ".join(f"SELECT {columns} FROM {part.name}" for part in parts)
    child.ask(
        "run",
        sql=f"CREATE OR REPLACE VIEW u_{contract.name} AS "
        f"SELECT * FROM ({union}) ANTI JOIN aside USING (_file, _row)",
    )


def _quoted_name(name: str) -> str:
    return f'"{name}"'


def find_conflicts(child: ReadingChild, contract: Table) -> tuple[bool, bool]:
    """(whether any record and day comes twice, whether with different content).

    The rows that gave different content go to `fault`.
    """
    view, key = f"u_{contract.name}", ", ".join(map(_quoted_name, contract.key))
    content = "operation IN ('new', 'correct')"
    child.ask(
        "run",
        sql=f"CREATE TABLE shared_{contract.name} AS SELECT {key} FROM {view} WHERE {content} "
        f"GROUP BY {key} HAVING count(*) > 1",
    )
    if not child.ask("rows", sql=f"SELECT count(*) FROM shared_{contract.name}")[0][0]:
        return False, False
    columns = ", ".join(map(_quoted_name, contract_columns(contract)))
    child.ask(
        "run",
        sql=f"CREATE OR REPLACE TEMP TABLE conflict AS SELECT {key} FROM (SELECT DISTINCT {columns} "
        f"FROM {view} SEMI JOIN shared_{contract.name} USING ({key}) WHERE {content}) "
        f"GROUP BY {key} HAVING count(*) > 1",
    )
    if not child.ask("rows", sql="SELECT count(*) FROM conflict")[0][0]:
        return True, False
    told = [contract.name, contract.id_column, CONFLICT]
    values = ", ".join([*map(quoted, told), "false", quoted(CONFLICT_MESSAGE)])
    child.ask(
        "run",
        sql=f"INSERT INTO fault SELECT DISTINCT _file, _row, {values} "
        f"FROM {view} SEMI JOIN conflict USING ({key}) WHERE {content}",
    )
    return True, True


def file_counts(child: ReadingChild, group: Group, derived: list[Derived]) -> dict[int, list[int]]:
    """Per file index: accepted, duplicate, quarantined, and of the accepted those that fed no table."""
    n = group.number
    used = " UNION ALL ".join(f"SELECT _file, _row FROM {part.name}" for part in derived)
    used = used or "SELECT 0 AS _file, 0 AS _row WHERE false"
    kept = f"SELECT * FROM live{n} ANTI JOIN aside USING (_file, _row)"
    queries = (
        kept,
        f"SELECT * FROM dup{n}",
        f"SELECT * FROM aside SEMI JOIN s{n} USING (_file, _row)",
        f"SELECT * FROM ({kept}) ANTI JOIN ({used}) USING (_file, _row)",
    )
    counts: dict[int, list[int]] = {file.index: [0, 0, 0, 0] for file in group.files}
    for place, query in enumerate(queries):
        answer: list[list[Any]] = child.ask(
            "rows", sql=f"SELECT _file, count(*) FROM ({query}) GROUP BY _file"
        )
        for index, count in answer:
            counts[index][place] = count
    return counts


def note_files(child: ReadingChild, plan: Plan, said: list[tuple[str, str, str]]) -> None:
    """The table `file` of names, and what is said of whole files (name, code, message) as row 0."""
    child.ask("run", sql="CREATE TABLE file (_file INTEGER, name VARCHAR)")
    child.ask("run", sql="CREATE TABLE said (name VARCHAR, code VARCHAR, message VARCHAR)")
    names = ", ".join(f"({file.index}, {quoted(file.name)})" for file in plan.files)
    child.ask("run", sql=f"INSERT INTO file VALUES {names}")
    if said:
        rows = ", ".join(f"({', '.join(map(quoted, row))})" for row in said)
        child.ask("run", sql=f"INSERT INTO said VALUES {rows}")
