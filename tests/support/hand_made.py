"""Small hand-made deliveries: a few lines a person, written as the contract's Parquet files."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hejda.engine.base import arrow_schema
from hejda.tables import REGISTERS

GRAVE, ASSAULT, THREAT = "brb-3-6-grov-misshandel", "brb-3-5-misshandel", "brb-4-5-olaga-hot"
OTHER = "annat-brott"
SOURCE = """\
version: 1
source: handmade
title: "Påhittat för ett prov (invented for a test)"
material: {material}
rules: se
source_law: none, invented
{more}files:
  - {{pattern: "*.parquet", format: parquet, tables: contract}}
"""
ORDERED = """\
ordered_by: A Name
purpose: a test
legal_ground: none, a test
erase_after: 2027-01-01
"""


def day(text: str) -> dt.date:
    """A date as YYYY-MM-DD."""
    return dt.date.fromisoformat(text)


class HandMade:
    """A delivery being written, row by row."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def add(self, table: str, registered: str, **row: Any) -> str:
        """A row of a table, registered on that day; the id it got, where none is given."""
        key = REGISTERS[table].id_column
        name: str = row.setdefault(key, f"{table[0]}{len(self.rows[table])}")
        self.rows[table].append({**row, "registered_on": day(registered)})
        return name

    def person(self, record: str, born: str = "1980-05-05", **more: Any) -> None:
        """A person record, known from long ago unless `registered` says otherwise."""
        registered = more.pop("registered", "2018-01-01")
        self.add("person_record", registered, record_id=record, birth_date=day(born), **more)

    def report(
        self,
        suspect: str,
        victim: str,
        on: str,
        code: str = GRAVE,
        relation: str = "yes",
        registered: str | None = None,
        suspicion: str = "reasonable",
        ended: str | None = None,
    ) -> str:
        """An incident with one offence, a suspect and a victim; its id."""
        known = registered or on
        incident = self.add("incident", known, occurred_on=day(on))
        offence = self.add(
            "offence", known, incident_id=incident, code=code, close_relation=relation
        )
        both = {"incident_id": incident, "offence_id": offence}
        part = {"record_id": suspect, "role": "suspect", "suspicion": suspicion}
        name = self.add("involvement", known, **both, **part)
        if ended:
            over = {"ended_on": day(ended), "ended_why": "cannot_be_proved"}
            self.add("involvement", ended, involvement_id=name, **both, **part, **over)
            self.rows["involvement"][-1]["operation"] = "correct"
        self.add("involvement", known, **both, record_id=victim, role="victim")
        return incident

    def written(self, folder: Path, material: str = "invented") -> Path:
        """Writes the delivery into `folder`; its source mapping."""
        folder.mkdir(parents=True)
        for name, rows in self.rows.items():
            contract = REGISTERS[name]
            kept = [c.name for c in contract.columns if not c.set_by_hejda]
            schema = pa.schema([arrow_schema(contract).field(column) for column in kept])
            table = pa.Table.from_pylist([{c: r.get(c) for c in kept} for r in rows], schema)
            operations = pa.array([row.get("operation", "new") for row in rows])
            pq.write_table(table.append_column("operation", operations), folder / f"{name}.parquet")
        source = folder / "source.yaml"
        more = ORDERED if material == "operational" else ""
        source.write_text(SOURCE.format(material=material, more=more), encoding="utf-8")
        return source
