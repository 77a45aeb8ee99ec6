"""Which police region looks at a person on a date, and how that is known. Never a score."""

from __future__ import annotations

from collections.abc import Callable

import ibis
from ibis.expr import types as ir

from hejda.knowledge.rules import Knowledge
from hejda.tables.known import Known, day_of

Keep = Callable[[str, ir.Table], ir.Table]


def _named(
    region: ir.StringValue, municipality: ir.StringValue, knowledge: Knowledge
) -> ir.StringValue:
    """The region itself where it is one of the pack's, else the municipality's."""
    known_ids = [r.id for r in knowledge.regions]
    cases = [
        (municipality.substr(0, 2).isin(list(r.county_codes)), r.id)
        for r in knowledge.regions
        if r.county_codes
    ]
    by_county = ibis.cases(*cases, else_=None) if cases else ibis.null("string")
    own = ibis.ifelse(region.isin(known_ids), region, None) if known_ids else ibis.null("string")
    return ibis.coalesce(own, by_county)


def _latest(table: ir.Table, order: list[ir.Value]) -> ir.Table:
    ranked = table.mutate(
        nth=ibis.row_number().over(ibis.window(group_by="person", order_by=order))
    )
    return ranked.filter(ranked.nth == 0).select("person", "region")


def _by_residence(known: Known, knowledge: Knowledge) -> ir.Table:
    spell = known["residence"]
    began = day_of(spell.valid_from).fill_null(-1_000_000)
    now = spell.filter(
        began <= known.number,
        spell.valid_to.isnull() | (day_of(spell.valid_to) >= known.number),
    )
    table = now.select(
        person=now.record_id,
        began=day_of(now.valid_from).fill_null(-1_000_000),
        residence_id=now.residence_id,
        region=_named(now.police_region, now.municipality, knowledge),
    )
    table = table.filter(table.region.notnull())
    return _latest(table, [table.began.desc(), table.residence_id.desc()])


def _by_record(known: Known, knowledge: Knowledge) -> ir.Table:
    record = known["person_record"]
    region = _named(ibis.null("string"), record.municipality, knowledge)
    table = record.select(person=record.record_id, region=region)
    return table.filter(table.region.notnull())


def _by_incident(
    people: ir.Table, episodes: ir.Table, known: Known, knowledge: Knowledge, keep: Keep
) -> ir.Table:
    """Region of the latest incident that has one; most people's very latest has."""
    at_latest = keep(
        "region_at_latest", _region_there(_latest_incident(episodes), known, knowledge)
    )
    others = keep("region_not_at_latest", people.anti_join(at_latest, "person"))
    somewhere = _region_there(episodes.semi_join(others, "person"), known, knowledge)
    earlier = _latest_incident(somewhere).inner_join(somewhere, ["person", "incident_id"])
    return at_latest.select("person", "region").union(earlier.select("person", "region"))


def _region_there(rows: ir.Table, known: Known, knowledge: Knowledge) -> ir.Table:
    """`rows` (person, incident_id …) with the region of the incident, where it gives one."""
    incident = known["incident"].select("incident_id", "police_region", "municipality")
    met = rows.inner_join(incident, "incident_id")
    met = met.mutate(region=_named(met.police_region, met.municipality, knowledge))
    return met.filter(met.region.notnull()).drop("police_region", "municipality")


def _latest_incident(episodes: ir.Table) -> ir.Table:
    """The latest incident of each person, by day and then id: person, incident_id."""
    # Two plain aggregates: half the time of one over a text of day and id, and the same everywhere.
    last = episodes.group_by("person").agg(day=episodes.day.max())
    then = episodes.semi_join(last, ["person", "day"])
    return then.group_by("person").agg(incident_id=then.incident_id.max())


def regions(
    people: ir.Table, episodes: ir.Table, known: Known, knowledge: Knowledge, keep: Keep
) -> ir.Table:
    """Police region of each of `people`: person, police_region, region_how.

    `episodes`: those of `people`, and maybe others'. `keep` computes an expression once (see the engine).
    """
    table = people.select("person")
    sources: list[tuple[str, ir.Table]] = []
    if "residence" in known:
        sources.append(("residence", _by_residence(known, knowledge)))
    if "person_record" in known:
        sources.append(("person_record", _by_record(known, knowledge)))
    if knowledge.regions:
        sources.append(("incident", _by_incident(table, episodes, known, knowledge, keep)))
    region: list[ir.Value] = []
    how: list[tuple[ir.BooleanValue, str]] = []
    for word, source in sources:
        renamed = source.rename({f"region_{word}": "region"})
        table = table.left_join(renamed, "person", rname="{name}_" + word)
        table = table.select("person", *[c for c in table.columns if c.startswith("region_")])
    for word, _ in sources:
        region.append(table[f"region_{word}"])
        how.append((table[f"region_{word}"].notnull(), word))
    return table.select(
        "person",
        police_region=ibis.coalesce(*region, ibis.literal("unknown")),
        region_how=ibis.cases(*how, else_="unknown") if how else ibis.literal("unknown"),
    )
