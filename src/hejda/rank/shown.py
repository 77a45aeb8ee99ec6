"""What a person may still be shown: facts follow *as of*, showing follows *now*.

A suspicion that has since ended in a way that never counts, or whose record was since withdrawn,
may have counted on D but is never shown, and nobody is proposed on such suspicions alone.
"""

from __future__ import annotations

import datetime as dt

import ibis
from ibis.expr import types as ir

from hejda.knowledge.rules import Knowledge
from hejda.tables.known import Known, day_of, known_on


def _vanished(
    name: str, key: str, delivered: dict[str, ir.Table], known: Known, now: dt.date
) -> ir.Table:
    """Ids of `name` known on D of which no version is known on `now`."""
    if name not in delivered:
        return known[name].select(key).limit(0)
    changed = known[name].filter(known[name].superseded_on.notnull()).select(key).distinct()
    return changed.anti_join(known_on(delivered[name], now).select(key), key)


def no_longer_shown(
    counted: ir.Table,
    delivered: dict[str, ir.Table],
    known: Known,
    now: dt.date,
    knowledge: Knowledge,
) -> ir.Table:
    """Rows of `counted` that may no longer be shown on `now`: involvement_id, offence_id."""
    rows = known["involvement"]
    never = [why for why, treatment in knowledge.ended.items() if treatment == "never"]
    today = ibis.literal(now)
    touched = rows.filter(
        (rows.superseded_on.notnull() & (rows.superseded_on <= today))
        | (rows.ended_on.notnull() & (day_of(rows.ended_on) > known.number))
    )
    current = known_on(delivered["involvement"], now)
    over = (current.ended_on <= today).fill_null(False) & current.ended_why.fill_null(
        "unknown"
    ).isin(never)
    fine = current.filter(current.role == "suspect", ~over).select("involvement_id", "record_id")
    gone = (
        touched.select("involvement_id", "record_id")
        .anti_join(fine, ["involvement_id", "record_id"])
        .select("involvement_id")
    )
    parts = [
        counted.semi_join(gone, "involvement_id"),
        counted.semi_join(
            _vanished("incident", "incident_id", delivered, known, now), "incident_id"
        ),
        counted.semi_join(_vanished("offence", "offence_id", delivered, known, now), "offence_id"),
    ]
    return ibis.union(
        *[part.select("involvement_id", "offence_id") for part in parts], distinct=True
    )
