"""Puts people in place of records, so that every later stage counts people without knowing of it.

In each register table a record id becomes the id of the oldest record of its person; the person's
records become one row of `person_record`. Ids of rows stay, so every claim still leads to its record.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr import types as ir

from hejda.engine.base import Engine, arrow_schema
from hejda.flow.persons import Linked
from hejda.persons.merged import merged_record
from hejda.tables.registers import REGISTERS

PEOPLE = "person_record"


def resolved(
    engine: Engine, delivered: dict[str, ir.Table], known_records: ir.Table, found: Linked
) -> dict[str, ir.Table]:
    """The `delivered` register tables with people for records.

    `known_records`: `person_record` as known on the day the people were found.
    """
    moved = found.moved()
    if not moved:
        return delivered
    table = pa.table(
        {"record": list(moved), "stands_for": list(moved.values())},
        pa.schema([("record", pa.string()), ("stands_for", pa.string())]),
    )
    kept = engine.keep("moved_record", ibis.memtable(table))
    tables = {
        name: engine.view(f"resolved_{name}", with_people(name, rows, kept))
        for name, rows in delivered.items()
        if name != PEOPLE
    }
    tables[PEOPLE] = _people(engine, delivered[PEOPLE], known_records, found, moved)
    return {name: tables[name] for name in delivered}


def with_people(name: str, rows: ir.Table, moved: ir.Table) -> ir.Table:
    """The rows of register table `name` with people for records; `moved`: record, stands_for."""
    for column in REGISTERS[name].columns:
        if column.refers_to != PEOPLE:
            continue
        said = column.name
        own = moved.select(**{f"{said}_told": "record", f"{said}_stands": "stands_for"})
        met = rows.left_join(own, rows[said] == own[f"{said}_told"])
        person = ibis.coalesce(met[f"{said}_stands"], met[said])
        rows = met.mutate(**{said: person}).select(*rows.columns)
    return rows


def _people(
    engine: Engine,
    delivered: ir.Table,
    known_records: ir.Table,
    found: Linked,
    moved: Mapping[str, str],
) -> ir.Table:
    """`person_record` with one row for each person of several records."""
    concerned = sorted({*moved, *moved.values()})
    asked = engine.keep("joined_record", ibis.memtable(pa.table({"record_id": concerned})))
    rows = engine.arrow(known_records.semi_join(asked, "record_id")).to_pylist()
    of_person: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        of_person[moved.get(row["record_id"], row["record_id"])].append(row)
    certain = _certain(found, set(concerned))
    merged = [merged_record(members, certain) for _, members in sorted(of_person.items())]
    contract = REGISTERS[PEOPLE]
    table = pa.Table.from_pylist(merged, arrow_schema(contract))
    several = engine.keep("merged_record", ibis.memtable(table))
    alone = delivered.anti_join(asked, "record_id").select(*contract.names)
    return engine.view("resolved_person_record", alone.union(several.select(*contract.names)))


def _certain(found: Linked, records: set[str]) -> dict[str, dict[str, Any]]:
    """Record → birth date and sex as a valid number tells them."""
    columns = (
        found.features[name].to_pylist() for name in ("record_id", "born", "sex", "born_certain")
    )
    return {
        record: {
            "birth_date": dt.date(int(born[:4]), int(born[4:6]), int(born[6:])),
            "sex": sex,
        }
        for record, born, sex, certain in zip(*columns, strict=True)
        if certain and record in records
    }
