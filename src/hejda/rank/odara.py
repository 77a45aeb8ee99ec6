"""Items of ODARA (Hilton et al. 2004) that police registers can answer: 1–6 and 10.

Never presented as the instrument: seven of its thirteen items, read from codes, not interviews.
"""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from hejda.knowledge.rules import Knowledge
from hejda.rank.suspicions import NO
from hejda.tables.known import Known, day_of

LONG_CUSTODY_DAYS = 30


def index_incidents(episodes: ir.Table) -> ir.Table:
    """The latest partner incident of each person: person, incident_id, day."""
    partner = episodes.filter(episodes.partner)
    latest = partner.mutate(
        order=ibis.row_number().over(
            ibis.window(group_by="person", order_by=[partner.d.asc(), partner.incident_id.desc()])
        )
    )
    return latest.filter(latest.order == 0).select("person", "incident_id", "day")


def _item(number: int, people: ir.Table) -> ir.Table:
    return people.select("person", item=ibis.literal(number).cast("int64")).distinct()


def _earlier_violence(episodes: ir.Table, counted: ir.Table) -> list[ir.Table]:
    grave = counted.filter(counted.grave)
    met = episodes.semi_join(grave, ["person", "incident_id"])
    index = index_incidents(episodes)
    partner = met.filter(met.partner).inner_join(index, "person", rname="{name}_index")
    before = partner.filter(
        (partner.day < partner.day_index)
        | ((partner.day == partner.day_index) & (partner.incident_id < partner.incident_id_index))
    )
    others = grave.filter(grave.relation == NO)
    return [_item(1, before), _item(2, met.filter(~met.partner)), _item(10, others)]


def _long_custody(known: Known, knowledge: Knowledge) -> ir.Table:
    custody = known["custody"]
    begun = custody.filter(
        custody.kind.isin(list(knowledge.population.inside_kinds)),
        day_of(custody.valid_from) <= known.number,
    )
    until = ibis.least(day_of(begun.valid_to).fill_null(known.number), known.number)
    long = begun.filter(until - day_of(begun.valid_from) >= LONG_CUSTODY_DAYS)
    return _item(3, long.select(person=long.record_id))


def _failed_conditions(known: Known) -> list[ir.Table]:
    supervision, order = known["supervision"], known["protection_order"]
    breached = supervision.filter(day_of(supervision.breached_on) <= known.number)
    broken = order.filter(day_of(order.breached_on) <= known.number)
    return [
        _item(4, breached.select(person=breached.record_id)),
        _item(4, broken.select(person=broken.restrained)),
    ]


def _at_index(
    number: int, kind: str, charge: str, index: ir.Table, counted: ir.Table, signs: ir.Table
) -> list[ir.Table]:
    seen = signs.filter(signs.kind == kind).semi_join(index, ["person", "incident_id"])
    charged = counted.filter(counted[charge]).semi_join(index, ["person", "incident_id"])
    return [_item(number, seen), _item(number, charged)]


def items(
    known: Known, knowledge: Knowledge, episodes: ir.Table, counted: ir.Table, signs: ir.Table
) -> ir.Table:
    """The items answered yes: person, item."""
    index = index_incidents(episodes)
    tables = [
        *_earlier_violence(episodes, counted),
        _long_custody(known, knowledge),
        *_failed_conditions(known),
        *_at_index(5, "threat_to_kill", "threat", index, counted, signs),
        *_at_index(6, "confinement", "confinement", index, counted, signs),
    ]
    return ibis.union(*tables, distinct=True)
