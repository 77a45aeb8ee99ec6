"""Stage 2 within a mapping run: people for records, by an earlier store where one is given."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from ibis.expr import types as ir

from hejda.engine.base import Engine
from hejda.flow.identities import read_store
from hejda.flow.judgements import judgements_in
from hejda.flow.linking import Progress
from hejda.flow.naming import Naming, naming_of
from hejda.flow.persons import key_without_store, linked
from hejda.flow.resolved import PEOPLE, resolved
from hejda.persons.judgements import decided, in_force
from hejda.registers.mapping import SourceMapping
from hejda.tables.known import known_on


def people_for_records(
    engine: Engine,
    delivered: dict[str, ir.Table],
    mapping: SourceMapping,
    day: dt.date,
    identities: Path | None,
    judgements: Path | None,
    progress: Progress,
) -> tuple[dict[str, ir.Table], Naming, dict[str, Any], list[dict[str, Any]]]:
    """(register tables with people for records, their ids, what run.json says of it, judgements).

    The judgements are those in force, with people for records.

    `day`: who is who is settled by what was registered, and decided, on this day. Without a table
    `person_record` every record stays a person of its own.
    """
    rows = in_force(judgements_in(judgements), day) if judgements else []
    if PEOPLE not in delivered:
        return delivered, naming_of(engine, mapping.source, None), {"linked": False}, rows
    store = read_store(identities) if identities else None
    said = decided(rows, day)
    key = store.key if store else key_without_store(mapping.source)
    records = engine.view("records_known", known_on(delivered[PEOPLE], day))
    found = linked(engine, records, mapping.personal_number, said, store, key, progress)
    facts = {
        "linked": True,
        "records": found.features.num_rows,
        "people": len(found.groups),
        "store": store is not None,
        "judgements": len(said.same) + len(said.apart) + len(said.alone),
    }
    tables = resolved(engine, delivered, records, found)
    naming = naming_of(engine, mapping.source, found)
    return tables, naming, facts, [naming.judged(row) for row in rows]
