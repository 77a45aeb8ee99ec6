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
    live = with_liberty_age(live, known, knowledge, "registered", "registered_age")
    return live.filter(live.registered_age <= look_back).select("person").distinct()


def counted_in_variants(rows: ir.Table, known: Known, knowledge: Knowledge) -> ir.Table:
    """Suspicions with, per variant, whether they count; rows that count in none are dropped."""
    if "beside_live" not in knowledge.ended.values():
        always = ibis.literal(True)
        return rows.mutate(
            counts_main=always, counts_without_ended=rows.live, counts_unknown_as_yes=always
        ).drop("beside")
    for variant in ("main", "unknown_as_yes"):
        people = _with_live_partner(rows, known, knowledge, VARIANTS[variant])
        met = rows.left_join(people, "person", rname="{name}_live")
        counts = ~met.beside | met.person_live.notnull()
        rows = met.mutate(**{f"counts_{variant}": counts}).drop("person_live")
    rows = rows.mutate(counts_without_ended=rows.live).drop("beside")
    return rows.filter(rows.counts_main | rows.counts_without_ended | rows.counts_unknown_as_yes)


def live_variants(knowledge: Knowledge) -> tuple[str, ...]:
    """The variants that can differ from `main` under these rules.

    Where no ended suspicion ever counts, leaving them out changes nothing.
    """
    strict = set(knowledge.ended.values()) == {"never"}
    return ("unknown_as_yes",) if strict else ("without_ended", "unknown_as_yes")


def registered_lately(rows: ir.Table, known: Known, knowledge: Knowledge) -> ir.Table:
    """Rows (with person and registered) first registered within the look-back; older ones aged out."""
    aged = with_liberty_age(rows, known, knowledge, "registered", "registered_age")
    lately = aged.registered_age <= knowledge.population.look_back_days
    return aged.filter(lately).drop("registered_age")


def episodes(
    rows: ir.Table, known: Known, knowledge: Knowledge, everybody: bool = False
) -> ir.Table:
    """One row per person and incident used, with d, days at liberty since, at most the look-back.

    Of people with a partner offence in some variant, since no ranking has others; or of `everybody`.

    Per variant V: counts_V (a suspicion counts), partner_V (one that counts is of a partner
    offence), harm_V (the gravest of those, days).
    """
    rows = registered_lately(rows, known, knowledge)
    if not everybody:
        rows = rows.semi_join(rows.filter(rows.relation >= UNKNOWN), "person")
    columns: dict[str, ir.Value] = {"day": rows.day.max()}
    several = "beside_live" in knowledge.ended.values()
    variants = ("main", *live_variants(knowledge))
    for variant in variants:
        partner = rows.relation >= VARIANTS[variant]
        if several or variant == "without_ended":
            counts = rows[f"counts_{variant}"]
            columns[f"counts_{variant}"] = counts.any()
            partner = counts & partner
        columns[f"partner_{variant}"] = partner.any()
        columns[f"harm_{variant}"] = rows.harm.max(where=partner).fill_null(0)
    table = rows.group_by("person", "incident_id").agg(**columns)
    table = with_liberty_age(table, known, knowledge, "day", "d")
    always = {f"counts_{v}": ibis.literal(True) for v in variants if f"counts_{v}" not in columns}
    clamped = ibis.least(table.d, knowledge.population.look_back_days).cast("int64")
    return table.mutate(d=clamped, **always)


def differing(table: ir.Table, variant: str) -> ir.Table:
    """People for whom an episode in `variant` is not what it is in main: person."""
    differs: ir.BooleanValue = table.counts_main != table[f"counts_{variant}"]
    for column in ("partner", "harm"):
        differs = differs | (table[f"{column}_main"] != table[f"{column}_{variant}"])
    return table.filter(differs).select("person").distinct()


def in_variant(table: ir.Table, variant: str) -> ir.Table:
    """The episodes that count in `variant`: person, incident_id, day, d, partner, harm."""
    return table.filter(table[f"counts_{variant}"]).select(
        "person",
        "incident_id",
        "day",
        "d",
        partner=table[f"partner_{variant}"],
        harm=table[f"harm_{variant}"],
    )
