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


def episodes(rows: ir.Table, known: Known, knowledge: Knowledge) -> ir.Table:
    """One row per person and incident used, with d, days at liberty since, at most the look-back.

    Per variant V: counts_V (a suspicion that counts was registered within the look-back),
    partner_V (one that counts is of a partner offence), harm_V (the gravest of those, days),
    fresh_V (such a one was registered within the look-back).
    """
    columns: dict[str, ir.Value] = {"day": rows.day.max(), "latest": rows.registered.max()}
    several = "beside_live" in knowledge.ended.values()
    variants = ("main", *live_variants(knowledge))
    for variant in variants:
        partner = rows.relation >= VARIANTS[variant]
        if several or variant == "without_ended":
            counts = rows[f"counts_{variant}"]
            columns[f"latest_{variant}"] = rows.registered.max(where=counts)
            partner = counts & partner
        columns[f"harm_{variant}"] = rows.harm.max(where=partner)
        columns[f"registered_{variant}"] = rows.registered.max(where=partner)
    table = rows.group_by("person", "incident_id").agg(**columns)
    look_back = knowledge.population.look_back_days
    table = with_liberty_age(table, known, knowledge, "latest", "latest_age")
    table = table.filter(table.latest_age <= look_back).drop("latest", "latest_age")
    table = with_liberty_age(table, known, knowledge, "day", "d")
    table = table.mutate(d=ibis.least(table.d, look_back).cast("int64"))
    for variant in variants:
        table = _with_flags(table, variant, known, knowledge)
    return table


def _with_flags(table: ir.Table, variant: str, known: Known, knowledge: Knowledge) -> ir.Table:
    """`partner`, `fresh` and `counts` of one variant, from when what counts was registered."""
    look_back = knowledge.population.look_back_days
    registered, latest = f"registered_{variant}", f"latest_{variant}"
    table = with_liberty_age(table, known, knowledge, registered, "age")
    fresh = (table.age <= look_back).fill_null(False)
    found: dict[str, ir.Value] = {
        f"partner_{variant}": table[registered].notnull(),
        f"harm_{variant}": table[f"harm_{variant}"].fill_null(0),
        f"fresh_{variant}": fresh,
        f"counts_{variant}": ibis.literal(True),
    }
    dropped = ["age", registered]
    if latest in table.columns:
        table = with_liberty_age(table, known, knowledge, latest, "latest_age")
        found[f"counts_{variant}"] = (table.latest_age <= look_back).fill_null(False)
        dropped += [latest, "latest_age"]
    return table.mutate(**found).drop(*dropped)


def differing(table: ir.Table, variant: str) -> ir.Table:
    """People for whom an episode in `variant` is not what it is in main: person."""
    differs: ir.BooleanValue = table.counts_main != table[f"counts_{variant}"]
    for column in ("partner", "harm", "fresh"):
        differs = differs | (table[f"{column}_main"] != table[f"{column}_{variant}"])
    return table.filter(differs).select("person").distinct()


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
