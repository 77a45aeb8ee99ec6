"""How many places each list has where, and who takes them. Capacity is a ceiling, never a quota."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
from ibis.expr import types as ir

NATIONAL = "national"


@dataclass(frozen=True)
class Places:
    """Places and floor of one list in one police region (or `national`)."""

    police_region: str
    list: str
    places: int
    floor: int = 0


def national(places: int, floor: int) -> tuple[Places, ...]:
    """The same number of national places for both lists."""
    return tuple(Places(NATIONAL, name, places, floor) for name in ("harm", "serial"))


def cut(people: ir.Table, capacity: tuple[Places, ...], name: str) -> ir.Table:
    """Who comes before the last place of list `name` is filled.

    `people`: person, score, police_region, takes_place (False for whoever is inside and not soon
    out). Gives person, score, police_region (of the places), place (1, 2 … among those who take
    one; missing for those who take none).
    """
    rows = [c for c in capacity if c.list == name]
    if not rows:
        return people.filter(ibis.literal(False)).select(
            "person", "score", "police_region", place=ibis.null("int64")
        )
    if rows[0].police_region == NATIONAL:
        people = people.mutate(police_region=ibis.literal(NATIONAL))
    given = ibis.memtable(
        [{"police_region": r.police_region, "places": r.places, "floor": r.floor} for r in rows],
        schema=ibis.schema({"police_region": "string", "places": "int64", "floor": "int64"}),
    )
    met = people.inner_join(given, "police_region")
    met = met.filter(met.score >= met.floor)
    order = ibis.cumulative_window(
        group_by="police_region", order_by=[met.score.desc(), met.person.asc()]
    )
    met = met.mutate(taken=met.takes_place.cast("int64").sum().over(order))
    before = met.taken - met.takes_place.cast("int64")
    met = met.filter(before < met.places)
    return met.select(
        "person",
        "score",
        "police_region",
        place=ibis.ifelse(met.takes_place, met.taken, ibis.null("int64")),
    )
