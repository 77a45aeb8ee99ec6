"""Which id is written for a person: until linking, source and record; after it, the opaque id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr import types as ir

from hejda.engine.base import Engine
from hejda.flow.persons import Linked
from hejda.persons.identity import oldest


@dataclass(frozen=True)
class Naming:
    """Ids of people. Within a run a person is named by the oldest of their records (`record`).

    ids: record → person id; empty where nothing was linked. records: record → all their records.
    table: the same on the engine (record, person, record_ids). stands_for: record → oldest record.
    """

    source: str
    ids: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, list[str]] = field(default_factory=dict)
    table: ir.Table | None = None
    stands_for: Mapping[str, str] = field(default_factory=dict)

    def person(self, record: str) -> str:
        """The id written for the person of `record`."""
        return self.ids.get(record) or f"{self.source}:{record}"

    def compared(self, records: set[str]) -> set[str]:
        """The oldest records of the people of `records`."""
        return {self.stands_for.get(record, record) for record in records}

    def judged(self, judgement: Mapping[str, Any]) -> dict[str, Any]:
        """A judgement with people (their oldest records) for records."""
        return {
            **judgement,
            **{name: self.stands_for.get(judgement[name], judgement[name]) for name in ("a", "b")},
        }

    def named(self, table: ir.Table) -> ir.Table:
        """`table` with the ids written in its column person, and a column record_ids."""
        prefix = ibis.literal(f"{self.source}:")
        if self.table is None:
            alone = ibis.array([table.person])
            return table.mutate(record_ids=alone, person=prefix + table.person)
        mine = self.table.select("record", "record_ids", written="person")
        met = table.left_join(mine, table.person == mine.record)
        return met.mutate(
            person=ibis.coalesce(met.written, prefix + met.person),
            record_ids=ibis.coalesce(met.record_ids, ibis.array([met.person])),
        ).drop("record", "written")


def naming_of(engine: Engine, source: str, found: Linked | None) -> Naming:
    """The ids of the people `found`; source and record where nothing was linked."""
    if found is None:
        return Naming(source)
    registered = found.registered()
    ids, records = {}, {}
    for at, members in enumerate(found.groups):
        first = oldest(members, registered)
        ids[first] = found.ids[at]
        records[first] = sorted(members, key=lambda record: (registered[record], record))
    rows = pa.table(
        {"record": list(ids), "person": list(ids.values()), "record_ids": list(records.values())},
        pa.schema(
            [
                ("record", pa.string()),
                ("person", pa.string()),
                ("record_ids", pa.list_(pa.string())),
            ]
        ),
    )
    return Naming(source, ids, records, engine.keep("naming", ibis.memtable(rows)), found.moved())
