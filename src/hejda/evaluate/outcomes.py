"""What happened after a landmark: the outcomes a ranking is measured against.

An outcome is a new incident with a suspicion of a partner offence that took place after the day
and was registered within the horizon, read as it was first registered: what became of the case
later says more of the case than of the person.
"""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from hejda.base.errors import InputError
from hejda.knowledge.rules import Knowledge, Offence
from hejda.tables.known import day_of

OUTCOMES = ("any_partner", "violent_partner", "serious")
SERIOUS_DAYS = 365
"""An offence whose weight on the pack's harm scale is at least a year in prison is serious."""
VIOLENT = {"lethal", "violence", "sexual", "confinement"}


def counted(offence: Offence, outcome: str) -> bool:
    """Whether an offence, once it is a partner offence, is part of `outcome`."""
    violent = bool(VIOLENT & set(offence.classes))
    if outcome == "any_partner":
        return True
    if outcome == "violent_partner":
        return violent
    if outcome == "serious":
        return violent and offence.harm_days >= SERIOUS_DAYS
    raise InputError(
        "unknown_outcome", f"There is no outcome {outcome}.", "", f"Known: {', '.join(OUTCOMES)}."
    )


def _first(table: ir.Table) -> ir.Table:
    return table.filter(table.registered_on == table.first_registered_on)


def new_offences(
    delivered: dict[str, ir.Table],
    knowledge: Knowledge,
    outcome: str,
    day: int,
    horizon: int,
    ties: ir.Table | None,
    weights: Knowledge | None = None,
) -> ir.Table:
    """New incidents after `day` (a day number): person, incident_id, after (days from the landmark
    to the act), registered (days to its registration), harm (days, of its gravest counted
    offence), by_police (the police brought it themselves).

    `delivered`: register tables with every version. `ties`: pairs known to be partners (person,
    other, since), which makes an offence of unknown relation a partner offence. `weights`: rules whose
    scale weighs what `knowledge` says is part of the outcome.
    """
    codes = [o.id for o in knowledge.offences if counted(o, outcome)]
    harm = {o.id: o.harm_days for o in (weights or knowledge).offences}
    lookup = ibis.memtable(
        [{"code": code, "harm": harm[code]} for code in codes],
        schema=ibis.schema({"code": "string", "harm": "int64"}),
    )
    suspects = _first(delivered["involvement"])
    suspects = suspects.filter(suspects.role == "suspect").select("record_id", "offence_id")
    offence = _first(delivered["offence"]).select(
        "offence_id", "incident_id", "code", "close_relation"
    )
    met = suspects.inner_join(offence, "offence_id").rename(person="record_id")
    met = met.inner_join(_incidents(delivered), "incident_id")
    met = met.filter(met.registered > day, met.registered <= day + horizon, met.took_place > day)
    said = met.close_relation.fill_null("unknown")
    partner = met.filter(said == "yes")
    if ties is not None:
        partner = partner.union(_with_partner(met.filter(said == "unknown"), delivered, ties))
    met = (
        partner.inner_join(lookup, "code") if outcome != "any_partner" else _harms(partner, lookup)
    )
    return met.group_by("person", "incident_id").agg(
        after=met.took_place.min() - day,
        registered=met.registered.min() - day,
        harm=met.harm.max(),
        by_police=met.by_police.any(),
    )


def _harms(rows: ir.Table, lookup: ir.Table) -> ir.Table:
    met = rows.left_join(lookup, "code", rname="{name}_table")
    return met.mutate(harm=met.harm.fill_null(0)).drop("code_table")


def _incidents(delivered: dict[str, ir.Table]) -> ir.Table:
    incident = _first(delivered["incident"])
    registered = day_of(incident.registered_on)
    return incident.select(
        "incident_id",
        registered=registered,
        took_place=ibis.coalesce(day_of(incident.occurred_on), registered),
        by_police=(incident.reported_by == "police").fill_null(False),
    )


def _with_partner(rows: ir.Table, delivered: dict[str, ir.Table], ties: ir.Table) -> ir.Table:
    """Those of `rows` whose victim is the person's partner by the registers."""
    victims = _first(delivered["involvement"])
    victims = victims.filter(victims.role == "victim").select(
        "incident_id", other=victims.record_id
    )
    met = rows.inner_join(victims.distinct(), "incident_id")
    met = met.inner_join(ties, ["person", "other"], rname="{name}_tie")
    met = met.filter(met.since <= met.took_place)
    return met.select(*rows.columns).distinct()
