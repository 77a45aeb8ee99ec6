"""Episodes: one per person and incident, in the three ways a list is looked at.

`main` is what orders the lists. `without_ended` leaves out every suspicion that has ended;
`unknown_as_yes` counts an unknown relation as a partner's. Definitions: spec/04_rank/README.md.
"""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from hejda.knowledge.rules import Knowledge
from hejda.rank.liberty import with_liberty_age
from hejda.rank.suspicions import UNKNOWN, YES
from hejda.tables.known import Known

VARIANTS = {"main": YES, "without_ended": YES, "unknown_as_yes": UNKNOWN}
"""Variant → the least relation that counts as a partner offence."""


def _with_live_partner(rows: ir.Table, known: Known, knowledge: Knowledge, least: int) -> ir.Table:
    """People with a live counted suspicion of a partner offence within the look-back: person."""
    look_back = knowledge.population.look_back_days
    live = rows.filter(rows.live, rows.relation >= least)
    live = with_liberty_age(live, known, knowledge, "day", "d")
    live = with_liberty_age(live, known, knowledge, "registered", "registered_age")
    return (
        live.filter(live.d >= 0, live.d <= look_back, live.registered_age <= look_back)
        .select("person")
        .distinct()
    )


def counted_in_variants(rows: ir.Table, known: Known, knowledge: Knowledge) -> ir.Table:
    """Suspicions with, per variant, whether they count; rows that count in none are dropped."""
    if "beside_live" in knowledge.ended.values():
        for variant in ("main", "unknown_as_yes"):
            people = _with_live_partner(rows, known, knowledge, VARIANTS[variant])
            met = rows.left_join(people, "person", rname="{name}_live")
            rows = met.mutate(
                **{f"counts_{variant}": ~met.beside | met.person_live.notnull()}
            ).drop("person_live")
    else:
        rows = rows.mutate(counts_main=ibis.literal(True), counts_unknown_as_yes=ibis.literal(True))
    rows = rows.mutate(counts_without_ended=rows.live).drop("beside")
    return rows.filter(rows.counts_main | rows.counts_without_ended | rows.counts_unknown_as_yes)


def episodes(rows: ir.Table, known: Known, knowledge: Knowledge) -> ir.Table:
    """One row per person and incident with d, the days at liberty since, at most the look-back.

    Per variant V: counts_V (any suspicion counts), partner_V (one is of a partner offence),
    harm_V (the gravest of those, days), fresh_V (one was registered within the look-back).
    """
    columns: dict[str, ir.Value] = {"day": rows.day.max()}
    for variant, least in VARIANTS.items():
        counts = rows[f"counts_{variant}"]
        partner = counts & (rows.relation >= least)
        columns |= {
            f"counts_{variant}": counts.any(),
            f"partner_{variant}": partner.any(),
            f"harm_{variant}": rows.harm.max(where=partner).fill_null(0),
            f"registered_{variant}": rows.registered.max(where=partner),
        }
    table = rows.group_by("person", "incident_id").agg(**columns)
    look_back = knowledge.population.look_back_days
    table = with_liberty_age(table, known, knowledge, "day", "d")
    table = table.filter(table.d >= 0, table.d <= look_back)
    for variant in VARIANTS:
        table = with_liberty_age(table, known, knowledge, f"registered_{variant}", "age")
        fresh = table.age.notnull() & (table.age <= look_back)
        table = table.mutate(**{f"fresh_{variant}": fresh.fill_null(False)})
        table = table.drop("age", f"registered_{variant}")
    return table


def in_variant(table: ir.Table, variant: str) -> ir.Table:
    """The episodes that count in `variant`: person, incident_id, day, d, partner, harm, fresh."""
    return table.filter(table[f"counts_{variant}"]).select(
        "person",
        "incident_id",
        "day",
        "d",
        partner=table[f"partner_{variant}"],
        harm=table[f"harm_{variant}"],
        fresh=table[f"fresh_{variant}"],
    )
