"""Who stands in the records of a run: read again from the delivery, for whoever has to know it.

A run itself names nobody. What brings it before people needs two things from its source: who each
candidate is, and everybody's number in the candidates' records, so that nobody is ever shown a case
in which they, a relative or somebody of their household stands.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from hejda.base.errors import InputError
from hejda.engine.read import load_mapping
from hejda.flow.reading import Reading, opened
from hejda.flow.run import chosen_pack
from hejda.knowledge.load import load_knowledge
from hejda.tables.known import known_on

PARTIES = {
    "relation": ("record_a", "record_b"),
    "protection_order": ("protected", "restrained"),
}
"""Tables of a dossier that name two people, and their columns."""


@dataclass
class InRecords:
    """Of one candidate: their own records, and those of everybody else in them."""

    own: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Identity:
    """One record's words about who somebody is. Nothing about where they are."""

    record_id: str
    names: str
    personal_number: str
    other_number: str
    birth_date: dt.date | None
    sex: str
    protected: bool
    registered_on: dt.date


def in_records(run: Path) -> dict[str, InRecords]:
    """Whose records stand in each candidate's dossier, by person. `run`: a folder of `hejda map`."""
    own = {row["person"]: set(row["record_ids"]) for row in _rows(run / "person.parquet")}
    wanted = {row["person"] for row in _rows(run / "candidate.parquet")}
    found = {person: InRecords(own.get(person, set())) for person in wanted}
    owner = {record: person for person, each in found.items() for record in each.own}
    together: dict[str, set[str]] = defaultdict(set)
    for row in _rows(run / "dossier" / "involvement.parquet"):
        together[row["incident_id"]].add(row["record_id"])
    groups = list(together.values())
    for table, columns in PARTIES.items():
        groups += [{row[c] for c in columns} for row in _rows(run / "dossier" / f"{table}.parquet")]
    for group in groups:
        for record in group:
            if record in owner:
                found[owner[record]].others |= group
    for each in found.values():
        each.others -= each.own
    return found


def identities(
    order: Reading, wanted: set[str], progress: Callable[[str], None], work: Path
) -> list[Identity]:
    """What the delivery says of the records wanted, newest version of each, in order of their id."""
    mapping = load_mapping(order.source)
    knowledge = load_knowledge(chosen_pack(None, order.source, mapping), order.now)
    with opened(order, work, knowledge, progress) as (engine, delivered, _):
        if "person_record" not in delivered:
            raise InputError(
                "no_person_records",
                "The source delivers no person records.",
                "Without them nobody can be kept from cases they have a part in.",
                "Add the table person_record to the source mapping.",
            )
        chosen = ibis.memtable({"record_id": sorted(wanted)}, schema={"record_id": "string"})
        rows = known_on(delivered["person_record"], order.now).semi_join(chosen, "record_id")
        table: pa.Table = engine.arrow(rows)
    return sorted(
        (
            Identity(
                row["record_id"],
                row["names"] or "",
                row["personal_number"] or "",
                row["other_number"] or "",
                row["birth_date"],
                row["sex"] or "",
                bool(row["protected"]),
                row["registered_on"],
            )
            for row in table.to_pylist()
        ),
        key=lambda each: each.record_id,
    )


def _rows(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist() if path.is_file() else []
    return rows
